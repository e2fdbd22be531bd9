"""What an untrusted text may become in a table cell.

Names, units and file names come from applicants. A spreadsheet program takes a
cell that starts with = + - @ for a formula and would run it.
"""

from __future__ import annotations

import re
from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
# XML 1.0 has no form for these, nor for half a surrogate pair.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
CELL_LIMIT = 32_767
"""Characters that a cell of XLSX can hold."""


def printable(text: str) -> str:
    """The text without control characters and marks that turn the writing direction.

    What is taken out is replaced by U+FFFD, so that it shows that something stood there.
    """
    return _DIRECTIONS.sub("\ufffd", _UNPRINTABLE.sub("\ufffd", text))


def csv_cell(text: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula."""
    safe = printable(text)
    return f"'{safe}" if safe.startswith(_FORMULA_STARTS) else safe


def xlsx_text(text: str) -> str:
    """The text as the string value of an XLSX cell, cut where a cell is full."""
    safe = printable(text)
    return safe if len(safe) <= CELL_LIMIT else safe[: CELL_LIMIT - 1] + "…"
