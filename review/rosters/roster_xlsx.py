"""A roster as an Excel workbook: one sheet a unit, ready to print, sign and stamp."""

from __future__ import annotations

from collections.abc import Sequence

from review.rosters.heading import BatchRun
from review.rosters.imprint import Imprint
from review.rosters.layout import (
    EMPTY_ROSTER,
    SIGNATURES,
    Column,
    columns_of,
    details_of,
    foot_note,
    unit_line,
)
from review.rosters.people import Roster, UnitList
from review.rosters.workbook import (
    HeldSheet,
    Look,
    Looks,
    lines_needed,
    new_workbook,
    prepare_print,
    sheet_name,
    workbook_bytes,
)

_BODY = "宋体"
_HEAD = "黑体"
_GRID = "000000"
_TITLE = Look(_HEAD, 18, bold=True, across="center")
_NOTICE = Look(_BODY, 10, across="center")
_UNIT = Look(_BODY, 11, across="left")
_COLUMN_HEAD = Look(_HEAD, 11, bold=True, across="center", grid=_GRID, ground="EDEDED")
_NARROW = Look(_BODY, 10.5, across="center", grid=_GRID)
_WIDE = Look(_BODY, 9.5, across="left", grid=_GRID)
_EMPTY = Look(_BODY, 11, across="center")
_SMALL = Look(_BODY, 9, across="left")
_SIGNATURE = Look(_BODY, 11, across="left", down="top")
_POINTS_PER_LINE = 13.2
_ROW_LIMIT = 405.0
"""Points; Excel's own limit is 409."""
_TABLE_HEAD = 4
"""Row of the table's head: below title, notice and unit."""


def roster_workbook(run: BatchRun, roster: Roster, imprint: Imprint | None = None) -> bytes:
    """The roster as XLSX; the imprint of a list that rests on people's decisions stands below."""
    workbook = new_workbook(roster.title, run.file_date)
    taken: set[str] = set()
    looks, columns = Looks(), columns_of(roster.outcome)
    for unit in roster.lists:
        sheet = HeldSheet(
            workbook, sheet_name(unit.unit, taken), [column.width for column in columns], looks
        )
        _fill(sheet, run, roster, unit, imprint)
    return workbook_bytes(workbook)


def _fill(
    sheet: HeldSheet, run: BatchRun, roster: Roster, unit: UnitList, imprint: Imprint | None
) -> None:
    columns = columns_of(roster.outcome)
    across = [column.width for column in columns]
    prepare_print(sheet.sheet, _TABLE_HEAD)
    sheet.sheet.freeze_panes = f"A{_TABLE_HEAD + 1}"
    _headline(sheet, 1, across, roster.title, _TITLE)
    _headline(sheet, 2, across, run.notice_line, _NOTICE)
    _headline(sheet, 3, across, unit_line(run, unit), _UNIT)
    _table_head(sheet, columns)
    row = _TABLE_HEAD
    details = details_of(decided=imprint is not None)
    for number, person in enumerate(unit.rows, 1):
        row += 1
        _table_row(sheet, row, number, [c.text(number, person) for c in columns], columns, details)
    if not unit.rows:
        row += 1
        _headline(sheet, row, across, EMPTY_ROSTER, _EMPTY)
    note = foot_note(roster.outcome, decided=imprint is not None)
    _signatures(sheet, row + 1, across, note)
    if imprint:
        _headline(sheet, row + 3, across, imprint.line, _SMALL)


def _headline(sheet: HeldSheet, row: int, across: Sequence[float], text: str, look: Look) -> None:
    """A text over all columns, whose widths `across` has."""
    sheet.put(row, 1, text, look)
    sheet.merge(row, 1, len(across))
    lines = lines_needed(text, sum(across) * 11 / look.size)
    sheet.sheet.row_dimensions[row].height = lines * look.size * 1.5 + 4


def _table_head(sheet: HeldSheet, columns: tuple[Column, ...]) -> None:
    for number, column in enumerate(columns, 1):
        sheet.put(_TABLE_HEAD, number, column.head, _COLUMN_HEAD)
    sheet.sheet.row_dimensions[_TABLE_HEAD].height = 24


def _table_row(
    sheet: HeldSheet,
    row: int,
    number: int,
    texts: Sequence[str],
    columns: tuple[Column, ...],
    details: str,
) -> None:
    lines = 1
    for position, (column, whole) in enumerate(zip(columns, texts, strict=True), 1):
        text = _fitting(whole, column.width, details)
        value = number if column.is_number else text
        sheet.put(row, position, value, _NARROW if column.narrow else _WIDE)
        lines = max(lines, lines_needed(text, column.width - 1))
    sheet.sheet.row_dimensions[row].height = min(
        max(lines * _POINTS_PER_LINE + 6, 26.0), _ROW_LIMIT
    )


def _fitting(text: str, width: float, details: str) -> str:
    """The text, or as many of its lines as the highest possible row shows and a pointer."""
    most = int((_ROW_LIMIT - 6) / _POINTS_PER_LINE)
    lines = text.split("\n")
    shown = len(lines)
    while shown > 1 and lines_needed("\n".join(lines[:shown]), width - 1) > most - 1:
        shown -= 1
    if shown == len(lines):
        return text
    return "\n".join([*lines[:shown], f"……另有{len(lines) - shown}项，见{details}"])


def _signatures(sheet: HeldSheet, row: int, across: Sequence[float], note: str) -> None:
    """Note, signature, stamp and date: a block that stays together at the end of the list."""
    _headline(sheet, row, across, note, _SMALL)
    last = len(across)
    spans = ((1, last // 3), (last // 3 + 1, 2 * last // 3), (2 * last // 3 + 1, last))
    for (start, end), label in zip(spans, SIGNATURES, strict=True):
        sheet.put(row + 1, start, label, _SIGNATURE)
        sheet.merge(row + 1, start, end)
    sheet.sheet.row_dimensions[row + 1].height = 96
