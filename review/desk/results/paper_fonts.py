"""The fonts for PDFs that the desk makes."""

from __future__ import annotations

from functools import cache

from review.rosters.fonts import RosterFonts, find_fonts


@cache
def paper_fonts() -> RosterFonts:
    """The fonts of this machine, looked for once. Raises MachineError (`E-FONT`)."""
    return find_fonts()
