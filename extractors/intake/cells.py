"""A cell as text, exactly as it was meant, or with the reason why nobody can know."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from evidence.errors import Problem

# Spreadsheets keep 15 digits of a number; an ID number of 18 loses three.
_EXACT = 10**15
_DECIMALS = re.compile(r"0\.(0+)")
_LEADING_ZEROS = re.compile(r"0{2,}")
_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{2,}")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class Cell(NamedTuple):
    """The text of a cell; `trouble` says why it cannot be relied on."""

    text: str
    trouble: Problem | None = None


EMPTY = Cell("")


def from_text(text: str, longest: int) -> Cell:
    """A cell that was text: without invisible characters and Excel's text guards."""
    if len(text) > longest:
        return Cell(text[:longest], _too_long(longest))
    cleaned = _INVISIBLE.sub("", text).strip()
    guarded = _PROTECTED.fullmatch(cleaned)
    cleaned = guarded[1] if guarded else cleaned.removeprefix("'")
    return Cell(cleaned, _rounded() if _SCIENTIFIC.fullmatch(cleaned) else None)


def from_value(value: object, number_format: str, longest: int) -> Cell:
    """A spreadsheet cell's value, written as its sheet shows it."""
    match value:
        case None:
            return EMPTY
        case str():
            return from_text(value, longest)
        case bool():
            return Cell("是" if value else "否")
        case int() | float():
            return _number(value, number_format)
        case dt.datetime() | dt.date():
            return Cell(_date(value, number_format))
        case _:
            return Cell(str(value))


def error_cell(text: str) -> Cell:
    """A cell that holds a spreadsheet's error, such as #N/A."""
    return Cell(
        text,
        Problem(
            "E-CELL-ERROR",
            f"单元格是错误值 {text}；请改为实际内容后重新提交。",
            f"the cell holds the error {text}; enter its content and submit again.",
        ),
    )


def uncalculated_cell(formula: str) -> Cell:
    """A formula whose result was not saved with it."""
    return Cell(
        formula[:200],
        Problem(
            "E-CELL-FORMULA",
            "单元格是公式且没有保存计算结果；请粘贴为数值后重新提交。",
            "the cell holds a formula without its result; paste it as a value and submit again.",
        ),
    )


def _number(value: float, number_format: str) -> Cell:
    if value != value or abs(value) >= _EXACT:  # noqa: PLR0124  NaN differs from itself
        return Cell(f"{value:.0f}" if value == value else "", _rounded())  # noqa: PLR0124
    if isinstance(value, int) or value.is_integer():
        digits = str(int(value))
        if _LEADING_ZEROS.fullmatch(number_format):
            return Cell(digits.zfill(len(number_format)))
        if not (decimals := _DECIMALS.fullmatch(number_format)):
            return Cell(digits)
        return Cell(f"{value:.{len(decimals[1])}f}")
    decimals = _DECIMALS.fullmatch(number_format)
    shown = f"{value:.{len(decimals[1])}f}" if decimals else repr(value)
    # 2019.10 typed as a number shows "2019.10"; what it hides is not made up.
    return Cell(shown if float(shown) == value else repr(value))


def _date(value: dt.date, number_format: str) -> str:
    """ISO, at the precision that the sheet shows: its format has a day or has none."""
    if isinstance(value, dt.datetime) and value.time() != dt.time(0):
        return value.isoformat(" ", "seconds")
    shown = _FORMAT_LITERALS.sub("", number_format).lower()
    if "y" in shown and "d" not in shown:
        return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return f"{value:%Y-%m-%d}"


def _rounded() -> Problem:
    return Problem(
        "E-CELL-ROUNDED",
        "长数字被表格软件当作数值四舍五入，末几位已丢失；请将该列设为文本后重新填写。",
        "a long number was rounded by the spreadsheet program and lost its last digits; "
        "format the column as text and enter it again.",
    )


def _too_long(longest: int) -> Problem:
    return Problem(
        "E-CELL-LONG",
        f"单元格超过 {longest} 个字符；请缩短后重新提交。",
        f"the cell holds more than {longest} characters; shorten it and submit again.",
    )
