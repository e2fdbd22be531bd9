import csv
import io
import json

import pytest
from django.db import connection, transaction

from review.desk.models import Event
from review.desk.record.chain import append_event

pytestmark = pytest.mark.django_db


def tell(action="item.opened", actor="li", **values):
    with transaction.atomic():
        return append_event(action, actor, "item/1", **values)


def body(answer):
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor", username="audit")


def test_the_csv_holds_every_event_in_its_order_with_its_links(auditor):
    for number in range(1203):
        tell(detail={"n": number})
    answer = auditor.get("/record/export.csv")
    text = body(answer)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert list(range(1, 1204)) == [int(row["seq"]) for row in rows]
    assert [row["link"] for row in rows[:-1]] == [row["before"] for row in rows[1:]]
    assert "attachment" in answer["Content-Disposition"]
    assert "nosniff" == answer["X-Content-Type-Options"]


def test_the_json_lines_hold_the_same_as_the_record(auditor):
    event = tell("session.expired", detail={"why": "idle", "times": 3})
    (line,) = [json.loads(one) for one in body(auditor.get("/record/export.jsonl")).splitlines()]
    assert (event.seq, event.at, event.link, event.before) == (
        line["seq"],
        line["at"],
        line["link"],
        line["before"],
    )
    assert ({"why": "idle", "times": 3}, "长时间未操作，自动退出") == (
        line["detail"],
        line["sentence"],
    )


def test_an_export_is_itself_an_event_with_its_filter(auditor):
    tell()
    tell(actor="zhao")
    lines = body(auditor.get("/record/export.jsonl?person=zhao")).splitlines()
    assert ["zhao"] == [json.loads(line)["actor"] for line in lines]
    event = Event.objects.get(action="export.record")
    assert ("audit", {"filter": "person=zhao", "format": "jsonl"}) == (
        event.actor,
        json.loads(event.detail),
    )


def test_the_export_speaks_the_readers_language_though_it_is_streamed(auditor):
    tell("logout")
    auditor.post("/language/", {"language": "en"})
    assert "signed out" in body(auditor.get("/record/export.jsonl"))


def test_no_cell_is_taken_for_a_formula(auditor):
    tell(actor="=cmd|' /C calc'!A0")
    (row,) = csv.DictReader(
        io.StringIO(body(auditor.get("/record/export.csv")).removeprefix("\ufeff"))
    )
    assert "'=cmd|' /C calc'!A0" == row["actor"]


def test_numbers_of_people_are_hidden_in_the_file(auditor):
    tell("item.reopened", detail={"why": "410702197801011234 与 13803731234"})
    for form in ("csv", "jsonl"):
        text = body(auditor.get(f"/record/export.{form}"))
        assert "410702197801011234" not in text
        assert "13803731234" not in text


def test_a_long_record_is_streamed_in_parts(auditor):
    for _ in range(1500):
        tell()
    connection.force_debug_cursor = True
    try:
        answer = auditor.get("/record/export.jsonl")
        before = len(connection.queries)
        next(iter(answer.streaming_content))
        assert 2 >= len(connection.queries) - before
    finally:
        connection.force_debug_cursor = False
