"""The pictures of a page that readers are shown.

Measured on generated and real pages: with the ink of seals made to vanish,
every issuer under a red seal was read; with it, two in three. The brightest
of R, G and B does this for any saturated ink, red as well as blue: such ink
is bright in one channel, black print is dark in all. What is left of darker
inks is lifted by half their chroma, which print does not have.
"""

from __future__ import annotations

import math
from functools import reduce

import cv2
import numpy as np

from evidence.places import Box
from extractors.reading.grey_levels import percentile
from extractors.reading.images import Gray, Rgb, as_rgb, extremes
from extractors.reading.sheet import Sheet

_COLOUR = 60
"""Chroma (max − min of R, G, B) from which print counts as coloured."""
_WIPED = 40
"""Grey levels by which a channel must have brightened ink for it to be lost."""
_NEAR_INK = 18
"""Chroma, blurred, from which a pixel is taken to stand in or beside coloured ink."""
_PRINT = 0.62
"""Share of the paper's brightness below which even the brightest channel is black print."""
_STILL_DARK = 0.6
"""Share of the paper's brightness below which a stroke stays legible without its colour;
print with coloured fringes (screenshots) has such a core, red ink has none."""


def no_seal(image: Rgb) -> Rgb:
    """Seal ink suppressed: the brightest of R, G and B, plus half the chroma."""
    return as_rgb(_without_ink(*extremes(image)))


def plain(image: Rgb) -> Rgb:
    """Luminance, in which coloured print is as dark as it looks."""
    return as_rgb(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8))


def ink(image: Rgb) -> Gray:
    """Coloured ink alone, dark on white: black print and paper vanish."""
    return _coloured(*extremes(image))


def _coloured(dark: Gray, bright: Gray) -> Gray:
    return np.asarray(cv2.addWeighted(bright, -2.0, dark, 2.0, 255), dtype=np.uint8)


def sharp_ink(image: Rgb) -> Gray:
    """Coloured ink with the sharpness of the picture's brightness, dark on white.

    JPEG keeps colour at half the resolution, so that `ink` blurs fine strokes.
    Here colour only says where ink is; how dark it is comes from the darkest
    of R, G and B, and from `ink` where black print lies over it.
    """
    dark, bright = extremes(image)
    coloured = cv2.GaussianBlur(cv2.subtract(bright, dark), (0, 0), 2)
    near = cv2.dilate(coloured, np.ones((5, 5), np.uint8)) > _NEAR_INK
    print_there = (bright < _PRINT * percentile(bright, 80)).astype(np.uint8)
    print_there = np.asarray(cv2.dilate(print_there, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    shown = np.where(near, dark, 255)
    return np.asarray(np.where(print_there > 0, _coloured(dark, bright), shown), dtype=np.uint8)


def _without_ink(dark: Gray, bright: Gray) -> Gray:
    return np.asarray(cv2.addWeighted(bright, 1.5, dark, -0.5, 0), dtype=np.uint8)


def wiped_regions(sheet: Sheet, seals: tuple[Box, ...]) -> list[Box]:
    """Where `no_seal` loses coloured print: red and gold titles, red letterheads.

    Seals themselves are left out (their rings are read unrolled), and so are
    shapes that cannot be lines of print: thin rules, frames, large areas of ink.
    Boxes are in the pixels of the sheet, merged to rows, from top to bottom.
    """
    small, factor = sheet.small
    dark, bright = extremes(small)
    shown = _without_ink(dark, bright)
    chroma = cv2.subtract(bright, dark)
    brightened = cv2.subtract(shown, cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    core = cv2.erode(shown, np.ones((3, 3), np.uint8))
    faint = math.floor(_STILL_DARK * percentile(shown[::8, ::8], 90)) + 1
    lost = (
        cv2.inRange(one, least, 255)
        for one, least in ((core, faint), (chroma, _COLOUR + 1), (brightened, _WIPED + 1))
    )
    mask = np.asarray(reduce(cv2.bitwise_and, lost), dtype=np.uint8)
    if not cv2.countNonZero(mask):
        return []
    mask = sheet.laid_small(mask)
    for seal in seals:
        x0, y0, x1, y1 = (int(v * factor) for v in seal)
        mask[max(y0, 0) : y1, max(x0, 0) : x1] = 0
    if not cv2.countNonZero(mask):
        return []
    glyphs = _closed(mask, 5, 5)
    height, width = mask.shape
    much = 0.02 * height * width
    kept = np.zeros_like(mask)
    for x, y, w, h in _shapes(glyphs):
        if min(w, h) < 6 or h > height * 0.2 or w > width * 0.9:
            continue
        if max(w, h) > 8 * min(w, h) and min(w, h) < 10:
            continue
        if w * h > much and _ink_of(glyphs[y : y + h, x : x + w]) > much:
            continue
        kept[y : y + h, x : x + w] = 1
    boxes = []
    for x, y, w, h in _shapes(_closed(kept, 5, max(width // 12, 5))):
        if h >= 9 and w >= 1.6 * h:
            margin = max(h // 4, 4)
            box = Box(x - margin, y - margin, x + w + margin, y + h + margin)
            boxes.append(Box(*(round(v / factor) for v in box)))
    return sorted(boxes, key=lambda box: (box.y0, box.x0))


def _closed(mask: Gray, rows: int, columns: int) -> Gray:
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((rows, columns), np.uint8))
    return np.asarray(closed, dtype=np.uint8)


def _shapes(mask: Gray) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of each connected shape, also of those inside another's hole."""
    outlines, nested = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return [
        (x, y, width, height)
        for outline, (_, _, _, hole_of) in zip(outlines, nested[0] if outlines else (), strict=True)
        if hole_of < 0
        for x, y, width, height in [cv2.boundingRect(outline)]
    ]


def _ink_of(cutout: Gray) -> int:
    """Pixels of the shape that the picture is the box of, without what else lies in it."""
    stats = cv2.connectedComponentsWithStats(np.ascontiguousarray(cutout), connectivity=8)[2][1:]
    height, width = cutout.shape
    reaches = (stats[:, cv2.CC_STAT_WIDTH] == width) & (stats[:, cv2.CC_STAT_HEIGHT] == height)
    return int(stats[reaches, cv2.CC_STAT_AREA].max(initial=0))
