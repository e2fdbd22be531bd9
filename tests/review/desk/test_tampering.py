"""Whoever has the database alone changes nothing unseen: refused, or found and named."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from review.desk.models import (
    Applicant,
    Correction,
    Decision,
    Event,
    Item,
    OfficialEntry,
    RecordHead,
)
from review.desk.record.triggers import APPEND_ONLY
from tests.review.desk.cases import case, finding, passed


@pytest.fixture
def history(published, person, now, settings, django_capture_on_commit_callbacks):
    """A desk at work: decisions, a correction, an official result, a sample, a head kept."""
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models.decisions import Choice
    from review.desk.record.chain import append_event
    from review.desk.record.told import CORRECTED, OFFICIAL, subject_of, told
    from review.desk.record.verifying import verify_record

    settings.SAMPLE_SHARE = 1
    with django_capture_on_commit_callbacks(execute=True):
        published(case("XX001"), case("XX002"), passed("XX003"), passed("XX004"))
        items = {item.number: item for item in Item.objects.all()}
        li, zhao = person("li", "reviewer"), person("zhao", "second_reviewer")
        decide(li, items["XX001"].pk, Intent(Choice.REJECT, "issuer", 1, "不符"), now)
        decide(li, items["XX002"].pk, Intent(Choice.ACCEPT, "misread", 1), now)
        decide(li, items["XX003"].pk, Intent(Choice.REJECT, "doubtful", 1), now)
        decide(zhao, items["XX003"].pk, Intent(Choice.REJECT, "doubtful", 2), now)
        rows = [
            Correction.objects.create(
                applicant=items["XX001"].applicant, item=items["XX001"], person=li, at=now,
                upload="uploads/XX001/奖状.jpg", page=1, kind="award_certificate",
                field="issuer", read_value="红旗区", corrected_value="卫滨区",
            ),
            OfficialEntry.objects.create(
                applicant=items["XX001"].applicant, person=li, at=now,
                patent_number="ZL202010430096.0", folder="entry-1", content="{}",
            ),
        ]  # fmt: skip
        for action, row in zip((CORRECTED, OFFICIAL), rows, strict=True):
            append_event(action, "li", subject_of(row), detail=told(row), at=now)
    assert () == verify_record().breaks


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def without_triggers(*statements):
    """What somebody does who may do everything in the database."""
    if connection.vendor == "postgresql":
        run("SET LOCAL session_replication_role = replica")
    else:
        for table in APPEND_ONLY:
            run(*(f"DROP TRIGGER {table}_no_{what}" for what in ("update", "delete", "replace")))
    run(*statements)


def found():
    from review.desk.record.verifying import verify_record

    return {one.code for one in verify_record().breaks}


def named():
    from review.desk.record.verifying import verify_record

    return " ".join(one.en for one in verify_record().breaks)


# --- refused -------------------------------------------------------------------------------


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE {column} = (SELECT max({column}) FROM {table})",
    ],
)
def test_changing_and_deleting_are_refused(history, table, statement):
    column = "seq" if table == "desk_event" else "id"
    with pytest.raises(DatabaseError, match="E-RECORD-APPEND-ONLY"), transaction.atomic():
        run(statement.format(table=table, column=column))
    assert set() == found()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_writing_over_a_row_is_refused(history, table):
    """SQLite's INSERT OR REPLACE deletes without asking; PostgreSQL knows ON CONFLICT."""
    if connection.vendor == "postgresql":
        key = "seq" if table == "desk_event" else "id"
        over = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) "
        over += f"DO UPDATE SET {key} = EXCLUDED.{key}"
    else:
        over = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(DatabaseError, match="E-RECORD-APPEND-ONLY"), transaction.atomic():
        run(over)
    assert set() == found()


def test_an_official_result_is_not_replaced_by_another_of_its_name(history):
    columns = "applicant_id, person_id, at, patent_number, folder, content"
    what = f"INTO desk_officialentry ({columns}) SELECT {columns} FROM desk_officialentry"
    replace = "INSERT OR REPLACE " if connection.vendor == "sqlite" else "INSERT "
    with pytest.raises(DatabaseError), transaction.atomic():
        run(replace + what)
    assert 1 == OfficialEntry.objects.count()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", [*APPEND_ONLY, "desk_item", "desk_applicant", "desk_person"])
def test_emptying_a_table_is_refused(db, table):
    """Among what falls with an item, an applicant or a person are decisions."""
    with pytest.raises(DatabaseError, match="E-RECORD-APPEND-ONLY"), transaction.atomic():
        run(f"TRUNCATE {table} CASCADE")


# --- events --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2024-04-01T09:00:00.000000+00:00"),
        ("actor", "wang"),
        ("action", "item.opened"),
        ("subject", "decision/99"),
        ("batch", "other"),
        ("detail", "{}"),
        ("before", "0" * 64),
        ("link", "0" * 64),
    ],
)
@pytest.mark.parametrize("seq", [1, 3, "(SELECT max(seq) FROM desk_event)"])
def test_a_changed_event_is_found(history, column, value, seq):
    without_triggers(f"UPDATE desk_event SET {column} = '{value}' WHERE seq = {seq}")
    assert "E-RECORD-CONTENT" in found()


def test_a_deleted_event_in_the_middle_is_found_by_its_number(history):
    without_triggers("DELETE FROM desk_event WHERE seq = 3")
    assert "E-RECORD-GAP" in found()
    assert "Event 3 of the record is missing" in named()


def test_a_deleted_event_whose_followers_moved_up_is_found(history):
    without_triggers(
        "DELETE FROM desk_event WHERE seq = 3",
        *(f"UPDATE desk_event SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(4, 8)),
    )
    assert {"E-RECORD-CONTENT", "E-RECORD-LINK"} <= found()


@pytest.mark.parametrize("deleted", [1, 2, 7])
@pytest.mark.parametrize("head", ["left", "set back", "deleted"])
def test_a_deleted_end_is_found(history, deleted, head):
    last = RecordHead.objects.get().seq
    without_triggers(f"DELETE FROM desk_event WHERE seq > {last - deleted}")
    if head == "set back":
        event = Event.objects.order_by("seq").last()
        seq, link = (event.seq, event.link) if event else (0, "")
        run(f"UPDATE desk_recordhead SET seq = {seq}, link = '{link}'")
    elif head == "deleted":
        run("DELETE FROM desk_recordhead")
    assert "E-RECORD-END" in found()


def test_a_deleted_head_is_found(history):
    run("DELETE FROM desk_recordhead")
    assert {"E-RECORD-END"} == found()


def test_two_events_whose_content_was_swapped_are_found(history):
    one, two = Event.objects.filter(seq__in=[2, 3]).order_by("seq").values()
    without_triggers()
    for seq, other in ((2, two), (3, one)):
        columns = {k: v for k, v in other.items() if k not in ("seq", "before", "link")}
        Event.objects.filter(seq=seq).update(**columns)
    assert {"E-RECORD-CONTENT"} == found()


def test_two_events_that_swapped_their_numbers_are_found(history):
    without_triggers(
        "UPDATE desk_event SET seq = 99 WHERE seq = 2",
        "UPDATE desk_event SET seq = 2 WHERE seq = 3",
        "UPDATE desk_event SET seq = 3 WHERE seq = 99",
    )
    assert {"E-RECORD-CONTENT", "E-RECORD-LINK"} <= found()


@pytest.mark.parametrize("seq", [0, -1, "last"])
def test_an_event_forged_without_the_key_is_found(history, seq):
    """The forger follows every rule but does not know the key."""
    from review.desk.record.chain import link_of

    head = RecordHead.objects.get()
    event = Event(
        seq=head.seq + 1 if seq == "last" else seq,
        at="2024-04-08T09:00:00.000000+00:00", actor="li", action="logout", detail="{}",
        before=head.link if seq == "last" else "",
    )  # fmt: skip
    event.link = link_of(event, b"a guess")
    event.save(force_insert=True)
    if seq == "last":
        RecordHead.objects.update(seq=event.seq, link=event.link)
    assert "E-RECORD-CONTENT" in found()


def test_a_subject_that_is_no_row_does_not_stop_the_walk(history):
    without_triggers("UPDATE desk_event SET subject = 'decision/x' WHERE action = 'item.decided'")
    assert {"E-RECORD-CONTENT", "E-RECORD-ROW"} <= found()


# --- rows that events tell about -----------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "choice = 'accept'",
        "person_id = (SELECT max(id) FROM desk_person)",
        "reason = 'other'",
        "text = 'x'",
        "overrules = (choice = 'reject')",
        "round = 2",
        "stage = 'adjudication'",
        "evidence = 'x'",
        "seen = '[]'",
        "seconds = 99",
        "until = '2024-01-01'",
        "supplement = 'x'",
        "at = '2024-01-01 00:00:00'",
        "item_id = (SELECT max(id) FROM desk_item)",
    ],
)
def test_a_changed_decision_is_found_and_named(history, change):
    pk = Decision.objects.filter(choice="reject").order_by("pk").first().pk
    without_triggers(f"UPDATE desk_decision SET {change} WHERE id = {pk}")
    assert "E-RECORD-ROW" in found()
    assert f"decision/{pk} " in named()


@pytest.mark.parametrize(
    ("table", "change", "subject"),
    [
        ("desk_correction", "corrected_value = '新乡市人民政府'", "correction"),
        ("desk_correction", "read_value = 'x'", "correction"),
        ("desk_correction", "page = 2", "correction"),
        ("desk_officialentry", "content = '{ }'", "official"),
        ("desk_officialentry", "patent_number = 'x'", "official"),
        ("desk_officialentry", "folder = 'x'", "official"),
    ],
)
def test_a_changed_correction_or_official_result_is_found(history, table, change, subject):
    without_triggers(f"UPDATE {table} SET {change}")
    assert {"E-RECORD-ROW"} == found()
    assert f"{subject}/" in named()


@pytest.mark.parametrize("table", ["desk_decision", "desk_correction", "desk_officialentry"])
def test_a_deleted_row_is_found(history, table):
    without_triggers(f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})")
    assert "E-RECORD-ROW" in found()
    assert "it was deleted" in named()


def test_a_decision_that_nobody_made_is_found(history, now):
    real = Decision.objects.values().first()
    fake = Decision.objects.create(**{k: v for k, v in real.items() if k != "id"})
    assert "E-RECORD-ROW" in found()
    assert f"decision/{fake.pk} " in named()


def test_a_correction_that_nobody_made_is_found(history):
    real = Correction.objects.values().get()
    Correction.objects.create(**{k: v for k, v in real.items() if k != "id"})
    assert {"E-RECORD-ROW"} == found()


# --- what follows from them ----------------------------------------------------------------


def passes(number):
    """Bring an applicant onto the pass roster by the columns that rosters read."""
    Applicant.objects.filter(number=number).update(standing="pass")


def test_a_standing_that_nobody_decided_is_found(history):
    passes("XX001")
    assert {"E-RECORD-STANDING"} == found()
    assert f"applicant/{Applicant.objects.get(number='XX001').pk} " in named()


def test_a_choice_that_nobody_made_is_found(history):
    Item.objects.filter(number="XX001").update(choice="accept")
    passes("XX001")
    assert {"E-RECORD-STANDING"} == found()


def test_an_item_closed_before_its_second_reviewer_is_found(history):
    Item.objects.filter(number="XX002").update(state="closed", choice="accept")
    passes("XX002")
    assert {"E-RECORD-STANDING"} == found()


@pytest.mark.parametrize("number", ["XX003", "XX004"])
def test_a_sample_withdrawn_by_nobody_is_found(history, number):
    Item.objects.filter(number=number).update(state="withdrawn", choice="")
    passes(number)
    assert {"E-RECORD-STANDING"} == found()


def test_a_sample_that_is_no_longer_there_is_found(history):
    Item.objects.filter(number="XX004").delete()
    passes("XX004")
    assert {"E-RECORD-BATCH"} == found()


def test_an_earlier_round_brought_back_is_found(history, person, now):
    from review.desk.flow.deciding import Intent, decide, reopen
    from review.desk.models.decisions import Choice

    item = Item.objects.get(number="XX001")
    admin, zhao = person("ma", "reviewer"), person("qian", "second_reviewer")
    reopen(admin, item.pk, "再看", now)
    decide(admin, item.pk, Intent(Choice.ACCEPT, "seen", 3), now)
    decide(zhao, item.pk, Intent(Choice.ACCEPT, "seen", 4), now)
    reopen(admin, item.pk, "还是不对", now)
    decide(admin, item.pk, Intent(Choice.REJECT, "issuer", 6), now)
    assert "E-RECORD-STANDING" not in found()
    Item.objects.filter(pk=item.pk).update(round=2, choice="accept")
    passes("XX001")
    assert "E-RECORD-STANDING" in found()


def test_another_case_in_place_of_the_published_one_is_found(history):
    from review.desk.publishing.case_file import packed

    forged = packed(passed("XX001"))
    applicant = Applicant.objects.get(number="XX001")
    applicant.casefile.data = forged
    applicant.casefile.save()
    assert {"E-RECORD-STANDING"} == found()


def test_another_case_with_its_digest_is_found(history):
    from review.desk.publishing.case_file import packed
    from review.desk.publishing.digests import digest_of

    forged = packed(case("XX002", [finding("XX002", rule="A4b")]))
    applicant = Applicant.objects.get(number="XX002")
    applicant.casefile.data = forged
    applicant.casefile.save()
    Applicant.objects.filter(pk=applicant.pk).update(digest=digest_of(forged))
    assert "E-RECORD-BATCH" in found()


def test_a_case_that_is_none_is_found(history):
    applicant = Applicant.objects.get(number="XX001")
    applicant.casefile.data = b"?"
    applicant.casefile.save()
    assert {"E-RECORD-STANDING"} == found()


@pytest.mark.parametrize("column", ["gone = (1 = 1)", "number = 'XX009'", "digest = 'x'"])
def test_an_applicant_moved_out_of_sight_is_found(history, column):
    run(f"UPDATE desk_applicant SET {column} WHERE number = 'XX001'")
    assert "E-RECORD-BATCH" in found()


def test_a_batch_that_was_never_published_is_found(history):
    run("UPDATE desk_batch SET key = 'x' WHERE 1 = 0")
    real = Applicant.objects.first().batch
    real.pk = "forged"
    real.save(force_insert=True)
    assert {"E-RECORD-BATCH"} == found()
    assert "batch forged " in named()


def test_so_many_breaks_are_listed_and_no_more(history):
    without_triggers("UPDATE desk_event SET detail = '[]'", "UPDATE desk_decision SET text = 'x'")
    from review.desk.record.verifying import verify_record

    events = Event.objects.count()
    assert events < len(verify_record().breaks) <= 50
    assert json.loads(Event.objects.first().detail) == []
