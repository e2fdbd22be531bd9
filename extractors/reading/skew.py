"""How crookedly a page lies, judged by its lines, and where these lie on the level page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from evidence.places import Quad
from extractors.frames import Affine
from extractors.reading.readers.port import SeenLine

LEAST = 0.4
"""Degrees of skew from which rows of print run into each other."""
MOST = 30.0
CROOKED = 3.0
"""Degrees up to which lines found on the crooked page are as good as on the level one."""
_LONG = 4.0
"""A line tells its angle from so many times its height."""
_ENOUGH = 4
_AGREED = 1.5
"""Degrees within which fewer lines than enough must agree."""


def skew(seen: Sequence[SeenLine]) -> float:
    """Degrees by which the page must be turned clockwise to lie level; 0 where it does.

    The median over the lines that are long enough to tell, the longer ones
    counting more; one that stands on its side or slants on purpose is outvoted.
    """
    angles = [(angle, length) for angle, length in map(_angle, (s.quad for s in seen)) if length]
    angles.sort()
    if len(angles) < _ENOUGH and (len(angles) < 2 or angles[-1][0] - angles[0][0] > _AGREED):
        return 0.0
    half = sum(length for _, length in angles) / 2
    passed = 0.0
    for angle, length in angles:
        passed += length
        if passed >= half:
            return -angle if LEAST <= abs(angle) <= MOST else 0.0
    return 0.0


def laid_level(seen: Sequence[SeenLine], factor: float, matrix: Affine) -> list[SeenLine]:
    """Lines seen at `factor` of the crooked page's size, in the pixels of its frame."""
    (a, b, c), (d, e, f) = matrix
    laid = []
    for line in seen:
        full = [(x / factor, y / factor) for x, y in line.quad]
        moved = [(round(a * x + b * y + c), round(d * x + e * y + f)) for x, y in full]
        laid.append(replace(line, quad=(moved[0], moved[1], moved[2], moved[3])))
    return laid


def _angle(quad: Quad) -> tuple[float, float]:
    """The slope of a line in degrees and its length; length 0 where it tells nothing."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    across = math.hypot(x1 - x0, y1 - y0)
    down = math.hypot(x3 - x0, y3 - y0)
    if across < _LONG * max(down, 1.0):
        return 0.0, 0.0
    top = math.degrees(math.atan2(y1 - y0, x1 - x0))
    bottom = math.degrees(math.atan2(y2 - y3, x2 - x3))
    return (top + bottom) / 2, across
