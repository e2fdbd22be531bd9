"""A roster as PDF (A4, PDF/A-2b), set by typst from data alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from review.rosters.fonts import RosterFonts
from review.rosters.heading import BatchRun
from review.rosters.imprint import Imprint
from review.rosters.layout import (
    EMPTY_ROSTER,
    SIGNATURES,
    Column,
    columns_of,
    foot_note,
    unit_line,
)
from review.rosters.people import Roster, RosterRow
from review.rosters.typesetting import Manuscript, typeset
from review.rosters.workbook import lines_needed

_TEMPLATE: Final = Path(__file__).with_name("roster.typ")
_LINES_KEPT_TOGETHER: Final = 20
"""A person's row stays on one page, unless it is so long that it might not fit on any."""


def roster_pdf(
    run: BatchRun, roster: Roster, fonts: RosterFonts, imprint: Imprint | None = None
) -> bytes:
    """The roster as PDF; the imprint of a list that rests on people's decisions stands below."""
    return typeset(roster_manuscript(run, roster, imprint), fonts)


def roster_manuscript(run: BatchRun, roster: Roster, imprint: Imprint | None = None) -> Manuscript:
    """What is set of a roster."""
    columns = columns_of(roster.outcome)
    data = {
        "title": roster.title,
        "notice": run.notice_line,
        "batch": f"批次 {run.batch}",
        "columns": [
            {"head": one.head, "width": one.width, "narrow": one.narrow} for one in columns
        ],
        "units": [
            {
                "name": unit.unit,
                "line": unit_line(run, unit),
                "rows": [_row(number, row, columns) for number, row in enumerate(unit.rows, 1)],
            }
            for unit in roster.lists
        ],
        "empty": EMPTY_ROSTER,
        "note": foot_note(roster.outcome, decided=imprint is not None),
        "signatures": SIGNATURES,
        "imprint": imprint.line if imprint else "",
    }
    return Manuscript(_TEMPLATE, data, run.file_date)


def _row(number: int, row: RosterRow, columns: Sequence[Column]) -> dict[str, Any]:
    texts = [column.text(number, row) for column in columns]
    lines = max(lines_needed(t, c.width) for t, c in zip(texts, columns, strict=True))
    return {"cells": texts, "breakable": lines > _LINES_KEPT_TOGETHER}
