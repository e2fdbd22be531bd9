"""A seal's ring as a strip of upright characters.

The ring is fitted to the outer edge of its rim, the band of characters is
found from how ink is spread over the radius, and the strip is cut at the
bottom, where Chinese official seals have no text (GB/T 33481: the name runs
from lower left over the top to lower right).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.reading.channels import ink, sharp_ink
from extractors.reading.grey_levels import percentile
from extractors.reading.images import Gray, Rgb, brightest, cut, darkest
from extractors.reading.rings import GREY, Ring
from extractors.reading.sheet import Sheet

_RADIUS = 220
"""Seals are scaled to this radius in pixels before they are unrolled."""
_ROOM = 1.12
"""The disc reaches this far, as a share of the radius, so that the rim's edge is on it."""
_AROUND = 0.5
"""What is kept around the ring, as a share of its radius: it is moved and stretched to its rim."""
_ANGLES = 180
_RIM = (0.86, 1.10)
"""Where the rim's outer edge is looked for, as shares of the radius found before."""
_STRAY = 0.05
"""Edge points this far from the median belong to something else."""
_GAP = (0.80, 0.97)
"""Where the gap between rim and characters is looked for."""
_USUAL_INNER = 0.64
_INNER = (0.50, 0.80)
"""Where characters can end towards the centre; else they are taken to end as usual."""
_BOTTOM = 0.6
"""Radians left and right of the bottom that may hold a number, and no name."""
_PRINT = 0.6
"""Share of the paper's brightness below which even the brightest channel is black print."""
_CLOSER = 0.8
"""Width of the strip in those that draw characters closer together."""
_INSIDE = (0.34, 0.68)
"""Where below the star a straight line stands, as shares of the radius."""
_WIDE = 0.70
"""How far left and right of the middle that line may reach."""
_INKED = (0.04, 0.6)
"""Share of that stretch with ink, between which it may hold characters."""
_FAINTEST = 20
"""Grey levels of ink on paper below which stretching would show noise."""


class Unrolled:
    """One seal, in the pictures of its ring that a reader is shown."""

    def __init__(self, sheet: Sheet, ring: Ring) -> None:
        around = sheet.clipped(ring.box.grown(round(max(ring.rx, ring.ry) * _AROUND)))
        self._image = sheet.cut(around)
        ring = replace(ring, x=ring.x - around.x0, y=ring.y - around.y0)
        # Grey seals, as copied, have no colour to be told by: brightness is all there is.
        grey = ring.colour == GREY
        self._pictures = (_as_it_is, _as_it_is, _evened) if grey else (ink, sharp_ink, _bridged)
        self._ring = _fitted(_disc(self._image, ring, self._pictures[0]), ring)
        self._disc = _disc(self._image, self._ring, self._pictures[0])
        self._inner, self._outer = _band(self._disc)

    def ink(self) -> Gray:
        """The band of characters, blank where print lies over the ink."""
        return _unroll(self._disc, self._inner - 0.03, self._outer)

    def bridged(self) -> Gray:
        """The same band, the ink next to print carried on below it."""
        disc = _disc(self._image, self._ring, self._pictures[2])
        return _unroll(disc, self._inner - 0.03, self._outer)

    def sharp(self) -> Gray:
        """The same band with the strokes as sharp as the page's brightness shows them."""
        disc = _disc(self._image, self._ring, self._pictures[1])
        return _unroll(disc, self._inner - 0.03, self._outer)

    def more(self) -> list[Gray]:
        """The band without the room below its characters, and the sharp one drawn closer."""
        sharp, bridged = (
            _unroll(_disc(self._image, self._ring, picture), self._inner, self._outer)
            for picture in self._pictures[1:]
        )
        closer = (round(_CLOSER * sharp.shape[1]), sharp.shape[0])
        drawn = cv2.resize(sharp, closer, interpolation=cv2.INTER_AREA)
        return [sharp, np.asarray(drawn, dtype=np.uint8), bridged]

    def inside(self) -> Gray | None:
        """The stretch below the star where a straight line may stand; None where nothing does."""
        middle = self._disc.shape[0] // 2
        top, bottom = (middle + round(share * _RADIUS) for share in _INSIDE)
        reach = round(_WIDE * _RADIUS)
        stretch = self._disc[top:bottom, middle - reach : middle + reach]
        least, most = _INKED
        return stretch if least < float((stretch < 128).mean()) < most else None


def _disc(image: Rgb, ring: Ring, seen: Callable[[Rgb], Gray]) -> Gray:
    """The seal's ink as a square of fixed size, ovals made round, pale ink made dark."""
    around = ring.box.grown(round(max(ring.rx, ring.ry) * (_ROOM - 0.97)))
    shown = cut(image, around)
    left, top = ring.x - max(around.x0, 0), ring.y - max(around.y0, 0)
    wide, high = _RADIUS / ring.rx, _RADIUS / ring.ry
    middle = _RADIUS * _ROOM
    matrix = np.array([[wide, 0, middle - wide * left], [0, high, middle - high * top]])
    dark = _stretched(seen(shown))
    side = round(2 * middle)
    return np.asarray(
        cv2.warpAffine(dark, matrix, (side, side), flags=cv2.INTER_CUBIC, borderValue=255),
        dtype=np.uint8,
    )


def _stretched(dark: Gray) -> Gray:
    """Ink from black to white, however pale it is and however tinted the paper."""
    paper, inked = (percentile(dark, share) for share in (70, 3))
    if paper - inked < _FAINTEST:
        return dark
    stretched = (dark.astype(np.float32) - inked) * (255 / (paper - inked))
    return np.asarray(np.clip(stretched, 0, 255), dtype=np.uint8)


def _as_it_is(shown: Rgb) -> Gray:
    return darkest(shown)


def _evened(shown: Rgb) -> Gray:
    """Brightness with its contrast evened out, so that pale strokes are as dark as others."""
    return np.asarray(cv2.createCLAHE(2.0, (4, 4)).apply(darkest(shown)), dtype=np.uint8)


def _bridged(shown: Rgb) -> Gray:
    """Strokes of ink carried on where black print hides them."""
    dark = ink(shown)
    bright = brightest(shown)
    hidden = (bright < _PRINT * percentile(bright, 80)).astype(np.uint8)
    hidden = np.asarray(cv2.dilate(hidden, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    near = cv2.erode(dark, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    return np.asarray(np.where(hidden > 0, near, dark), dtype=np.uint8)


def _fitted(disc: Gray, ring: Ring) -> Ring:
    """The ring moved and stretched so that the rim's outer edge lies on it."""
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    shares = np.linspace(*_RIM, 49)
    inked = _polar(disc, angles, shares[::-1]) < 128
    edge = shares[::-1][np.argmax(inked, axis=0)]
    there = inked.any(axis=0)
    if there.sum() < _ANGLES // 3:
        return ring
    there &= np.abs(edge - np.median(edge[there])) < _STRAY
    # A circle moved by (dx, dy) and squeezed has r = dx cos + dy sin + r0 + e cos 2a + e' sin 2a.
    terms = np.stack(
        [
            np.cos(angles),
            np.sin(angles),
            np.ones(_ANGLES),
            np.cos(2 * angles),
            np.sin(2 * angles),
        ],
        axis=1,
    )
    for _ in range(3):
        if there.sum() < _ANGLES // 3:
            return ring
        solved = np.linalg.lstsq(terms[there], edge[there], rcond=None)[0]
        off = np.abs(terms @ solved - edge)
        there &= off < max(0.009, 1.5 * float(np.median(off[there])))
    dx, dy, size, squeeze, _ = (float(value) for value in solved)
    return Ring(
        ring.x + dx * ring.rx,
        ring.y + dy * ring.ry,
        ring.rx * (size + squeeze),
        ring.ry * (size - squeeze),
        ring.colour,
    )


def _band(disc: Gray) -> tuple[float, float]:
    """Where the characters begin and end, as shares of the radius."""
    angles = np.pi / 2 + np.linspace(_BOTTOM, 2 * np.pi - _BOTTOM, 300)
    shares = np.linspace(0.45, 1.0, 111)
    darkness = (255.0 - _polar(disc, angles, shares)).mean(axis=1)
    darkness = np.convolve(np.pad(darkness, 1, "edge"), np.ones(3) / 3, "valid")
    low, high = np.searchsorted(shares, _GAP)
    gap = int(low + np.argmin(darkness[low:high]))
    middle = int(np.searchsorted(shares, 0.6))
    least = darkness[gap] + 0.35 * (darkness[middle:gap].max() - darkness[gap])
    at = gap
    while at > 0 and darkness[at] < least:
        at -= 1
    while at > 0 and darkness[at] >= least:
        at -= 1
    inner = float(shares[at])
    if not _INNER[0] <= inner <= _INNER[1]:
        inner = _USUAL_INNER
    return inner, min(float(shares[gap]) + 0.005, 0.95)


def _unroll(disc: Gray, inner: float, outer: float) -> Gray:
    """The ring between two radii as a strip, characters upright, cut at the bottom."""
    height = round((outer - inner) * _RADIUS)
    width = round(np.pi * (inner + outer) * _RADIUS)
    angles = np.pi / 2 + np.linspace(0, 2 * np.pi, width, endpoint=False)
    return _trimmed(_polar(disc, angles, np.linspace(outer, inner, height), cv2.INTER_CUBIC))


def _polar(
    disc: Gray,
    angles: npt.NDArray[np.float64],
    shares: npt.NDArray[np.float64],
    how: int = cv2.INTER_LINEAR,
) -> Gray:
    """The disc by radius (rows) and angle (columns)."""
    middle, radii = disc.shape[0] / 2, shares[:, None] * _RADIUS
    xs = (middle + radii * np.cos(angles)[None, :]).astype(np.float32)
    ys = (middle + radii * np.sin(angles)[None, :]).astype(np.float32)
    return np.asarray(cv2.remap(disc, xs, ys, how, borderValue=255), dtype=np.uint8)


def _trimmed(strip: Gray) -> Gray:
    """The strip without the blank ends left and right of the text."""
    inked = np.flatnonzero((strip < 160).mean(axis=0) > 0.06)
    if len(inked) < strip.shape[0]:
        return strip
    margin = strip.shape[0] // 3
    return strip[:, max(int(inked[0]) - margin, 0) : int(inked[-1]) + margin]
