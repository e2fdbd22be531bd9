"""The official records of a shard from the batch's own files: whose they are, and from when."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest

from evidence.applications import Application, Claim, DeclarationSource
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.register import RecordSource
from evidence.uploads import Admission, Origin, Upload
from extractors.intake import types
from extractors.intake.store import ByteStore
from pipeline.batches import BatchEntry
from pipeline.stages.reading import outcomes_of
from pipeline.stages.register import official_records, register_of_records
from verifiers.cnipa.ages import Age, age_of
from verifiers.cnipa.superseding import standing
from verifiers.notices import load_notice

NOTICE = load_notice("xinxiang-2024-22")
CHINA = dt.timezone(dt.timedelta(hours=8))
RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=CHINA)
TAKEN = dt.datetime(2024, 4, 20, 9, 0, tzinfo=CHINA)
NUMBER, OTHER = "ZL202010430096.0", "ZL202022432527.5"
CLAIMING = [
    Application("A1", DeclarationSource.TABLE, claims=(Claim(1, 5, patent_number=NUMBER),)),
]


def entry(**changes):
    return BatchEntry("b-1", "", "", {}, **{"received_at": RECEIVED, "taken_at": TAKEN, **changes})


@pytest.fixture
def table(home):
    """Stores an export of these rows as a file of cnipa/."""

    def make(*rows):
        text = "\n".join(["申请号,发明名称,专利权人,查询时间", *rows]).encode()
        stored = ByteStore(home.store).put(io.BytesIO(text))
        return Upload(
            "cnipa/a.csv", None, Origin.CNIPA, stored.sha256, 9, types.CSV, Admission.ACCEPTED
        )

    return make


def of_table(home, upload, when=None):
    return official_records(home, when or entry(), [upload], [], CLAIMING)


@pytest.mark.parametrize(
    ("asked", "taken", "age"),
    [
        ("2024-04-10 09:31", TAKEN, Age.RECENT),
        ("2024-04-19 09:31", TAKEN, Age.RECENT),  # asked after the batch was received
        ("2024-04-21 08:00", TAKEN, Age.RECENT),  # clocks differ
        ("2024-04-21 09:01", TAKEN, Age.UNKNOWN),
        ("2042-04-10 09:31", TAKEN, Age.UNKNOWN),
        ("2042-04-10 09:31", None, Age.UNKNOWN),
    ],
)
def test_a_time_after_the_batch_was_taken_in_is_in_doubt(home, table, asked, taken, age):
    upload = table(f"202010430096.0,夹具,甲公司,{asked}")
    (record,) = of_table(home, upload, entry(taken_at=taken))
    assert age is age_of(record, NOTICE.thresholds, RECEIVED)
    (outcome,) = outcomes_of(home, [upload], [])
    assert "read" == outcome.status  # the table itself is fine


def test_a_time_that_cannot_be_replaces_nothing(home, table):
    rows = ["202010430096.0,夹具,甲公司,2024-04-10", "202010430096.0,夹具,乙公司,2042-04-10"]
    records = register_of_records(home, of_table(home, table(*rows))).lookup(NUMBER)
    assert 2 == len(standing(records, "patentees"))


def test_a_printout_of_the_future_is_in_doubt_too(home):
    upload = Upload(
        "uploads/A1/a.pdf", "A1", Origin.APPLICANT, "0" * 64, 9, "application/pdf", Admission.ACCEPTED
    )  # fmt: skip
    fields = tuple(
        Field(name, value, value, 1, None, 0.99, "test", Certainty.CERTAIN)
        for name, value in (("patent_number", NUMBER), ("query_time", "2042-03-26T10:00"))
    )
    kind = DocumentKind.PATENT_SEARCH_RESULT
    paper = Document(upload.path, upload.sha256, kind, (1,), fields)
    (record,) = official_records(home, entry(), [upload], [paper], CLAIMING)
    assert ("as_of",) == record.doubts


def test_a_result_without_a_time_was_brought_when_the_batch_arrived(home, table):
    (record,) = of_table(home, table("202010430096.0,夹具,甲公司,"))
    assert (None, RECEIVED, ()) == (record.as_of, record.brought_at, record.doubts)


def test_results_of_patents_that_nobody_of_the_shard_claims_are_not_kept(home, table):
    upload = table("202022432527.5,扳手,甲公司,2024-04-10", "202010430096.0,夹具,甲公司,2024-04-10")
    assert [NUMBER] == [record.patent_number for record in of_table(home, upload)]
    claiming = replace(CLAIMING[0], claims=(Claim(1, 5, patent_number=OTHER),))
    (record,) = official_records(home, entry(), [upload], [], [claiming])
    assert OTHER == record.patent_number


def test_a_table_is_worked_through_once_for_all_shards(home, table):
    """The stored bytes name themselves: nobody needs to read them again."""
    upload = table("202010430096.0,夹具,甲公司,2024-04-10")
    first = of_table(home, upload)
    ByteStore(home.store).path(upload.sha256).unlink()
    assert first == of_table(home, upload)
    other = replace(upload, path="cnipa/soopat.csv")  # another name may tell another site
    assert [] == of_table(home, other)


def test_what_an_applicant_of_another_shard_handed_in_too_is_that_applicants_alone(home, table):
    """Else it would prove a claim of everyone in the shards that do not have that applicant."""
    upload = table(f"{NUMBER},某方法,某单位,2024-04-10 09:31")
    told = entry(handed_in={upload.path: ("A9",)})
    assert [None] == [one.applicant for one in of_table(home, upload)]
    (record,) = of_table(home, upload, told)
    assert (RecordSource.APPLICANT, "A9") == (record.source, record.applicant)
