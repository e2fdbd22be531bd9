"""Rings of ink on a page: where its seals are.

A ring of ink of any colour is looked for and checked by how much of its
circumference is inked.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from evidence.places import Box
from extractors.reading.images import Gray, Rgb, darkest, scaled

_WORK_SIDE = 900
_MIN_DIAMETER = 0.09
_MAX_DIAMETER = 0.40
_RING_COVER = 0.55
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


def find_rings(image: Rgb) -> list[Ring]:
    """Rings of coloured ink, largest first, at most eight."""
    factor = min(1.0, _WORK_SIDE / max(image.shape[:2]))
    small = scaled(image, factor)
    rings: list[Ring] = []
    for colour, mask in _ink_masks(small):
        for ring in _candidates(mask, colour):
            if all(_apart(ring, other) for other in rings):
                rings.append(ring)
    rings.sort(key=lambda ring: -ring.rx * ring.ry)
    return [
        Ring(r.x / factor, r.y / factor, r.rx / factor, r.ry / factor, r.colour)
        for r in rings[:_SEAL_LIMIT]
    ]


def _ink_masks(small: Rgb) -> list[tuple[str, Gray]]:
    hue, saturation, value = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2HSV))
    inked = (cv2.subtract(value, darkest(small)) > 32) & (saturation > 40) & (value > 50)
    red = inked & ((hue < 16) | (hue > 158))
    blue = inked & (hue > 95) & (hue < 140)
    return [
        (name, mask.astype(np.uint8)) for name, mask in (("red", red), ("blue", blue)) if mask.any()
    ]


def _candidates(mask: Gray, colour: str) -> list[Ring]:
    """Discs by connected ink, then circles by Hough where seals touch other ink."""
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
    blurred = cv2.GaussianBlur(mask * 255, (5, 5), 0)
    circles = cv2.HoughCircles(
        blurred,
        cv2.HOUGH_GRADIENT_ALT,
        dp=1.5,
        minDist=low,
        param1=200,
        param2=0.75,
        minRadius=int(low / 2),
        maxRadius=int(high / 2),
    )
    if circles is not None:
        rings += [Ring(float(x), float(y), float(r), float(r), colour) for x, y, r in circles[0]]
    scored = sorted(((_cover(mask, ring), ring) for ring in rings), key=lambda item: -item[0])
    kept: list[Ring] = []
    for cover, ring in scored:
        if cover >= _RING_COVER and all(_apart(ring, other) for other in kept):
            kept.append(ring)
    return kept


def _cover(mask: Gray, ring: Ring) -> float:
    """The share of the circumference with ink within 6 % of the radius of it."""
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    hit = np.zeros(len(angles), dtype=bool)
    for share in np.linspace(0.94, 1.03, 7):
        xs = np.round(ring.x + ring.rx * share * np.cos(angles)).astype(int)
        ys = np.round(ring.y + ring.ry * share * np.sin(angles)).astype(int)
        inside = (xs >= 0) & (ys >= 0) & (xs < mask.shape[1]) & (ys < mask.shape[0])
        hit[inside] |= mask[ys[inside], xs[inside]] > 0
    return float(hit.mean())


def _apart(one: Ring, other: Ring) -> bool:
    distance = float(np.hypot(one.x - other.x, one.y - other.y))
    return distance > 0.5 * max(one.rx, one.ry, other.rx, other.ry)
