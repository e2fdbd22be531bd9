"""Rows of an XLSX workbook: values only, no formula is computed, no link followed."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import openpyxl

from evidence.errors import MachineError, Problem, UploadError
from extractors.intake.archive import directory_size
from extractors.intake.cells import EMPTY, Cell, error_cell, from_value, uncalculated_cell
from extractors.intake.limits import Limits

_PART_NAME_BYTES = 300
# The last row of the format (ECMA-376).
_LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's rows with their numbers; `hidden` as the workbook says."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, Sequence[Cell]], ...]


def xlsx_sheets(data: bytes, limits: Limits) -> list[Sheet]:
    """The worksheets in order, blank rows left out.

    Raises UploadError: `E-TABLE-XLSX`, `E-TABLE-LIMIT`.
    """
    _check_container(data, limits)
    if not openpyxl.DEFUSEDXML:
        raise MachineError(
            Problem(
                "E-MACHINE-DEFUSEDXML",
                "缺少 defusedxml，不能安全读取 XLSX；请运行 heyan doctor 并按提示安装。",
                "defusedxml is missing, so XLSX cannot be read safely; "
                "run heyan doctor and install what it names.",
            )
        )
    with _workbook(data, results=False) as book:
        sheets = [_sheet(sheet, limits) for sheet in book.worksheets]
    if not any(formulas for _, formulas in sheets):
        return [sheet for sheet, _ in sheets]
    with _workbook(data, results=True) as book:
        return [
            _with_results(sheet, formulas, results, limits)
            for (sheet, formulas), results in zip(sheets, book.worksheets, strict=True)
        ]


_Formulas = dict[tuple[int, int], str]


def _sheet(sheet: Any, limits: Limits) -> tuple[Sheet, _Formulas]:
    rows: list[tuple[int, Sequence[Cell]]] = []
    formulas: _Formulas = {}
    for number, cells in _rows(sheet, limits):
        for column, cell in enumerate(cells):
            if cell.data_type == "f":
                formulas[number, column] = str(cell.value)
        row = [_cell(cell, limits) for cell in cells]
        if any(cell.text for cell in row):
            rows.append((number, row))
        if len(rows) > limits.table_rows:
            raise UploadError(too_many_rows(limits))
    return Sheet(sheet.title, sheet.sheet_state != "visible", tuple(rows)), formulas


def _with_results(sheet: Sheet, formulas: _Formulas, results: Any, limits: Limits) -> Sheet:
    """The sheet with each formula's saved result in its place."""
    wanted = {number for number, _ in formulas}
    found: dict[tuple[int, int], Cell] = {}
    for number, cells in _rows(results, limits):
        if number in wanted:
            for column, cell in enumerate(cells):
                if (number, column) in formulas and cell.value is not None:
                    found[number, column] = _cell(cell, limits)
    rows = []
    for number, row in sheet.rows:
        filled = [
            found.get((number, column), uncalculated_cell(formulas[number, column]))
            if (number, column) in formulas
            else cell
            for column, cell in enumerate(row)
        ]
        rows.append((number, filled))
    return Sheet(sheet.name, sheet.hidden, tuple(rows))


def _rows(sheet: Any, limits: Limits) -> Iterator[tuple[int, Any]]:
    """Rows that have cells, with their numbers.

    A few bytes of XML can claim a row or column so far out that filling the
    gap up to it takes hours; both are counted.
    """
    # The size a sheet states of itself may be missing, stale or a lie.
    sheet.reset_dimensions()
    cells_left = limits.table_cells
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        cells_left -= len(cells)
        if number > _LAST_ROW or cells_left < 0:
            raise UploadError(_too_wide(limits))
        if cells:
            yield number, cells[: limits.table_columns]


def _cell(cell: Any, limits: Limits) -> Cell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "e":
        return error_cell(str(cell.value))
    return from_value(cell.value, cell.number_format or "General", limits.cell_characters)


@contextmanager
def _workbook(data: bytes, *, results: bool) -> Iterator[Any]:
    """An open workbook; whatever openpyxl trips over in it is one error of ours."""
    try:
        with warnings.catch_warnings():
            # About features of spreadsheets that have no bearing on values.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=results, keep_links=False
            )
            try:
                yield book
            finally:
                book.close()
    except UploadError:
        raise
    except Exception as e:  # a damaged workbook raises whatever its parser meets first
        raise UploadError(_damaged()) from e


def _check_container(data: bytes, limits: Limits) -> None:
    """Refuses an XLSX that would not fit into memory, before anything unpacks it."""
    try:
        if directory_size(io.BytesIO(data)) > limits.table_parts * _PART_NAME_BYTES:
            raise UploadError(_too_large_inside(limits))
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            parts = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as e:
        raise UploadError(_damaged()) from e
    # zipfile never gives more than a part's stated size.
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.table_parts or unpacked > limits.table_unpacked_bytes:
        raise UploadError(_too_large_inside(limits))


def too_many_rows(limits: Limits) -> Problem:
    """The problem of a table with too many rows."""
    return Problem(
        "E-TABLE-LIMIT",
        f"表格超过 {limits.table_rows} 行；请分成几个批次提交。",
        f"The table has more than {limits.table_rows} rows; submit it in several batches.",
    )


def _too_large_inside(limits: Limits) -> Problem:
    most = f"{limits.table_unpacked_bytes / 2**20:,.0f} MiB"
    return Problem(
        "E-TABLE-LIMIT",
        f"表格解压后过大（上限 {most}），未打开；请只保留数据另存为新的 XLSX 或 CSV。",
        f"Unpacked, the table is too large (limit {most}) and was not opened; "
        "save its data alone as a new XLSX or CSV.",
    )


def _too_wide(limits: Limits) -> Problem:
    return Problem(
        "E-TABLE-LIMIT",
        f"表格范围过大（超过 {limits.table_cells} 个单元格），未读取；"
        "请只复制有内容的区域另存为新的 XLSX 或 CSV。",
        f"The table spans more than {limits.table_cells} cells and was not read; "
        "copy what it holds into a new XLSX or CSV.",
    )


def _damaged() -> Problem:
    return Problem(
        "E-TABLE-XLSX",
        "XLSX 文件已损坏或不是表格，无法读取；请用表格软件打开并另存后重新提交。",
        "The XLSX is damaged or no workbook and cannot be read; "
        "open it in a spreadsheet program, save it anew and submit again.",
    )
