"""Where another look at a page sees several lines in what one look took for one.

In tight rows of names the detector now and then reads downwards: 侯　敏 above 戴　斌 became
an upright 侯戴. In tight columns it reads across: 朱敏 beside 李红 became 朱敏李红. Such a
line is less than what stands there, however sure its characters are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from evidence.places import Box
from extractors.documents.surnames import COMMON, has_compound_surname, is_plausible_name

UPRIGHT = "stands upright on a level page: two rows may have been read as one line"
SURE = 0.8
"""Confidence of a line that takes another apart."""
_LOW = 0.75
"""Share of an upright line's height that a row on it stays below."""
_OVER = 0.3
"""Share of the narrower width that two lines at one place have in common."""
_SHORTEST = 4
"""Characters of two names together, at least."""
_HAN = re.compile(r"[\u3400-\u9fff]")


class Seen(Protocol):
    """A line as a reader saw it."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def box(self) -> Box:
        """Where it stands."""

    @property
    def confidence(self) -> float:
        """How sure the reader is of it."""


def stands_upright(line: Seen) -> bool:
    """Whether a line of several Chinese characters is taller than wide."""
    return line.box.height > line.box.width and len(_HAN.findall(line.text)) > 1


def taken_apart(line: Seen, others: Sequence[Seen]) -> bool:
    """Whether these lines of another look are what the line ran together."""
    if stands_upright(line):
        return _rows_on(line.box, _sure(others))
    whole = _letters(line.text)
    if len(whole) < _SHORTEST or not all(map(_HAN.match, whole)):
        return False
    return _columns_say(line.box, whole, _sure(others))


def _sure(others: Iterable[Seen]) -> list[Seen]:
    return [other for other in others if other.confidence >= SURE and not stands_upright(other)]


def _rows_on(box: Box, others: Sequence[Seen]) -> bool:
    """Whether rows of print cross the place of an upright line, one of several characters or two."""
    rows = [
        other
        for other in others
        if box.y0 < other.box.center[1] < box.y1
        and other.box.height < _LOW * box.height
        and _common(box, other.box) > _OVER * min(box.width, other.box.width)
    ]
    return any(len(_letters(row.text)) > 1 and row.box.width > row.box.height for row in rows) or (
        any(
            abs(one.box.center[1] - two.box.center[1]) > min(one.box.height, two.box.height) / 2
            for one, two in combinations(rows, 2)
        )
    )


def _columns_say(box: Box, whole: str, others: Iterable[Seen]) -> bool:
    """Whether names beside each other say together what a line of Chinese characters says.

    Names only: what belongs together, a body or a title set wide, stays together.
    """
    parts = sorted(
        (
            other
            for other in others
            if box.x0 < other.box.center[0] < box.x1 and box.y0 < other.box.center[1] < box.y1
        ),
        key=lambda other: other.box.x0,
    )
    words = [_letters(part.text) for part in parts]
    return len(words) > 1 and "".join(words) == whole and all(map(_may_be_name, words))


def _may_be_name(word: str) -> bool:
    return is_plausible_name(word) and (word[0] in COMMON or has_compound_surname(word))


def _common(one: Box, two: Box) -> int:
    return min(one.x1, two.x1) - max(one.x0, two.x0)


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
