"""Excel workbooks whose bytes depend on their content only, with cells that stay text."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from review.rosters.cells import printable, xlsx_text

_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SHEET_NAME_LIMIT = 31
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def new_workbook(title: str, created: dt.datetime, *, streamed: bool = False) -> Workbook:
    """A workbook without sheets, with a fixed title and date; `streamed` for a StreamedSheet."""
    workbook = Workbook(write_only=streamed)
    for sheet in workbook.worksheets:
        workbook.remove(sheet)
    workbook.properties.title = title
    workbook.properties.creator = "Heyan"
    workbook.properties.created = created.replace(tzinfo=None)
    workbook.properties.modified = created.replace(tzinfo=None)
    return workbook


def prepare_print(sheet: Worksheet, head_row: int) -> None:
    """A4 landscape, as wide as the page, the table's head on every page, page x of y."""
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页"))


def put(sheet: Worksheet, row: int, column: int, value: str | int) -> Cell:
    """Put a value into a cell. Text stays text, whatever character it starts with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title}: {row},{column} lies inside a merged range")
    return _filled(cell, value)


class StreamedSheet:
    """A sheet whose rows are written as they come, and never held; one for very many rows.

    Whatever stands before the rows in the file (widths, panes, its extent) is given first.
    """

    def __init__(self, workbook: Workbook, title: str, widths: Sequence[float], rows: int) -> None:
        self.sheet = workbook.create_sheet(title)
        self._row = 0
        self.extent = f"A1:{get_column_letter(len(widths))}{rows}"
        # openpyxl tells the extent of a sheet only where it holds all of its cells.
        self.sheet.calculate_dimension = lambda: self.extent
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def cell(self, value: str | int, look: Cell | None = None) -> Cell:
        """A cell for the next row; it looks as `look` does, whose look is worked out once."""
        cell = WriteOnlyCell(self.sheet)
        if look is not None:
            cell._style = copy(look._style)  # type: ignore[attr-defined]  # noqa: SLF001  a tenth of the time of five setters
        return _filled(cell, value)

    def append(self, cells: Sequence[Cell], height: float) -> None:
        """Write the next row; its height is in points."""
        self._row += 1
        self.sheet.row_dimensions[self._row].height = height
        self.sheet.append(cells)
        del self.sheet.row_dimensions[self._row]


def _filled(cell: Cell, value: str | int) -> Cell:
    if isinstance(value, int):
        cell.value = value
        return cell
    cell.value = xlsx_text(value)
    cell.data_type = TYPE_STRING
    if value[:1] in ("=", "+", "-", "@"):
        # Excel's own mark for "typed as text": it stays text when somebody edits the cell.
        cell.quotePrefix = True
    return cell


def sheet_name(wanted: str, taken: set[str]) -> str:
    r"""A valid sheet name for `wanted` that is not yet `taken`; it is added to `taken`.

    Excel allows 31 UTF-16 units, none of []:*?/\, no apostrophe at either end,
    and no two names that differ in case only; History is its own.
    """
    base = _SHEET_FORBIDDEN.sub("_", printable(wanted)).strip().strip("'") or "无名称"
    if base.casefold() == "history":
        base += "_"
    name, number = _cut(base, _SHEET_NAME_LIMIT), 1
    while name.casefold() in taken:
        number += 1
        suffix = f"~{number}"
        name = _cut(base, _SHEET_NAME_LIMIT - len(suffix)) + suffix
    taken.add(name.casefold())
    return name


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) > units * 2:
        text = text[:-1]
    return text.strip("'") or "_"


def lines_needed(text: str, columns: float) -> int:
    """Lines that `text` takes in a column `columns` Latin characters wide."""
    return sum(max(1, -(-_width(line) // max(int(columns), 1))) for line in text.split("\n"))


def _width(text: str) -> int:
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WFA")
    return len(text) + wide


def workbook_bytes(workbook: Workbook) -> bytes:
    """The workbook as XLSX. The same content gives the same bytes.

    Workbook.save stamps the clock into the document and the archive.
    """
    packed = io.BytesIO()
    with tempfile.TemporaryFile() as raw:
        ExcelWriter(workbook, zipfile.ZipFile(raw, "w")).save()
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
            for made in source.infolist():
                info = zipfile.ZipInfo(made.filename, _ZIP_EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.file_size = made.file_size
                with source.open(made) as part, target.open(info, "w") as written:
                    shutil.copyfileobj(part, written)
    return packed.getvalue()
