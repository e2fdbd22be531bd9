import uuid
from dataclasses import replace

import pytest

from evidence.applications import Claim
from evidence.register import PatentLookup
from tests.review.desk.cases import batch, case, finding, keep_bytes

NUMBER = "ZL202010430096.0"


@pytest.fixture
def client(signed_in):
    """The browser of a reviewer."""
    return signed_in("reviewer")


@pytest.fixture
def inbox():
    """The inbox that the desk under test writes into, empty."""
    import shutil

    from django.conf import settings

    shutil.rmtree(settings.PLACES.inbox, ignore_errors=True)
    return settings.PLACES.inbox


@pytest.fixture
def patent_case():
    """Makes a case that claims a patent: `patent_case("XX002", number=…, records=…)`."""

    def make(number="XX001", patent=NUMBER, *, records=(), **values):
        made = case(number, [finding(number, "A9", found="")], **values)
        claim = Claim(1, 5, title="一种公路护栏清洗装置", patent_number=patent)
        application = replace(made.dossier.application, claims=(claim,))
        dossier = replace(made.dossier, application=application)
        return replace(made, dossier=dossier, records=tuple(records))

    return make


@pytest.fixture
def lookup():
    """Makes a number to look up: `lookup("XX001", number=…)`."""

    def make(*applications, number=NUMBER, **values):
        fields = {
            "reason": "尚无国家知识产权局官方网站的检索结果。",
            "title": "一种公路护栏清洗装置",
            "grant_number": "CN111472379B",
        }
        return PatentLookup(number, tuple(applications), **fields | values)

    return make


@pytest.fixture
def publish_batch(db, state):
    """Publishes cases in a batch of its own run: `publish_batch([case], [lookup], at=…)`."""
    from review.desk.publishing import publish
    from tests.review.desk.conftest import NOW

    def make(cases, lookups=(), *, key="xinxiang-2024-001", at=NOW, **values):
        keep_bytes(state, *cases)
        run = uuid.uuid4().hex
        publish(replace(batch(key), lookups=tuple(lookups), run=run, **values), cases, at)

    return make


@pytest.fixture
def decide(now):
    """Decides an item: `decide(person, item, Choice.REJECT, "issuer")`."""

    def make(person, item, choice, reason):
        from review.desk.flow.deciding import Intent
        from review.desk.flow.deciding import decide as save

        return save(person, item.pk, Intent(choice, reason, item.version), now)

    return make
