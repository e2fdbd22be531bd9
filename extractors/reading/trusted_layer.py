"""Prose of a PDF's own text, taken as read where the text beside it agrees with the pixels.

A text layer is a claim. What fields stand on, large print and a sample of the
rest are read from pixels; where any of it reads otherwise, where text has no
ink under it or two texts share a place, the layer earns no trust and the page
is read whole. What is printed besides the layer is read in any case: only the
prose itself is taken out of the picture that the reader is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

import numpy as np

from evidence.places import Box
from evidence.readings import Channel, Line
from extractors.documents.certainty import comparable
from extractors.reading.grey_levels import median_grey
from extractors.reading.images import Rgb, clipped, cut, darkest

_PROSE = 4
"""Lines of prose from which leaving them out saves more than the comparison costs."""
_COMPARED = 4
"""Lines that must agree with the pixels before the rest is believed."""
_SAMPLED = 5
"""Every so many lines of prose, one is read from pixels all the same."""
_LARGE = 1.25
"""Times the median height from which print is a title, which says what the document is."""
_ONE_PLACE = 0.3
"""Share of the smaller area that two texts of an honest layer never share."""
_SHORT = 2
"""Characters that a line needs to be compared; a page's number between dashes has fewer."""
_INK = 50
"""How much print differs from its paper, in grey levels."""
_INKED = 0.4
"""Share of a line's width with print in it; a line of the layer may reach across columns."""
_MARGIN = 0.15
"""Share of a line's height that is taken out around it: accents and boxes set too tight."""
_CONFIDENCE = 0.75
"""Below any reading from pixels, so that one always takes its place."""


@dataclass(frozen=True, slots=True)
class Split:
    """A layer's lines: those to compare with the pixels, and the prose to take from it."""

    compared: tuple[Line, ...]
    prose: tuple[Line, ...]


def split(image: Rgb, lines: Sequence[Line], decisive: Sequence[Box]) -> Split | None:
    """What to read of a page and what to take from its layer; None where it earns no trust."""
    if _overprinted(lines) or not all(_has_ink(image, line) for line in lines):
        return None
    usual = median(line.box.height for line in lines) if lines else 0
    prose = [
        line
        for line in lines
        if line.box.height <= _LARGE * usual and not any(box.overlap(line.box) for box in decisive)
    ]
    prose = [line for number, line in enumerate(prose) if number % _SAMPLED]
    compared = tuple(line for line in lines if line not in prose)
    if len(prose) < _PROSE or len(compared) < _COMPARED:
        return None
    taken = (replace(line, confidence=_CONFIDENCE, channel=Channel.PROSE) for line in prose)
    return Split(compared, tuple(taken))


def without(image: Rgb, prose: Sequence[Line]) -> Rgb:
    """The page with paper where the prose stands."""
    bare = image.copy()
    height, width = image.shape[:2]
    for line in prose:
        box = clipped(line.box.grown(round(_MARGIN * line.box.height)), width, height)
        place = bare[box.y0 : box.y1, box.x0 : box.x1]
        if place.size:
            place[:] = [int(median_grey(place[:, :, colour])) for colour in range(3)]
    return bare


def agree(compared: Sequence[Line], seen: Sequence[Line], seals: Sequence[Box]) -> bool:
    """Whether the pixels say, at its place, what each line of the layer says.

    What stands under a seal is no measure of the layer: ink hides characters.
    """
    free = [line for line in compared if not any(seal.overlap(line.box) for seal in seals)]
    return len(free) >= _COMPARED and all(
        len(text) < _SHORT or text in comparable(_at(line.box, seen))
        for line, text in ((line, _once(comparable(line.text))) for line in free)
    )


def _once(text: str) -> str:
    """A text whose characters are each set twice for bold, once."""
    return text[::2] if len(text) > 1 and text[::2] == text[1::2] else text


def _at(box: Box, seen: Sequence[Line]) -> str:
    row = [line for line in seen if _same_row(line.box, box)]
    return "".join(line.text for line in sorted(row, key=lambda line: line.box.x0))


def _same_row(one: Box, two: Box) -> bool:
    high = min(one.y1, two.y1) - max(one.y0, two.y0)
    wide = min(one.x1, two.x1) - max(one.x0, two.x0)
    return high > 0.5 * min(one.height, two.height) and wide > 0


def _overprinted(lines: Sequence[Line]) -> bool:
    return any(
        one.box.overlap(two.box) > _ONE_PLACE * min(one.box.area, two.box.area)
        for one, two in combinations(lines, 2)
    )


def _has_ink(image: Rgb, line: Line) -> bool:
    """Whether there is print wherever the line says there are characters."""
    shown = cut(image, line.box)
    if not shown.size:
        return False
    gray = darkest(shown)
    columns = np.any(np.abs(gray.astype(np.int16) - median_grey(gray)) > _INK, axis=0)
    count = min(len("".join(line.text.split())), len(columns))
    cells = [cell.any() for cell in np.array_split(columns, max(count, 1))]
    return sum(map(bool, cells)) >= _INKED * len(cells)
