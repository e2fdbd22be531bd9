"""Sets a PDF (PDF/A-2b) with typst from data alone: no text of it is ever read as markup."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst

from review.rosters.cells import printable
from review.rosters.fonts import RosterFonts

_STANDARD: Final = "a-2b"
"""六(四) keeps the records for good; PDF/A embeds fonts and refuses missing glyphs."""
_MISSING: Final = "〓"
"""The printer's mark (下线符) for a character that the font lacks."""
_LATIN_RUN = re.compile(r"[!-~]{24,}")
_LATIN_PIECE = re.compile(r"[!-~]{12}")
_ZERO_WIDTH_SPACE: Final = "\u200b"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is to be set: texts, lists and numbers for a typst template of ours.

    The template reads `data` as JSON from `sys.inputs.data`; `data.fonts` are added, the
    families for text (`body`) and headings (`head`). `created` is the date that the file bears.
    """

    template: Path
    data: Mapping[str, Any]
    created: dt.datetime


def typeset(manuscript: Manuscript, fonts: RosterFonts) -> bytes:
    """The manuscript as PDF.

    A character that no font has becomes 〓 with its code point, so that the reader sees that
    one is missing and the rest stands.
    """
    families = {"body": fonts.body, "head": fonts.head}
    text = json.dumps(_settable({**manuscript.data, "fonts": families}), ensure_ascii=False)
    try:
        return _compile(manuscript, text, fonts)
    except typst.TypstError as e:
        lacking = _lacking(text, fonts)
        if not lacking:
            raise
        shown = {ord(c): f"{_MISSING}(U+{ord(c):04X})" for c in lacking}
        try:
            return _compile(manuscript, text.translate(shown), fonts)
        except typst.TypstError as again:
            raise again from e


def _compile(manuscript: Manuscript, data: str, fonts: RosterFonts) -> bytes:
    return typst.compile(
        str(manuscript.template),
        root=str(manuscript.template.parent),
        font_paths=fonts.loaded,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=_STANDARD,
        timestamp=manuscript.created.astimezone(dt.UTC).replace(microsecond=0),
    )


def _settable(value: Any) -> Any:
    """The data with every text as it can be set: printable, and long Latin runs may break."""
    if isinstance(value, str):
        return _LATIN_RUN.sub(
            lambda run: _LATIN_PIECE.sub(lambda piece: piece[0] + _ZERO_WIDTH_SPACE, run[0]),
            printable(value),
        )
    if isinstance(value, Mapping):
        return {key: _settable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(one) for one in value]
    return value


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
