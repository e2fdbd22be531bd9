"""What became of each upload: what intake decided, and what reading made of it."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.errors import Problem
from evidence.readings import PageReading, PageStatus, UploadReading
from evidence.uploads import Admission, Upload, UploadOutcome, UploadStatus

_ALL_BLANK = Problem(
    "E-BLANK",
    "文件各页均为空白，没有可核验的内容，请补传。",
    "Every page of the file is blank: there is nothing to check. Please upload it again.",
)
_NOT_READ = Problem(
    "E-NOT-READ",
    "文件未被识别，需人工查看。",
    "The file was not read; a person has to look at it.",
)


def outcome(upload: Upload, reading: UploadReading | None) -> UploadOutcome:
    """The one status in which a scan or PDF ends, with its reason."""
    if upload.admission is Admission.REFUSED:
        return UploadOutcome(upload, UploadStatus.REFUSED, upload.problem)
    if upload.admission is Admission.UNSUPPORTED:
        return UploadOutcome(upload, UploadStatus.UNSUPPORTED, upload.problem)
    if reading is None or not reading.pages:
        problem = reading.problem if reading else None
        return UploadOutcome(upload, UploadStatus.UNREADABLE, problem or _NOT_READ)
    return _by_pages(upload, reading.pages, reading.problem)


def table_outcome(upload: Upload, records: int, problems: Sequence[Problem]) -> UploadOutcome:
    """The status of a table of official results, by the rows that were understood."""
    if upload.admission is not Admission.ACCEPTED:
        return outcome(upload, None)
    if not problems and records:
        return UploadOutcome(upload, UploadStatus.READ)
    status = UploadStatus.PARTLY_READ if records else UploadStatus.UNREADABLE
    return UploadOutcome(upload, status, problems[0] if problems else _NOT_READ)


def _by_pages(
    upload: Upload, pages: Sequence[PageReading], problem: Problem | None
) -> UploadOutcome:
    unreadable = [p.page for p in pages if p.page.status is PageStatus.UNREADABLE]
    if len(unreadable) == len(pages):
        return UploadOutcome(upload, UploadStatus.UNREADABLE, unreadable[0].problem)
    if all(p.page.status is not PageStatus.READ for p in pages):
        blank = unreadable[0].problem if unreadable else _ALL_BLANK
        return UploadOutcome(upload, UploadStatus.UNREADABLE, blank)
    reason = problem or next((page.problem for page in unreadable), None)
    if reason is None:
        return UploadOutcome(upload, UploadStatus.READ)
    return UploadOutcome(upload, UploadStatus.PARTLY_READ, reason)
