import datetime as dt
import json
from dataclasses import replace

import dagster as dg
import pytest
from click.testing import CliRunner
from PIL import Image

from evidence.applications import Application, Claim, DeclarationSource
from evidence.cases import PageImage, ReviewArea
from evidence.errors import Problem
from evidence.findings import Basis, Finding, Outcome, Result, Verdict
from evidence.places import Box, Place
from evidence.register import OfficialRecord, RecordSource
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from pipeline.assets.concluding import review_queue
from pipeline.batches import BatchEntry, ShardPlan
from pipeline.cli import heyan
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.publishing import BatchRecords, cases_of, published_batch
from verifiers.notices import load_notice

NUMBER = "ZL202010430096.0"
OWN, OTHER = "uploads/A1/专利证书.pdf", "uploads/A2/查询结果.png"
TABLE, PRINT, UNUSED = "cnipa/检索结果.csv", "cnipa/打印件.pdf", "cnipa/另一批.csv"
RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ENTRY = BatchEntry(
    "b",
    "/b",
    "/out/b",
    {"b-s001": ShardPlan(("A1",), (OWN, TABLE)), "b-s002": ShardPlan(("A2",), (OTHER, PRINT, UNUSED))},
    notice="xinxiang-2024-22",
    review_body="新乡市工考管理机构",
    received_at=RECEIVED,
    problems=(Problem("E-NO-APPLICANT", "1 个文件无主。", "1 file is nobody's."),),
)  # fmt: skip


def _outcome(path, applicant=None, sha256="ab" * 32):
    origin = Origin.APPLICANT if applicant else Origin.CNIPA
    upload = Upload(path, applicant, origin, sha256, 9, "image/png", Admission.ACCEPTED)
    return UploadOutcome(upload, UploadStatus.READ)


def _page(path, number=1):
    return PageImage(path, number, 100, 200, f"readings/images/ab/{number}.jpg", "read")


def _finding(path):
    return Finding(
        "A1", "A9", 1, Result.MATCH, True, Basis.REGISTER, "附件1第九条", "一致。", "They agree.",
        where=(Place(path, 1, Box(1, 2, 3, 4)),),
    )  # fmt: skip


def _record(source, path, applicant=None, number=NUMBER):
    return OfficialRecord(
        number,
        source,
        "cpquery",
        Place(path),
        applicant,
        title="一种装置",
        inventors=("张立军",),
        patentees=("新乡市公路管理局",),
        application_date="2020-05-20",
        grant_date="2021-11-09",
        legal_status="授权",
        as_of=RECEIVED,
    )


COMMON = [_outcome(TABLE), _outcome(PRINT), _outcome(UNUSED)]
CLAIMING = Application(
    "A1", DeclarationSource.TABLE, claims=(Claim(1, 5, patent_number="2020104300960"),)
)
EXPORTED = _record(RecordSource.REVIEW_BODY, TABLE)
RECORDS = BatchRecords(
    BatchEvidence(
        {"b-s001": [CLAIMING], "b-s002": []},
        {
            "b-s001": [_outcome(OWN, "A1"), *COMMON],
            "b-s002": [_outcome(OTHER, "A2"), *COMMON],
        },
        {"b-s001": [], "b-s002": []},
    ),
    {
        "b-s001": [_page(OWN), _page(OWN, 2), _page(PRINT)],
        "b-s002": [_page(OTHER), _page(PRINT)],
    },
    {
        "b-s001": [EXPORTED],
        "b-s002": [
            EXPORTED,
            _record(RecordSource.APPLICANT, OTHER, "A2"),
            _record(RecordSource.REVIEW_BODY, UNUSED, number="ZL201921234567.X"),
        ],
    },
    [
        Verdict("A1", Outcome.ON_SITE, False, (), (), (_finding(OWN), _finding(PRINT))),
        Verdict("A2", Outcome.ON_SITE, False, (), (), ()),
    ],
)


def test_a_case_has_the_applicants_files_and_the_official_ones_that_are_named(home):
    """By a finding or by a record; nobody else's, and none that says nothing of the case."""
    first, second = cases_of(home, ENTRY, RECORDS, {})
    assert [OWN, PRINT, TABLE] == [one.outcome.upload.path for one in first.uploads]
    assert [OTHER] == [one.outcome.upload.path for one in second.uploads]
    assert f"store/ab/ab/{'ab' * 32}" == first.uploads[0].path


def test_a_case_has_every_page_of_its_files_once(home):
    """Though cnipa/ is read in every shard."""
    first, second = cases_of(home, ENTRY, RECORDS, {})
    assert [(OWN, 1), (OWN, 2), (PRINT, 1)] == [(page.upload, page.number) for page in first.pages]
    assert [(OTHER, 1)] == [(page.upload, page.number) for page in second.pages]


def test_a_case_has_the_records_of_the_patents_claimed_but_for_other_applicants_printouts(home):
    """However the number is written; who claims nothing gets none."""
    first, second = cases_of(home, ENTRY, RECORDS, {})
    assert (EXPORTED,) == first.records
    assert () == second.records


def test_a_file_without_bytes_has_no_path(home):
    """A link that was not followed."""
    refused = replace(
        _outcome("uploads/A1/链接.pdf", "A1").upload,
        sha256="",
        admission=Admission.REFUSED,
        problem=Problem("E-LINK", "是链接。", "It is a link."),
    )
    linked = UploadOutcome(refused, UploadStatus.REFUSED, refused.problem)
    outcomes = RECORDS.evidence.outcomes | {"b-s001": [linked]}
    records = replace(RECORDS, evidence=replace(RECORDS.evidence, outcomes=outcomes))
    assert "" == next(cases_of(home, ENTRY, records, {})).uploads[0].path


def test_the_batch_is_published_with_its_notice_rules_areas_and_lookups(home):
    """What the desk explains items with."""
    batch = published_batch(home, ENTRY, RECORDS, "run-1")
    notice = load_notice(ENTRY.notice)
    assert ("b", notice.title, "新乡市工考管理机构", "run-1") == (
        batch.id, batch.notice_title, batch.review_body, batch.run,
    )  # fmt: skip
    assert list(notice.rules) == [rule.id for rule in batch.rules]
    (rule,) = [rule for rule in batch.rules if rule.id == "A9"]
    policy = notice.rules["A9"]
    assert (policy.citation, policy.carried_by.value) == (rule.citation, rule.carried_by)
    assert policy.title_en == rule.title_en
    area = notice.jurisdictions[0]
    assert ReviewArea(area.places, area.reviewed_by, area.first_by, area.same) == batch.areas[0]
    assert sorted([OWN, OTHER, TABLE, PRINT, UNUSED]) == [o.upload.path for o in batch.uploads]
    assert (("E-NO-APPLICANT", "1 个文件无主。", "1 file is nobody's."),) == batch.problems
    assert () == batch.lookups
    without = replace(RECORDS, register={"b-s001": [], "b-s002": []})
    wanted = published_batch(home, ENTRY, without, "").lookups
    assert [NUMBER] == [one.patent_number for one in wanted]


# Through the asset, into a real database.


@pytest.fixture
def run(desk):
    """Calls `heyan run` in this process."""

    def call(batch):
        return CliRunner().invoke(heyan, ["--lang", "zh", "run", str(batch)])

    return call


def test_a_batch_is_at_the_desk_with_pictures_of_its_pages(
    run, desk, make_batch, tmp_path, monkeypatch
):
    """And the asset says how many items that made, and where."""
    from review.desk.models import Batch, CaseFile, Item

    monkeypatch.setenv("HEYAN_DESK_URL", "https://desk.example/")
    Image.new("RGB", (400, 300), "white").save(tmp_path / "blank.png")
    batch = make_batch(files={"uploads/A1/空白.png": (tmp_path / "blank.png").read_bytes()})
    result = run(batch)
    assert 0 == result.exit_code, result.output
    files = CaseFile.objects.get(applicant__number="A1")
    (picture,) = files.pages.values()
    assert b"\xff\xd8\xff" == (desk.state / picture).read_bytes()[:3]
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(review_queue.key)
        run_id = instance.get_runs(limit=1)[0].run_id
    assert run_id == Batch.objects.get(key="test-001").run
    metadata = event.asset_materialization.metadata
    assert Item.objects.count() == metadata["opened"].value > 0
    assert "https://desk.example/batches/test-001/" == metadata["desk"].value


def test_a_database_that_cannot_be_used_fails_the_run_and_costs_no_roster(run, desk, make_batch):
    """The sentence says so, and the verdicts are written all the same."""
    from django.conf import settings

    settings.PLACES.database.write_bytes(b"no database" * 1000)
    result = run(make_batch())
    assert 1 == result.exit_code
    assert "E-DESK-DATABASE" in result.stderr
    assert "Traceback" not in result.output
    verdicts = json.loads((desk.out / "test-001/verdicts.json").read_text(encoding="utf-8"))
    assert ["A1"] == [application["id"] for application in verdicts["applications"]]
    assert list((desk.out / "test-001/rosters").glob("*.pdf"))


def test_run_again_it_is_published_again_and_nothing_is_doubled(run, desk, make_batch):
    """Items stay what they are."""
    from review.desk.models import Item

    batch = make_batch()
    run(batch)
    before = list(Item.objects.values_list("pk", "version"))
    assert 0 == run(batch).exit_code
    assert before == list(Item.objects.values_list("pk", "version"))
