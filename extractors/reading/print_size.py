"""How large the print on a picture of even ground is, told without reading it."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.reading.grey_levels import median_grey
from extractors.reading.images import Rgb, darkest

_INK = 60
"""Grey levels by which print differs from the ground."""
_HEIGHTS = (4, 150)
"""Pixels of height that a character or a part of one has; specks and pictures have others."""
_SLIM, _BROAD = 0.3, 1.6
"""Widths of a character or a part of one in heights; rules and frames have others."""


def glyph_height(shown: Rgb) -> float | None:
    """Median height in pixels of the connected shapes that may be characters; None without any.

    A character of separate strokes counts as its parts: the median of Chinese print is about
    0.7 of its size, which is the height of its digits and capitals as well.
    """
    gray = np.asarray(darkest(shown), np.uint8)
    ground = int(median_grey(gray[::4, ::4]))
    ink = (cv2.absdiff(gray, np.full_like(gray, ground)) > _INK).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    least, most = _HEIGHTS
    alike = (height >= least) & (height <= most)
    alike &= (width >= _SLIM * height) & (width <= _BROAD * height)
    return float(np.median(height[alike])) if alike.any() else None
