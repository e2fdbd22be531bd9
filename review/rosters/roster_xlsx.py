"""A roster as an Excel workbook: one sheet a unit, ready to print, sign and stamp."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

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
    lines_needed,
    new_workbook,
    prepare_print,
    put,
    sheet_name,
    workbook_bytes,
)

_BODY = "宋体"
_HEAD = "黑体"
_LINE = Side(style="thin", color="000000")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="EDEDED")
_POINTS_PER_LINE = 13.2
_ROW_LIMIT = 405.0
"""Points; Excel's own limit is 409."""
_TABLE_HEAD = 4
"""Row of the table's head: below title, notice and unit."""


def roster_workbook(run: BatchRun, roster: Roster, imprint: Imprint | None = None) -> bytes:
    """The roster as XLSX; the imprint of a list that rests on people's decisions stands below."""
    workbook = new_workbook(roster.title, run.file_date)
    taken: set[str] = set()
    for unit in roster.lists:
        sheet = workbook.create_sheet(sheet_name(unit.unit, taken))
        _fill(sheet, run, roster, unit, imprint)
    return workbook_bytes(workbook)


def _fill(
    sheet: Worksheet, run: BatchRun, roster: Roster, unit: UnitList, imprint: Imprint | None
) -> None:
    columns = columns_of(roster.outcome)
    prepare_print(sheet, _TABLE_HEAD)
    sheet.freeze_panes = f"A{_TABLE_HEAD + 1}"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    _headline(sheet, 1, len(columns), roster.title, Font(_HEAD, size=18, bold=True), "center")
    _headline(sheet, 2, len(columns), run.notice_line, Font(_BODY, size=10), "center")
    _headline(sheet, 3, len(columns), unit_line(run, unit), Font(_BODY, size=11), "left")
    _table_head(sheet, columns)
    row = _TABLE_HEAD
    details = details_of(decided=imprint is not None)
    for number, person in enumerate(unit.rows, 1):
        row += 1
        _table_row(sheet, row, number, [c.text(number, person) for c in columns], columns, details)
    if not unit.rows:
        row += 1
        _headline(sheet, row, len(columns), EMPTY_ROSTER, Font(_BODY, size=11), "center")
    note = foot_note(roster.outcome, decided=imprint is not None)
    _signatures(sheet, row + 1, len(columns), note)
    if imprint:
        _headline(sheet, row + 3, len(columns), imprint.line, Font(_BODY, size=9), "left")


def _headline(sheet: Worksheet, row: int, across: int, text: str, font: Font, side: str) -> None:
    cell = put(sheet, row, 1, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=across)
    width = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(1, across + 1))
    lines = lines_needed(text, width * 11 / float(font.size or 11))
    sheet.row_dimensions[row].height = lines * float(font.size or 11) * 1.5 + 4


def _table_head(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    for number, column in enumerate(columns, 1):
        cell = put(sheet, _TABLE_HEAD, number, column.head)
        cell.font = Font(_HEAD, size=11, bold=True)
        cell.fill = _HEAD_FILL
        cell.border = _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[_TABLE_HEAD].height = 24


def _table_row(
    sheet: Worksheet,
    row: int,
    number: int,
    texts: Sequence[str],
    columns: tuple[Column, ...],
    details: str,
) -> None:
    lines = 1
    for position, (column, whole) in enumerate(zip(columns, texts, strict=True), 1):
        text = _fitting(whole, column.width, details)
        cell = put(sheet, row, position, number if column.is_number else text)
        cell.font = Font(_BODY, size=10.5 if column.narrow else 9.5)
        cell.border = _GRID
        cell.alignment = Alignment(
            horizontal="center" if column.narrow else "left", vertical="center", wrap_text=True
        )
        lines = max(lines, lines_needed(text, column.width - 1))
    sheet.row_dimensions[row].height = min(max(lines * _POINTS_PER_LINE + 6, 26.0), _ROW_LIMIT)


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


def _signatures(sheet: Worksheet, row: int, across: int, note: str) -> None:
    """Note, signature, stamp and date: a block that stays together at the end of the list."""
    _headline(sheet, row, across, note, Font(_BODY, size=9), "left")
    spans = ((1, across // 3), (across // 3 + 1, 2 * across // 3), (2 * across // 3 + 1, across))
    for (first, last), label in zip(spans, SIGNATURES, strict=True):
        cell = put(sheet, row + 1, first, label)
        cell.font = Font(_BODY, size=11)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        sheet.merge_cells(start_row=row + 1, start_column=first, end_row=row + 1, end_column=last)
    sheet.row_dimensions[row + 1].height = 96
