"""Rings of ink on a page: where its seals are.

A ring of ink of any colour is looked for and checked by how much of its
circumference is inked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np

from evidence.places import Box
from extractors.reading.images import Gray, Rgb, extremes, halved
from extractors.reading.sheet import Sheet

_MIN_DIAMETER = 0.09
_MAX_DIAMETER = 0.40
_RING_COVER = 0.55
GREY = "grey"
_GREY_COVER = 0.80
"""A ring without colour must be inked so far around: black print is everywhere."""
_GREY_OUTSIDE = 0.40
"""Share of the circle just outside a grey ring that may be inked: beyond a rim lies paper."""
_RIM, _BEYOND = (0.94, 1.03), (1.07, 1.12)
"""Where the rim is, and where just outside: shares of the radius."""
_COLOURLESS = 0.002
"""Share of pixels with colour below which a page is a copy without colours."""
_CHROMA = 40
_HUES = {"red": ((0, 15), (159, 180)), "blue": ((96, 139),)}
"""Half degrees, both ends included."""
_VIVID = (41, 51)
"""The least saturation and brightness of ink."""
_INKED = 33
"""Its least chroma."""
_DARKER = 22
"""Grey levels by which ink is darker than the paper around it."""
_KNOWN_COVER = 0.90
"""A disc of connected ink with so much of its circumference inked is a ring; no circle is looked for
there, where none has room beside its middle: in one that is round, and not much larger than the least."""
_ROUND = 1.1
"""Two seals that overlap by half are an oval of ink."""
_NOT_MUCH = 1.5
"""Of a half axis, in least diameters: an ordinary seal of 42 mm on A4 has 1.1."""
_BLANKED = 1.06
"""How far the ink of such a ring reaches, as a share of its radius."""
_FEWEST = 50
"""Pixels of ink that any ring has: half as many as its circumference is looked at in."""
_GRID = 6
"""Circles' centres lie on a grid of three pixels, halved once: a part begins where the whole has one."""
_SEAL_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse of ink: centre, half axes in page pixels, ink colour."""

    x: float
    y: float
    rx: float
    ry: float
    colour: str

    @property
    def box(self) -> Box:
        """The box around it."""
        return Box(
            round(self.x - self.rx),
            round(self.y - self.ry),
            round(self.x + self.rx),
            round(self.y + self.ry),
        )


def find_rings(sheet: Sheet) -> list[Ring]:
    """Rings of coloured ink, on pages without colour of grey; largest first, at most eight.

    The page is looked at as it lies; an oval on a crooked page has its axes along the level page's.
    """
    small, factor = sheet.small
    rings: list[Ring] = []
    dark, bright = extremes(small)
    chroma = np.asarray(cv2.subtract(bright, dark), dtype=np.uint8)
    if np.count_nonzero(chroma > _CHROMA) < _COLOURLESS * chroma.size:
        masks = [(GREY, _grey_mask(dark))]
    else:
        masks = _ink_masks(small, chroma)
    degrees = sheet.frame.degrees if sheet.frame else 0.0
    for colour, mask in masks:
        for ring in _candidates(mask, colour, degrees):
            if all(_apart(ring, other) for other in rings):
                rings.append(ring)
    rings.sort(key=lambda ring: -ring.rx * ring.ry)
    return [
        Ring(*sheet.place(r.x / factor, r.y / factor), r.rx / factor, r.ry / factor, r.colour)
        for r in rings[:_SEAL_LIMIT]
    ]


def _ink_masks(small: Rgb, chroma: Gray) -> list[tuple[str, Gray]]:
    """Where red ink is, and where blue: 255, elsewhere 0."""
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    inked = cv2.inRange(chroma, _INKED, 255)
    masks = []
    for name, hues in _HUES.items():
        found = [cv2.inRange(hsv, (low, *_VIVID), (high, 255, 255)) for low, high in hues]
        mask = cv2.bitwise_and(reduce(cv2.bitwise_or, found), inked)
        if cv2.countNonZero(mask):
            masks.append((name, np.asarray(mask, dtype=np.uint8)))
    return masks


def _grey_mask(grey: Gray) -> Gray:
    """Whatever is darker than the paper around it: 255, elsewhere 0."""
    half, _ = halved(grey, 0.5)
    paper = cv2.medianBlur(cv2.dilate(half, np.ones((5, 5), np.uint8)), 15)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    darker = cv2.inRange(cv2.subtract(paper, grey), _DARKER + 1, 255)
    return np.asarray(darker, dtype=np.uint8)


def _candidates(mask: Gray, colour: str, degrees: float) -> list[Ring]:
    """Discs by connected ink, then circles by Hough where seals touch other ink.

    The page lies crooked by so many degrees (`Frame`).
    """
    short = min(mask.shape)
    low, high = _MIN_DIAMETER * short, _MAX_DIAMETER * short
    rings = []
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in contours:
        hull = cv2.convexHull(contour)
        if len(hull) < 5:
            continue
        (x, y), axes, angle = cv2.fitEllipse(hull)
        width, height = (axes[0], axes[1]) if angle < 45 or angle > 135 else (axes[1], axes[0])
        if not (low <= min(axes) and max(axes) <= high and max(axes) <= 1.9 * min(axes)):
            continue
        rings.append(Ring(x, y, width / 2, height / 2, colour))
    covered = [(_cover(mask, ring, degrees), ring) for ring in rings]
    known = [
        ring
        for cover, ring in covered
        if cover >= _KNOWN_COVER
        and max(ring.rx, ring.ry) <= min(_ROUND * min(ring.rx, ring.ry), _NOT_MUCH * low)
    ]
    covered += [
        (_cover(mask, ring, degrees), ring)
        for ring in (Ring(x, y, r, r, colour) for x, y, r in _others(mask, known, low, high))
    ]
    least = _GREY_COVER if colour == GREY else _RING_COVER
    kept: list[Ring] = []
    for cover, ring in sorted(covered, key=lambda item: -item[0]):
        if cover >= least and all(_apart(ring, other) for other in kept):
            kept.append(ring)
    if colour == GREY:
        kept = [ring for ring in kept if _cover(mask, ring, degrees, _BEYOND) < _GREY_OUTSIDE]
    return kept


def _others(
    mask: Gray, known: Sequence[Ring], low: float, high: float
) -> list[tuple[float, float, float]]:
    """Centre and radius of circles beside the rings that are known, where there is ink for any.

    The centre of a seal that is cut by the page's edge may lie beyond the ink.
    """
    margin = round(high / 2)
    rest = mask.copy()
    for ring in known:
        axes = (round(_BLANKED * ring.rx), round(_BLANKED * ring.ry))
        cv2.ellipse(rest, (round(ring.x), round(ring.y)), axes, 0, 0, 360, 0, -1)
    if cv2.countNonZero(rest) < _FEWEST:
        return []
    x, y, width, height = cv2.boundingRect(rest)
    left, top = (max(edge - margin, 0) // _GRID * _GRID for edge in (x, y))
    part = rest[top : y + height + margin, left : x + width + margin]
    return [(x + left, y + top, r) for x, y, r in _circles(part, low, high)]


def _circles(mask: Gray, low: float, high: float) -> list[tuple[float, float, float]]:
    """Centre and radius of circles with diameters from `low` to `high`, by Hough at half size."""
    blurred = cv2.GaussianBlur(mask, (5, 5), 0)
    half, _ = halved(np.asarray(blurred, dtype=np.uint8), 0.5)
    found = cv2.HoughCircles(
        half,
        cv2.HOUGH_GRADIENT_ALT,
        dp=1.5,
        minDist=low / 2,
        param1=200,
        param2=0.75,
        minRadius=int(low / 4),
        maxRadius=int(high / 4),
    )
    if found is None:
        return []
    return [(2 * x + 0.5, 2 * y + 0.5, 2 * r) for x, y, r in found[0].tolist()]


def _cover(mask: Gray, ring: Ring, degrees: float, within: tuple[float, float] = _RIM) -> float:
    """The share of the circumference with ink at these shares of the radius."""
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    sine, cosine = np.sin(-np.radians(degrees)), np.cos(-np.radians(degrees))
    hit = np.zeros(len(angles), dtype=bool)
    for share in np.linspace(*within, 7):
        right, down = ring.rx * share * np.cos(angles), ring.ry * share * np.sin(angles)
        xs = np.round(ring.x + right * cosine - down * sine).astype(int)
        ys = np.round(ring.y + right * sine + down * cosine).astype(int)
        inside = (xs >= 0) & (ys >= 0) & (xs < mask.shape[1]) & (ys < mask.shape[0])
        hit[inside] |= mask[ys[inside], xs[inside]] > 0
    return float(hit.mean())


def _apart(one: Ring, other: Ring) -> bool:
    distance = float(np.hypot(one.x - other.x, one.y - other.y))
    return distance > 0.5 * max(one.rx, one.ry, other.rx, other.ry)
