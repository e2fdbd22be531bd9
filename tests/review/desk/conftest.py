import datetime as dt
import os
from functools import cache

import pytest

import tests.django_once  # noqa: F401  before anything of the desk is imported
from tests.review.desk.apart import apart  # noqa: F401  a fixture
from tests.review.desk.browser import browser, new_desk, served  # noqa: F401  fixtures

NOW = dt.datetime(2024, 4, 8, 9, 0, tzinfo=dt.UTC)
PASSWORD = "Sheng-zhi-2024"


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL leave out what has a served desk: it has a file of its own all the same."""
    if os.environ.get("HEYAN_DATABASE_URL"):
        left_out = [item for item in items if "served" in item.fixturenames]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def now():
    """A morning in the season."""
    return NOW


@pytest.fixture
def state():
    """The state folder that the desk under test looks into."""
    from django.conf import settings

    settings.PLACES.heads.unlink(missing_ok=True)
    return settings.PLACES.state


@cache
def _hashed():
    """The password as accounts keep it; made once, because it is slow on purpose."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


@pytest.fixture
def person(db):
    """Makes people: `person("wang", "reviewer", regions=["辉县市"])`."""
    from review.desk.models import Person

    def make(username, *roles, regions=(), **fields):
        return Person.objects.create(
            username=username,
            password=_hashed(),
            display_name=fields.pop("display_name", f"{username}审核员"),
            roles=list(roles),
            regions=list(regions),
            **fields,
        )

    return make


@pytest.fixture
def signed_in(person):
    """A browser of somebody signed in: `signed_in("reviewer")`; `.person` is who."""
    from django.test import Client

    def make(*roles, username="wang", **fields):
        client = Client()
        client.person = person(username, *roles, **fields)
        client.force_login(client.person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def published(db, state):
    """Publishes cases as the pipeline does: `published(case("XX001"), …)`; its items in order."""
    from review.desk.models import Item
    from review.desk.publishing import publish
    from tests.review.desk.cases import batch, keep_bytes

    def make(*cases, key="xinxiang-2024-001", at=NOW):
        keep_bytes(state, *cases)
        publish(batch(key), cases, at)
        return list(Item.objects.filter(batch=key).order_by("pk"))

    return make
