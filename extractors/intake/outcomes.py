"""The one status in which each upload ends, with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.errors import Problem
from evidence.readings import PageStatus, UploadReading
from evidence.uploads import Admission, Upload, UploadOutcome, UploadStatus

_NOT_ACCEPTED = {
    Admission.UNSUPPORTED: UploadStatus.UNSUPPORTED,
    Admission.REFUSED: UploadStatus.REFUSED,
}


def outcome(upload: Upload, reading: UploadReading | None) -> UploadOutcome:
    """What became of an upload whose pages were read, or not read at all.

    Read: every page was read or is blank. Partly read: some page was read and
    some was not. A file on which nothing was read is unreadable, blank paper
    included: not checked is never a match.
    """
    if upload.admission is not Admission.ACCEPTED:
        return UploadOutcome(upload, _NOT_ACCEPTED[upload.admission], upload.problem)
    if reading is None:
        return UploadOutcome(upload, UploadStatus.UNREADABLE, _unread())
    pages = [page.page for page in reading.pages]
    failed = [page for page in pages if page.status is PageStatus.UNREADABLE]
    if any(page.status is PageStatus.READ for page in pages):
        if not failed and reading.problem is None:
            return UploadOutcome(upload, UploadStatus.READ, upload.problem)
        problem = reading.problem or _some_pages([page.number for page in failed], len(pages))
        return UploadOutcome(upload, UploadStatus.PARTLY_READ, problem)
    reason = reading.problem or next((page.problem for page in failed), None)
    return UploadOutcome(
        upload, UploadStatus.UNREADABLE, reason or (_blank() if pages else _unread())
    )


def table_outcome(upload: Upload, records: int, problems: Sequence[Problem]) -> UploadOutcome:
    """What became of an export under cnipa/, by the records and problems found in it."""
    if upload.admission is not Admission.ACCEPTED:
        return outcome(upload, None)
    if not problems:
        return UploadOutcome(upload, UploadStatus.READ)
    status = UploadStatus.PARTLY_READ if records else UploadStatus.UNREADABLE
    return UploadOutcome(upload, status, _several(problems))


def _several(problems: Sequence[Problem]) -> Problem:
    first = problems[0]
    if len(problems) == 1:
        return first
    more = len(problems) - 1
    return Problem(
        first.code, f"{first.zh}（另有 {more} 处问题）", f"{first.en} ({more} more problems)"
    )


def _some_pages(numbers: Sequence[int], total: int) -> Problem:
    shown = "、".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
    return Problem(
        "E-PAGES-UNREADABLE",
        f"共 {total} 页，其中 {len(numbers)} 页（第 {shown} 页）未能识读；请人工查看这些页。",
        f"{len(numbers)} of {total} pages ({shown}) could not be read; look at them.",
    )


def _blank() -> Problem:
    return Problem(
        "E-BLANK",
        "文件的每一页都是空白；请确认扫描的是有字的一面后重新上传。",
        "Every page of the file is blank; scan the printed side and upload it again.",
    )


def _unread() -> Problem:
    return Problem(
        "E-NOT-READ",
        "文件未能识读；请重新运行，仍不成功则人工查看。",
        "The file was not read; run again, and if that does not help, look at it.",
    )
