"""Excel workbooks whose bytes depend on their content only, with cells that stay text."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
import unicodedata
import weakref
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Literal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from review.rosters.cells import printable, xlsx_text

_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SHEET_NAME_LIMIT = 31
_NO_ROWS = re.compile(rb"<sheetData *(?:/>|></sheetData>)")
_RETURN = {"\r": "&#13;"}
"""XML takes it for the end of a line else."""
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; sizes are points, colours RGB in six hexadecimal digits."""

    font: str
    size: float
    bold: bool = False
    ink: str | None = None
    across: Literal["left", "center"] | None = None
    down: Literal["top", "center"] = "center"
    wrap: bool = True
    grid: str | None = None
    ground: str | None = None
    number_format: str | None = None


class Looks:
    """The looks of one workbook's cells; each is worked out once.

    openpyxl compares every font and border of every cell with all of the workbook's, which takes
    ten times as long as to say that a cell looks as an earlier one.
    """

    def __init__(self) -> None:
        self._known: dict[Look, StyleArray] = {}

    def dress(self, cell: Cell, look: Look) -> None:
        """Make the cell look so; to be done before it is filled."""
        if look in self._known:
            cell._style = copy(self._known[look])  # type: ignore[attr-defined]  # noqa: SLF001
            return
        cell.font = Font(look.font, size=look.size, bold=look.bold, color=look.ink)
        cell.alignment = Alignment(
            horizontal=look.across, vertical=look.down, wrap_text=look.wrap or None
        )
        if look.grid is not None:
            line = Side(style="thin", color=look.grid)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        if look.ground is not None:
            cell.fill = PatternFill("solid", fgColor=look.ground)
        if look.number_format is not None:
            cell.number_format = look.number_format
        self._known[look] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001


def new_workbook(title: str, created: dt.datetime) -> Workbook:
    """A workbook without sheets, with a fixed title and date."""
    workbook = Workbook()
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


class HeldSheet:
    """A sheet whose cells are held until the workbook is saved, in any order."""

    def __init__(
        self, workbook: Workbook, title: str, widths: Sequence[float], looks: Looks
    ) -> None:
        self.sheet: Worksheet = workbook.create_sheet(title)
        self._looks = looks
        _set_widths(self.sheet, widths)

    def put(self, row: int, column: int, value: str | int, look: Look) -> Cell:
        """Put a value into a cell. Text stays text, whatever character it starts with."""
        cell = self.sheet.cell(row, column)
        if not isinstance(cell, Cell):
            raise TypeError(f"{self.sheet.title}: {row},{column} lies inside a merged range")
        self._looks.dress(cell, look)
        return _filled(cell, value)

    def merge(self, row: int, first: int, last: int) -> None:
        """Make one cell of several in a row, of which only the first was filled."""
        # Worksheet.merge_cells would make each of the others to be able to draw its border.
        self.sheet.merged_cells.add(
            f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}"
        )


class StreamedSheet:
    """A sheet whose rows are laid down in a file as they come, and never held; for very many rows.

    `workbook_bytes` puts them in their place. openpyxl, which takes each cell for an object of its
    own, would need ten times as long, and longer still where lxml is not installed.
    """

    def __init__(
        self, workbook: Workbook, title: str, widths: Sequence[float], looks: Looks
    ) -> None:
        self.sheet: Worksheet = workbook.create_sheet(title)
        self._looks, self._styles = looks, dict[tuple[Look, bool], int]()
        self._letters = [get_column_letter(number) for number in range(1, len(widths) + 1)]
        self._rows, self._count = tempfile.TemporaryFile(), 0  # noqa: SIM115  it lives as long as this object
        weakref.finalize(self, self._rows.close)
        # openpyxl tells the extent of a sheet by its cells.
        self.sheet.calculate_dimension = lambda: self.extent
        _set_widths(self.sheet, widths)

    @property
    def extent(self) -> str:
        """The range of all cells."""
        return f"A1:{self._letters[-1]}{self._count}"

    def append(self, cells: Sequence[tuple[str | int, Look]], height: float) -> None:
        """The next row: what stands in its cells, and how they look; its height is in points."""
        self._count += 1
        written = "".join(
            self._cell(f"{letter}{self._count}", value, look)
            for letter, (value, look) in zip(self._letters, cells, strict=True)
        )
        row = f'<row r="{self._count}" ht="{height:g}" customHeight="1">{written}</row>'
        self._rows.write(row.encode())

    def put_into(self, part: bytes, file: IO[bytes]) -> None:
        """Write the sheet, as openpyxl made it without its rows, with them."""
        before, after = _NO_ROWS.split(part)
        file.write(before + b"<sheetData>")
        self._rows.seek(0)
        shutil.copyfileobj(self._rows, file)
        file.write(b"</sheetData>" + after)

    def _cell(self, place: str, value: str | int, look: Look) -> str:
        if isinstance(value, int):
            return f'<c r="{place}" s="{self._style(look)}" t="n"><v>{value}</v></c>'
        text = xlsx_text(value)
        head = f'<c r="{place}" s="{self._style(look, typed=_is_typed(value))}" t="inlineStr"'
        if not text:
            return f"{head} />"
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f"{head}><is><t{space}>{escape(text, _RETURN)}</t></is></c>"

    def _style(self, look: Look, *, typed: bool = False) -> int:
        """The number of the style in the workbook."""
        if (look, typed) not in self._styles:
            cell = WriteOnlyCell(self.sheet)
            self._looks.dress(cell, look)
            cell.quotePrefix = typed
            self._styles[look, typed] = cell.style_id
        return self._styles[look, typed]


def _set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _filled(cell: Cell, value: str | int) -> Cell:
    if isinstance(value, int):
        cell.value = value
        return cell
    cell.value = xlsx_text(value)
    cell.data_type = TYPE_STRING
    if _is_typed(value):
        cell.quotePrefix = True
    return cell


def _is_typed(value: str) -> bool:
    """Whether it bears Excel's own mark for "typed as text": it stays text when somebody edits it."""
    return value[:1] in ("=", "+", "-", "@")


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


@lru_cache(maxsize=4096)
def lines_needed(text: str, columns: float) -> int:
    """Lines that `text` takes in a column `columns` Latin characters wide."""
    return sum(max(1, -(-_width(line) // max(int(columns), 1))) for line in text.split("\n"))


def _width(text: str) -> int:
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WFA")
    return len(text) + wide


def workbook_bytes(workbook: Workbook, streamed: Sequence[StreamedSheet] = ()) -> bytes:
    """The workbook as XLSX, with the rows of its streamed sheets. The same content gives the same bytes.

    Workbook.save stamps the clock into the document and the archive.
    """
    packed = io.BytesIO()
    with tempfile.TemporaryFile() as raw:
        ExcelWriter(workbook, zipfile.ZipFile(raw, "w")).save()
        sheets = {one.sheet.path.lstrip("/"): one for one in streamed}
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
            for made in source.infolist():
                info = zipfile.ZipInfo(made.filename, _ZIP_EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                with target.open(info, "w") as written:
                    if made.filename in sheets:
                        sheets[made.filename].put_into(source.read(made), written)
                    else:
                        with source.open(made) as part:
                            shutil.copyfileobj(part, written)
    return packed.getvalue()
