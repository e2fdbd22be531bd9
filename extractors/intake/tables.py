"""Tables that people made: columns by name, rows by number, cells as text.

The format is told by content. A title above the header, columns in any order,
blank rows and columns nobody asked for are all fine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.errors import Problem, UploadError
from extractors.intake import types
from extractors.intake.cells import EMPTY, Cell
from extractors.intake.csv_rows import csv_rows
from extractors.intake.limits import Limits
from extractors.intake.store import open_regular
from extractors.intake.xlsx_rows import Sheet, too_many_rows, xlsx_sheets

_HEADER_WITHIN = 20
_SPACES = re.compile(r"\s+")
_REMARK = re.compile(r"\((?!\d+\))[^()]*\)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `cells` by column name, `troubles` for those not to be relied on.

    `where` and `where_en` say which row of which file it is.
    """

    where: str
    where_en: str
    cells: Mapping[str, str]
    troubles: Mapping[str, Problem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and what is wrong with the table as a whole."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    above: tuple[str, ...] = ()
    """What stands above the header, cell by cell: a title, where the table is from."""


def read_table(
    path: Path,
    limits: Limits,
    *,
    key_columns: Collection[str],
    synonyms: Mapping[str, str] | None = None,
    name: str = "",
) -> Table:
    """Reads a CSV or XLSX file whose header row holds all `key_columns`.

    `synonyms` maps other names of columns to ours. Sheets with the same
    header are read one after the other.

    Raises UploadError: those of reading the file (`E-LINK`, `E-PERMISSION` …),
    `E-TABLE-LIMIT`, `E-TABLE-ENCODING`, `E-TABLE-CSV`, `E-TABLE-XLSX`,
    `E-TABLE-FORMAT`, `E-TABLE-HEADER`.
    """
    name = name or path.name
    sheets = _sheets(_bytes(path, limits, name), limits)
    tables = [
        table
        for sheet in sheets
        if (table := _table(sheet, name, key_columns, synonyms or {}, len(sheets) > 1))
    ]
    if not tables:
        raise UploadError(_no_header(name, key_columns))
    shown = [table for sheet, table in tables if not sheet.hidden]
    hidden = tuple(_hidden(name, sheet) for sheet, _ in tables if sheet.hidden)
    return Table(
        name=name,
        columns=tuple(dict.fromkeys(column for table in shown for column in table.columns)),
        rows=tuple(row for table in shown for row in table.rows),
        problems=tuple(problem for table in shown for problem in table.problems) + hidden,
        above=tuple(text for table in shown for text in table.above),
    )


def column_name(text: str) -> str:
    """A header in normal width, without white space, marks and a remark in brackets."""
    squeezed = _SPACES.sub("", unicodedata.normalize("NFKC", text)).strip("*:：")
    return _REMARK.sub("", squeezed) or squeezed


def _bytes(path: Path, limits: Limits, name: str) -> bytes:
    with open_regular(path, shown=name) as file:
        data = file.read(limits.table_bytes + 1)
    if len(data) > limits.table_bytes:
        most = f"{limits.table_bytes / 2**20:,.0f} MiB"
        raise UploadError(
            Problem(
                "E-TABLE-LIMIT",
                f"表格文件超过 {most}，未打开；请分成几个批次提交。",
                f"The table is larger than {most} and was not opened; "
                "submit it in several batches.",
            )
        )
    return data


def _sheets(data: bytes, limits: Limits) -> list[Sheet]:
    found = types.media_type(data[: types.HEAD_BYTES], data[-types.TAIL_BYTES :])
    if found in (types.XLSX, types.ZIP):
        return xlsx_sheets(data, limits)
    # What is neither text by its signature nor binary for sure is tried as text.
    if found in _NEVER_TEXT or (found != types.TEXT and b"\0" in data[:1024]):
        raise UploadError(_not_a_table(found))
    rows = []
    for number, cells in csv_rows(data, limits):
        if any(cell.text for cell in cells):
            rows.append((number, cells))
        if len(rows) > limits.table_rows:
            raise UploadError(too_many_rows(limits))
    return [Sheet("", False, tuple(rows))]


_NEVER_TEXT = types.READABLE | {types.OLE, types.EXECUTABLE, types.HTML}


def _table(
    sheet: Sheet,
    name: str,
    key_columns: Collection[str],
    synonyms: Mapping[str, str],
    several: bool,
) -> tuple[Sheet, Table] | None:
    """The sheet as a table, or None where its top holds no header."""
    for top, (_, header) in enumerate(sheet.rows[:_HEADER_WITHIN], start=1):
        columns = _columns(header, synonyms)
        if set(key_columns) <= set(columns):
            over = sheet.rows[: top - 1]
            below = sheet.rows[top:]
            columns = _in_two_rows(header, over, below, synonyms) or columns
            break
    else:
        return None
    where = f"{name}“{sheet.name}”" if several else name
    doubled = sorted({column for column in columns if column and columns.count(column) > 1})
    if sheet.name:
        # A sheet's cells stand under their columns; only a CSV's can shift.
        below = tuple((number, cells[: len(columns)]) for number, cells in below)
    rows = [
        row
        for number, cells in below
        if (row := _row(where, number, columns, cells)) is not None
        and not _is_header(row, synonyms)
    ]
    return sheet, Table(
        name=name,
        columns=tuple(dict.fromkeys(column for column in columns if column)),
        rows=tuple(rows),
        problems=tuple(_doubled(where, column) for column in doubled),
        above=tuple(cell.text for _, cells in over for cell in cells if cell.text),
    )


def _in_two_rows(
    header: Sequence[Cell],
    over: Sequence[tuple[int, Sequence[Cell]]],
    below: Sequence[tuple[int, Sequence[Cell]]],
    synonyms: Mapping[str, str],
) -> list[str] | None:
    """Our names of the columns where a header has a second row; None where it has one.

    Groups of columns stand above their names, and a name may be merged over both rows.
    """
    names = {*synonyms, *synonyms.values()}

    def known(cells: Sequence[Cell]) -> bool:
        told = [column_name(cell.text) for cell in cells if cell.text]
        return bool(told) and all(name in names for name in told)

    if below and known(below[0][1]) and _fills(header, below[0][1]):
        upper, lower = header, below[0][1]
    elif over and any(not cell.text for cell in header):
        upper, lower = over[-1][1], header
    else:
        return None
    filled = []
    for at in range(max(len(upper), len(lower))):
        low = lower[at] if at < len(lower) else EMPTY
        high = upper[at] if at < len(upper) else EMPTY
        filled.append(low if low.text or column_name(high.text) not in names else high)
    return _columns(filled, synonyms)


def _fills(header: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether a row names columns that the header above it leaves open or groups."""
    named = [at for at, cell in enumerate(lower) if cell.text]
    return any(at >= len(header) or header[at].text != lower[at].text for at in named)


def _columns(cells: Sequence[Cell], synonyms: Mapping[str, str]) -> list[str]:
    """Our names of the columns. A synonym counts only where no column has the name itself.

    Two columns of one name keep one name, so that what differs in them is seen.
    """
    names = [column_name(cell.text) for cell in cells]
    taken: dict[str, str] = {name: name for name in names}
    for at, name in enumerate(names):
        ours = synonyms.get(name)
        if ours is not None and taken.setdefault(ours, name) == name:
            names[at] = ours
    return names


def _row(where: str, number: int, columns: Sequence[str], cells: Sequence[Cell]) -> Row | None:
    place, place_en = f"{where} 第{number}行", f"{where}, row {number}"
    values: dict[str, str] = {}
    troubles: dict[str, Problem] = {}
    for column, cell in zip(columns, cells, strict=False):
        if not column:
            continue
        if column in values:
            if cell.text and cell.text != values[column]:
                troubles[column] = _contradicting()
            continue
        values[column] = cell.text
        if cell.trouble is not None:
            troubles[column] = cell.trouble
    beyond = [cell.text for cell in cells[len(columns) :] if cell.text]
    if beyond:
        # An unquoted delimiter shifted the values: none of them can be trusted.
        troubles |= dict.fromkeys(values, _shifted())
    if not any(values.values()) and not beyond:
        return None
    return Row(place, place_en, values, troubles)


def _is_header(row: Row, synonyms: Mapping[str, str]) -> bool:
    """Whether it repeats the header, as exports do on each page."""
    names = [(column_name(text), column) for column, text in row.cells.items() if text]
    return bool(names) and all(synonyms.get(name, name) == column for name, column in names)


def located(problem: Problem, row: Row, column: str) -> Problem:
    """The problem of a cell, with the place of the cell in front."""
    return Problem(
        problem.code,
        f"{row.where}“{column}”列：{problem.zh}",
        f"{row.where_en}, column {column}: {problem.en}",
    )


def _no_header(name: str, key_columns: Iterable[str]) -> Problem:
    wanted = "、".join(key_columns)
    return Problem(
        "E-TABLE-HEADER",
        f"{name} 中找不到表头（应有列：{wanted}）；请补上表头后重新提交。",
        f"{name} has no header row with the columns {wanted}; add it and submit again.",
    )


def _not_a_table(found: str) -> Problem:
    return Problem(
        "E-TABLE-FORMAT",
        f"文件内容不是 CSV 或 XLSX（而是 {found}）；旧版 XLS 或加密的表格请另存为不加密的 XLSX。",
        f"By its content the file is {found}, neither CSV nor XLSX; "
        "save an old XLS or an encrypted workbook as a plain XLSX.",
    )


def _hidden(name: str, sheet: Sheet) -> Problem:
    return Problem(
        "E-TABLE-SHEET",
        f"{name} 中隐藏的工作表“{sheet.name}”未采用；如应采用，请取消隐藏后重新提交。",
        f"The hidden sheet “{sheet.name}” of {name} was left out; "
        "if it counts, unhide it and submit again.",
    )


def _doubled(where: str, column: str) -> Problem:
    return Problem(
        "E-TABLE-COLUMN",
        f"{where} 有两个“{column}”列，取第一个；请删去多余的一列。",
        f"{where} has two columns {column}, the first one counts; remove the other.",
    )


def _contradicting() -> Problem:
    return Problem(
        "E-CELL-TWICE",
        "同名的两列内容不同；请只保留正确的一列。",
        "two columns of this name hold different values; keep the right one.",
    )


def _shifted() -> Problem:
    return Problem(
        "E-ROW-LONG",
        "该行的列数多于表头，内容可能错位；请给含逗号的内容加引号，或以 XLSX 提交。",
        "the row has more cells than the header, so values may have shifted; "
        "quote values that hold commas, or submit an XLSX.",
    )
