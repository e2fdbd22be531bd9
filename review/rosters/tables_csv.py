"""CSV for Excel and for other programs, and uploads.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evidence.uploads import UploadOutcome
from review.rosters.cells import csv_cell

UPLOAD_COLUMNS = (
    "path",
    "applicant",
    "sha256",
    "size",
    "type",
    "status",
    "reason_code",
    "reason",
)


def uploads_csv(outcomes: Iterable[UploadOutcome]) -> bytes:
    """Every file that came in, with its one status and the reason for it, by path."""
    return csv_table(
        UPLOAD_COLUMNS,
        (
            (
                one.upload.path,
                one.upload.applicant or "",
                one.upload.sha256,
                str(one.upload.size),
                one.upload.media_type,
                one.status.value,
                one.problem.code if one.problem else "",
                one.problem.zh if one.problem else "",
            )
            for one in sorted(outcomes, key=lambda one: one.upload.path)
        ),
    )


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with the mark by which Excel knows that it is UTF-8; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
