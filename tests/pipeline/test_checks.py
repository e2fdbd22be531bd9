import pytest

from evidence.errors import Problem
from evidence.findings import Outcome, Verdict
from evidence.readings import Page, PageReading, PageStatus, UploadReading
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from pipeline.batches import BatchEntry, ShardPlan
from pipeline.checks import all_listed, conserved, each_judged_once, share_readable
from pipeline.stages.dossiers import BatchEvidence

UPLOADS = [
    Upload(path, "A1", Origin.APPLICANT, "0" * 64, 1, "image/png", Admission.ACCEPTED)
    for path in ("uploads/A1/a.png", "uploads/A1/b.png")
]
OUTCOMES = [UploadOutcome(upload, UploadStatus.READ) for upload in UPLOADS]
PATHS = frozenset(upload.path for upload in UPLOADS)
ENTRY = BatchEntry("b", "/b", "/out", {"b-s001": ShardPlan(("A1", "A2"), tuple(sorted(PATHS)))})


def test_files_in_equal_statuses_out():
    """The ordinary case."""
    assert conserved("b-s001", PATHS, UPLOADS, OUTCOMES).passed


@pytest.mark.parametrize(
    ("planned", "uploads", "outcomes"),
    [
        (PATHS | {"uploads/A1/lost.png"}, UPLOADS, OUTCOMES),
        (PATHS, UPLOADS[:1], OUTCOMES),
        (PATHS, UPLOADS, OUTCOMES[:1]),
        (PATHS, UPLOADS, [*OUTCOMES, OUTCOMES[0]]),
    ],
    ids=["file lost before intake", "not taken", "without status", "two statuses"],
)
def test_a_file_lost_or_doubled_on_the_way_is_noticed(planned, uploads, outcomes):
    """Nothing that was uploaded is ever lost."""
    assert not conserved("b-s001", planned, uploads, outcomes).passed


def _verdict(application):
    return Verdict(application, Outcome.ON_SITE, False, (), (), ())


@pytest.mark.parametrize(
    ("judged", "passed"),
    [
        (["A1", "A2"], True),
        (["A1"], False),
        (["A1", "A2", "A2"], False),
        (["A1", "A2", "A3"], False),
    ],
)
def test_each_applicant_has_exactly_one_verdict(judged, passed):
    """None forgotten, none twice, no stranger."""
    result = each_judged_once([ENTRY], {"b": [_verdict(name) for name in judged]})
    assert passed is result.passed


def test_every_file_of_the_batch_is_listed():
    """uploads.csv counts what went in."""
    evidence = BatchEvidence({}, {"b-s001": OUTCOMES}, {})
    assert all_listed([ENTRY], evidence).passed
    assert not all_listed([ENTRY], BatchEvidence({}, {"b-s001": OUTCOMES[:1]}, {})).passed


@pytest.mark.parametrize(("unreadable", "passed"), [(0, True), (1, True), (2, False)])
def test_many_unreadable_pages_are_a_warning(unreadable, passed):
    """1 of 20 is as usual, 2 of 20 is not."""
    problem = Problem("E-X", "读不出。", "Not read.")
    pages = [
        PageReading(Page(n, 1, 1, 0, "none", PageStatus.UNREADABLE, problem))
        if n <= unreadable
        else PageReading(Page(n, 1, 1, 0, "ocr", PageStatus.READ))
        for n in range(1, 21)
    ]
    result = share_readable("b-s001", [UploadReading("0" * 64, "r", tuple(pages))])
    assert passed is result.passed
    assert "WARN" == result.severity.value


def test_no_pages_at_all_is_no_warning():
    """A shard of applicants without uploads."""
    assert share_readable("b-s001", []).passed
