import pytest

from evidence.errors import Problem
from evidence.readings import Page, PageReading, PageStatus, UploadReading
from evidence.uploads import Admission, Origin, Upload, UploadStatus
from extractors.intake.outcomes import outcome, table_outcome

PROBLEM = Problem("E-X", "原因。", "A reason.")


def _upload(admission=Admission.ACCEPTED):
    problem = None if admission is Admission.ACCEPTED else PROBLEM
    return Upload(
        "uploads/A/a.pdf", "A", Origin.APPLICANT, "0" * 64, 1, "application/pdf", admission, problem
    )


def _reading(*statuses, problem=None):
    pages = [
        Page(n, 10, 10, 0, "ocr", status, PROBLEM if status is PageStatus.UNREADABLE else None)
        for n, status in enumerate(statuses, start=1)
    ]
    return UploadReading("0" * 64, "r", tuple(PageReading(page) for page in pages), problem)


READ, BLANK, BAD = PageStatus.READ, PageStatus.BLANK, PageStatus.UNREADABLE


@pytest.mark.parametrize(
    ("reading", "status", "code"),
    [
        (_reading(READ, BLANK), UploadStatus.READ, None),
        (_reading(READ, BAD), UploadStatus.PARTLY_READ, "E-PAGES-UNREADABLE"),
        (_reading(READ, problem=PROBLEM), UploadStatus.PARTLY_READ, "E-X"),
        (_reading(BAD, BAD), UploadStatus.UNREADABLE, "E-X"),
        (_reading(BAD, BLANK), UploadStatus.UNREADABLE, "E-X"),
        (_reading(BLANK, BLANK), UploadStatus.UNREADABLE, "E-BLANK"),
        (_reading(problem=PROBLEM), UploadStatus.UNREADABLE, "E-X"),
        (_reading(), UploadStatus.UNREADABLE, "E-NOT-READ"),
        (None, UploadStatus.UNREADABLE, "E-NOT-READ"),
    ],
)
def test_the_status_follows_from_the_pages(reading, status, code):
    found = outcome(_upload(), reading)
    assert (status, code) == (found.status, found.problem and found.problem.code)


@pytest.mark.parametrize(
    ("admission", "status"),
    [
        (Admission.UNSUPPORTED, UploadStatus.UNSUPPORTED),
        (Admission.REFUSED, UploadStatus.REFUSED),
    ],
)
def test_what_was_not_accepted_keeps_its_reason(admission, status):
    found = outcome(_upload(admission), None)
    assert (status, PROBLEM) == (found.status, found.problem)


@pytest.mark.parametrize(
    ("records", "problems", "status"),
    [
        (3, [], UploadStatus.READ),
        (3, [PROBLEM, PROBLEM], UploadStatus.PARTLY_READ),
        (0, [PROBLEM], UploadStatus.UNREADABLE),
    ],
)
def test_the_status_of_an_export_follows_from_its_rows(records, problems, status):
    assert status == table_outcome(_upload(), records, problems).status
