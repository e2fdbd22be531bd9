"""A roster as PDF (A4, PDF/A-2b), set by typst from data alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import typst

from review.rosters.cells import printable
from review.rosters.fonts import RosterFonts
from review.rosters.heading import BatchRun
from review.rosters.layout import (
    EMPTY_ROSTER,
    SIGNATURES,
    Column,
    columns_of,
    foot_note,
    unit_line,
)
from review.rosters.people import Roster, RosterRow
from review.rosters.workbook import lines_needed

_TEMPLATE: Final = Path(__file__).with_name("roster.typ")
_STANDARD: Final = "a-2b"
"""六(四) keeps the records for good; PDF/A embeds fonts and refuses missing glyphs."""
_LINES_KEPT_TOGETHER: Final = 20
"""A person's row stays on one page, unless it is so long that it might not fit on any."""
_MISSING: Final = "〓"
"""The printer's mark (下线符) for a character that the font lacks."""
_LATIN_RUN = re.compile(r"[!-~]{24,}")
_LATIN_PIECE = re.compile(r"[!-~]{12}")
_ZERO_WIDTH_SPACE: Final = "\u200b"


def roster_pdf(run: BatchRun, roster: Roster, fonts: RosterFonts) -> bytes:
    """The roster as PDF.

    A character that no font has becomes 〓 with its code point, so that the
    clerk sees that one is missing and the rest of the roster stands.
    """
    data = _data(run, roster, fonts)
    try:
        return _compile(data, run, fonts)
    except typst.TypstError as e:
        lacking = _lacking(data, fonts)
        if not lacking:
            raise
        shown = {ord(c): f"{_MISSING}(U+{ord(c):04X})" for c in lacking}
        try:
            return _compile(data.translate(shown), run, fonts)
        except typst.TypstError as again:
            raise again from e


def _compile(data: str, run: BatchRun, fonts: RosterFonts) -> bytes:
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=fonts.loaded,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"roster": data},
        pdf_standards=_STANDARD,
        timestamp=run.file_date,
    )


def _data(run: BatchRun, roster: Roster, fonts: RosterFonts) -> str:
    columns = columns_of(roster.outcome)
    return json.dumps(
        {
            "title": roster.title,
            "notice": _set(run.notice_line),
            "batch": _set(f"批次 {run.batch}"),
            "fonts": {"body": fonts.body, "head": fonts.head},
            "columns": [
                {"head": one.head, "width": one.width, "narrow": one.narrow} for one in columns
            ],
            "units": [
                {
                    "name": _set(unit.unit),
                    "line": _set(unit_line(run, unit)),
                    "rows": [_row(number, row, columns) for number, row in enumerate(unit.rows, 1)],
                }
                for unit in roster.lists
            ],
            "empty": EMPTY_ROSTER,
            "note": foot_note(roster.outcome),
            "signatures": SIGNATURES,
        },
        ensure_ascii=False,
    )


def _row(number: int, row: RosterRow, columns: Sequence[Column]) -> dict[str, Any]:
    texts = [column.text(number, row) for column in columns]
    lines = max(lines_needed(t, c.width) for t, c in zip(texts, columns, strict=True))
    return {"cells": [_set(text) for text in texts], "breakable": lines > _LINES_KEPT_TOGETHER}


def _set(text: str) -> str:
    """The text as it can be set: printable, and long Latin runs may break like Chinese."""
    return _LATIN_RUN.sub(
        lambda run: _LATIN_PIECE.sub(lambda piece: piece[0] + _ZERO_WIDTH_SPACE, run[0]),
        printable(text),
    )


def _lacking(text: str, fonts: RosterFonts) -> set[str]:
    """The characters of `text` that none of the fonts has, asked of typst one by one."""
    return {c for c in _unusual(text) if not _has(c, fonts)}


def _unusual(text: str) -> Iterable[str]:
    # Every Noto CJK font has printable ASCII, and json writes controls as escapes.
    return sorted({c for c in text if ord(c) > 0x7E})


def _has(character: str, fonts: RosterFonts) -> bool:
    families = ", ".join(f'"{family}"' for family in fonts.body)
    try:
        typst.compile(
            f"#set text(font: ({families}))\n#sys.inputs.text".encode(),
            font_paths=fonts.loaded,
            ignore_system_fonts=True,
            format="pdf",
            # Between letters, as an accent or a joiner alone has nothing to stand on.
            sys_inputs={"text": f"一{character}一"},
            pdf_standards=_STANDARD,
        )
    except typst.TypstError:
        return False
    return True
