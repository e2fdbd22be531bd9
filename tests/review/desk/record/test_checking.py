import json

import pytest
from django.db import connection, transaction

from review.desk.models import Event
from review.desk.record.chain import append_event

pytestmark = pytest.mark.django_db


def tell():
    with transaction.atomic():
        return append_event("item.opened", "li", "item/1")


@pytest.fixture
def auditor(signed_in, state):
    return signed_in("auditor", username="audit")


def test_a_sound_record_is_said_to_be_and_that_it_was_looked_at(auditor):
    assert "尚未校验过" in auditor.get("/record/").content.decode()
    tell()
    last = tell()
    page = auditor.post("/record/verify/").content.decode()
    assert "记录完好" in page
    assert last.link in page
    event = Event.objects.get(action="record.verified")
    assert {"events": 2, "head": last.link, "breaks": []} == json.loads(event.detail)
    page = auditor.get("/record/").content.decode()
    assert "完好" in page
    assert "尚未校验过" not in page


def test_a_changed_event_is_found_from_the_page(auditor):
    tell()
    tell()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER desk_event_no_update")
        else:
            cursor.execute("ALTER TABLE desk_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE desk_event SET actor = 'wang' WHERE seq = 1")
    page = auditor.post("/record/verify/").content.decode()
    assert "记录有问题" in page
    assert "E-RECORD-CONTENT" in page
    assert "有问题" in auditor.get("/record/").content.decode()


def test_a_long_record_is_verified_by_the_command(auditor, monkeypatch):
    from review.desk.record import checking

    monkeypatch.setattr(checking, "_MOST_EVENTS", 1)
    tell()
    assert "立即校验" in auditor.get("/record/").content.decode()
    tell()
    page = auditor.get("/record/").content.decode()
    assert "立即校验" not in page
    assert "heyan audit verify" in page
    assert 403 == auditor.post("/record/verify/").status_code
