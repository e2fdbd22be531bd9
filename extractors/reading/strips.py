"""Large pictures, searched strip by strip, each strip no wider than what is printed on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from evidence.places import Quad, around
from extractors.reading.grey_levels import median_grey
from extractors.reading.images import Gray, Rgb, darkest
from extractors.reading.readers.checked import CheckedReader
from extractors.reading.readers.port import SeenLine

_STRIP_PIXELS = 650_000
"""Pixels of a usual strip with its overlaps."""
_MOST_PIXELS = 960 * 960
"""No strip is larger than the first look's square: the engine's memory grows with the
pixels, and workers have a limit of it."""
_OVERLAP = 64
"""Pixels that neighbouring strips share, so that a line is whole in one of them."""
_COARSE = 8
"""Pixels a step when looking where anything is printed at all."""
_MARGIN = 24
_INK = 28
"""How much a pixel differs from its strip's paper where something is printed."""


def find_in_strips(reader: CheckedReader, shown: Rgb, share: float = 1.0) -> list[SeenLine]:
    """Every line of a picture, each taken from the strip it is whole in.

    Lines are looked for at `share` of the picture's size, and read at its full size.
    """
    height, width = shown.shape[:2]
    room = _Room(round(_STRIP_PIXELS / share**2), round(_MOST_PIXELS / share**2))
    if height * width <= room.usual:
        return reader.find(shown, round(share * max(height, width)))
    seen = []
    coarse = np.asarray(darkest(shown), np.uint8)
    top = 0
    while top < height:
        step, left, right = _strip(coarse, top, room)
        start, end = max(top - _OVERLAP, 0), min(top + step + _OVERLAP, height)
        if right > left:
            strip = np.ascontiguousarray(shown[start:end, left:right])
            for line in reader.find(strip, round(share * max(strip.shape[:2]))):
                middle = start + around(line.quad).center[1]
                if top <= middle < top + step:
                    seen.append(replace(line, quad=_moved(line.quad, left, start)))
        top += step
    return seen


@dataclass(frozen=True, slots=True)
class _Room:
    """Pixels of a usual strip with its overlaps, and of the largest."""

    usual: int
    most: int

    def rows(self, width: int) -> int:
        """Rows of a strip so wide, its overlaps apart."""
        usual = self.usual // max(width, 1) - 2 * _OVERLAP
        most = self.most // max(width, 1) - 2 * _OVERLAP
        return max(min(max(usual, 2 * _OVERLAP), most), _OVERLAP)


def _strip(page: Gray, top: int, room: _Room) -> tuple[int, int, int]:
    """Height of the strip from `top` on, and where its print begins and ends across.

    Narrow print allows a higher strip: the height is found for the whole width
    first, then once more for the width that is printed on.
    """
    height, width = page.shape
    left, right = 0, width
    step = 2 * _OVERLAP
    for _ in range(2):
        step = min(room.rows(right - left), height - top)
        left, right = _printed(page[max(top - _OVERLAP, 0) : top + step + _OVERLAP])
        if right <= left:
            return step, 0, 0
    # A strip that grew higher may hold wider print than the lower one did.
    if (right - left) * (step + 2 * _OVERLAP) > room.usual:
        step = min(room.rows(right - left), height - top)
    return step, left, right


def _printed(strip: Gray) -> tuple[int, int]:
    """The columns between which anything differs from the paper, with a margin; (0, 0) for none."""
    width = strip.shape[1]
    size = (max(width // _COARSE, 1), max(strip.shape[0] // _COARSE, 1))
    small = cv2.resize(strip, size, interpolation=cv2.INTER_AREA)
    paper = int(median_grey(np.asarray(small, np.uint8)))
    columns = np.flatnonzero((cv2.absdiff(small, np.full_like(small, paper)) > _INK).any(axis=0))
    if not columns.size:
        return 0, 0
    left = int(columns[0]) * _COARSE - _MARGIN
    right = (int(columns[-1]) + 1) * _COARSE + _MARGIN
    return max(left, 0), min(right, width)


def _moved(quad: Quad, right: int, down: int) -> Quad:
    a, b, c, d = ((x + right, y + down) for x, y in quad)
    return (a, b, c, d)
