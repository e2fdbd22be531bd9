"""Rows of a CSV file in whatever encoding and delimiter an office saved it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from evidence.errors import Problem, UploadError
from extractors.intake.cells import Cell, from_text
from extractors.intake.limits import Limits

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = ",;\t"
_SNIFFED_LINES = 20


def csv_rows(data: bytes, limits: Limits) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Each record with its number from 1, blank ones included in the count.

    Raises UploadError: `E-TABLE-ENCODING`, `E-TABLE-CSV`.
    """
    text = decode(data)
    # Strict: an unclosed quotation mark must not swallow the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            kept = record[: limits.table_columns]
            yield number, [from_text(value, limits.cell_characters) for value in kept]
    except csv.Error as e:
        raise UploadError(
            Problem(
                "E-TABLE-CSV",
                f"CSV 第{reader.line_num}行附近引号或格式有误（{e}）；请用表格软件重新另存为 CSV UTF-8。",
                f"The CSV is malformed near line {reader.line_num} ({e}); "
                "save it again as CSV UTF-8 from a spreadsheet program.",
            )
        ) from e


def decode(data: bytes) -> str:
    """Text in UTF-8, GB18030, or UTF-16 with a byte order mark.

    Raises UploadError (`E-TABLE-ENCODING`) where it is none of these.
    """
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UploadError(
        Problem(
            "E-TABLE-ENCODING",
            "表格的编码既非 UTF-8 也非 GB18030；请另存为 CSV UTF-8 或 XLSX 后重新提交。",
            "The table is neither UTF-8 nor GB18030; save it as CSV UTF-8 or XLSX and submit again.",
        )
    )


def _delimiter(text: str) -> str:
    """The one that cuts a line of the table's top into the most fields; else a comma."""
    top = text[:100_000].splitlines()[:_SNIFFED_LINES]

    def fields(delimiter: str) -> int:
        try:
            return max((len(row) for row in csv.reader(top, delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=fields)
