"""The pictures of a page that readers are shown.

Measured on generated and real pages: with the ink of seals made to vanish,
every issuer under a red seal was read; with it, two in three. The brightest
of R, G and B does this for any saturated ink, red as well as blue: such ink
is bright in one channel, black print is dark in all. What is left of darker
inks is lifted by half their chroma, which print does not have.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from evidence.places import Box
from extractors.reading.grey_levels import percentile
from extractors.reading.images import Gray, Rgb, as_rgb, extremes, scaled

_WORK_SIDE = 1000
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


def wiped_regions(image: Rgb, seals: tuple[Box, ...]) -> list[Box]:
    """Where `no_seal` loses coloured print: red and gold titles, red letterheads.

    Seals themselves are left out (their rings are read unrolled), and so are
    shapes that cannot be lines of print: thin rules, frames, large areas of ink.
    Boxes are in the pixels of `image`, merged to rows, from top to bottom.
    """
    factor = min(1.0, _WORK_SIDE / max(image.shape[:2]))
    small = scaled(image, factor)
    dark, bright = extremes(small)
    shown = _without_ink(dark, bright)
    chroma = cv2.subtract(bright, dark)
    brightened = cv2.subtract(shown, cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    core = cv2.erode(shown, np.ones((3, 3), np.uint8))
    lost = core > _STILL_DARK * np.percentile(shown[::8, ::8], 90)
    mask = ((chroma > _COLOUR) & (brightened > _WIPED) & lost).astype(np.uint8)
    for seal in seals:
        x0, y0, x1, y1 = (int(v * factor) for v in seal)
        mask[max(y0, 0) : y1, max(x0, 0) : x1] = 0
    glyphs = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    height, width = mask.shape
    kept = np.zeros_like(mask)
    for x, y, w, h, area in _shapes(np.asarray(glyphs, dtype=np.uint8)):
        if min(w, h) < 6 or h > height * 0.2 or w > width * 0.9 or area > 0.02 * height * width:
            continue
        if max(w, h) > 8 * min(w, h) and min(w, h) < 10:
            continue
        kept[y : y + h, x : x + w] = 1
    rows = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((5, max(width // 12, 5)), np.uint8))
    boxes = []
    for x, y, w, h, _ in _shapes(np.asarray(rows, dtype=np.uint8)):
        if h >= 9 and w >= 1.6 * h:
            margin = max(h // 4, 4)
            box = Box(x - margin, y - margin, x + w + margin, y + h + margin)
            boxes.append(Box(*(round(v / factor) for v in box)))
    return sorted(boxes, key=lambda box: (box.y0, box.x0))


def _shapes(mask: Gray) -> Iterator[tuple[int, int, int, int, int]]:
    """Left, top, width, height and area of each connected shape.

    Only where there are any: what they measure is asked of every pixel, most of which have none.
    """
    x0, y0, width, height = cv2.boundingRect(mask)
    if not width:
        return
    # Shapes are found in blocks of two by two pixels: from an even place their order stays.
    left, top = x0 - x0 % 2, y0 - y0 % 2
    inked = np.ascontiguousarray(mask[top : y0 + height, left : x0 + width])
    stats = cv2.connectedComponentsWithStats(inked, connectivity=8)[2]
    for x, y, w, h, area in stats[1:].tolist():
        yield left + x, top + y, w, h, area
