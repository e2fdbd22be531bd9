"""The record: one chain of events, written with what they tell about."""

import datetime as dt
import tracemalloc

import pytest
from django.db import transaction

from review.desk.models import Event, RecordHead
from tests.review.desk.cases import case

pytestmark = pytest.mark.usefixtures("db", "state")


def test_events_count_without_gaps_and_each_holds_the_link_before(now):
    from review.desk.record.chain import append_event

    one = append_event("login", "wang", "person/wang", at=now)
    two = append_event("logout", "wang", "person/wang", batch="b", detail={"乙": 1, "a": [2]})
    assert [(1, ""), (2, one.link)] == [(one.seq, one.before), (two.seq, two.before)]
    assert ("2024-04-08T09:00:00.000000+00:00", '{"a":[2],"乙":1}') == (one.at, two.detail)
    assert (2, two.link) == (RecordHead.objects.get().seq, RecordHead.objects.get().link)


def test_several_events_at_once_are_the_same_chain(now):
    from review.desk.record.chain import Entry, append_events
    from review.desk.record.verifying import verify_record

    assert [] == append_events([])
    append_events([Entry("a", "li"), Entry("b", "li", "item/1", "b", {"x": 1})], at=now)
    append_events([Entry("c", "li")], at=now)
    report = verify_record()
    assert (3, Event.objects.last().link, True) == (report.events, report.head, report.ok)


@pytest.mark.parametrize("key", ["password", "new_password", "session", "Token"])
def test_no_secret_belongs_into_the_record(key):
    from review.desk.record.chain import append_event

    with pytest.raises(ValueError, match="into the record"):
        append_event("person.changed", "wang", detail={key: "Sheng-zhi-2024"})
    assert not Event.objects.exists()


def test_an_event_goes_with_its_transaction(now):
    from review.desk.record.chain import append_event

    append_event("login", "wang")
    with transaction.atomic():
        append_event("logout", "wang")
        transaction.set_rollback(True)
    assert ["login"] == list(Event.objects.values_list("action", flat=True))
    assert 1 == RecordHead.objects.get().seq


# --- the head outside the database ---------------------------------------------------------


def test_the_last_link_is_kept_outside_the_database(django_capture_on_commit_callbacks, settings):
    from review.desk.record.chain import append_event, kept_head

    assert None is kept_head(settings.PLACES.heads)
    with django_capture_on_commit_callbacks(execute=True):
        append_event("login", "wang")
        last = append_event("logout", "wang")
    assert (2, last.link) == kept_head(settings.PLACES.heads)
    assert 0o600 == settings.PLACES.heads.stat().st_mode & 0o777


def test_an_earlier_head_never_covers_a_later_one(tmp_path):
    from review.desk.record.chain import keep_head, kept_head

    for seq in (7, 3, 8, 5):
        keep_head(tmp_path / "head", seq, f"{seq:064x}")
    assert (8, f"{8:064x}") == kept_head(tmp_path / "head")


def test_a_damaged_head_stays_and_is_found(django_capture_on_commit_callbacks, settings, person):
    from review.desk.record.chain import append_event
    from review.desk.record.verifying import verify_record

    settings.PLACES.heads.write_text("00000000000000000003 what\n")
    with django_capture_on_commit_callbacks(execute=True):
        append_event("login", "wang")
    assert ["E-RECORD-END"] == [one.code for one in verify_record().breaks]


def test_a_head_that_cannot_be_kept_does_not_undo_what_was_saved(
    django_capture_on_commit_callbacks, settings, caplog
):
    """The decision is in the database by then: its maker must not read that it failed."""
    from review.desk.record.chain import append_event

    settings.PLACES.heads.mkdir()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            append_event("login", "wang")
    finally:
        settings.PLACES.heads.rmdir()
    assert 1 == Event.objects.count()
    assert "on_commit" in caplog.text


# --- walking it ----------------------------------------------------------------------------


def test_an_empty_record_is_whole():
    from review.desk.record.verifying import verify_record

    assert (0, "", ()) == _report(verify_record())


def _report(report):
    return report.events, report.head, report.breaks


def test_memory_does_not_grow_with_the_record(monkeypatch, published, now):
    from review.desk.record import verifying
    from review.desk.record.chain import Entry, append_events

    published(case("XX001"))
    monkeypatch.setattr(verifying, "_AT_ONCE", 500)

    def peak(events):
        append_events([Entry("login", "wang", "person/wang") for _ in range(events)], at=now)
        tracemalloc.start()
        assert verifying.verify_record().ok
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few, many = peak(1000), peak(9000)
    assert many < few * 1.3


def test_what_was_told_reads_back_the_same_from_the_database(published, person, now):
    """Times, dates and lists come back from either database as they were hashed."""
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models.decisions import Choice
    from review.desk.record.verifying import verify_record

    (item,) = published(case("XX001"))
    moment = now.astimezone(dt.timezone(dt.timedelta(hours=8))).replace(microsecond=123456)
    intent = Intent(
        Choice.SUPPLEMENT, "document", 1, "“全角”\n换行", "文件", dt.date(2024, 4, 20), 12
    )
    decide(person("li", "reviewer"), item.pk, intent, moment)
    assert () == verify_record().breaks
