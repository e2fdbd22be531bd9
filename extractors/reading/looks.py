"""What a page looks like, in 64 bits: two pictures of one paper differ in few of them.

The print is cut out along the lines that were read, its light is evened, and the signs of
its lowest cosine frequencies about their median are kept (DCT hash). Margins, the table under
a photo, scale and shadows so change little; another name on the same form changes as little,
which is why a look only proposes and key fields decide. Measured by `benchmarks/looks.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

from evidence.places import Box
from evidence.readings import Channel, Line
from extractors.reading.sheet import Sheet

_SURE = 0.8
"""Confidence of the lines that say where the print ends: marks on a table are read with less."""
_SHORTEST = 2
"""Characters of such a line; specks are read as one."""
_THIN = 512
"""Pixels of the longer side that are looked at; every so many-th is enough for low frequencies."""
_FIELD = 128
"""Side of the picture on which the light is evened."""
_PAPER = 19
"""Pixels of that picture within which some paper is seen between the strokes."""
_COARSE = 32
"""Side of the picture on which the paper's brightness is smoothed."""
_SIDE = 32
_LOW = 8
_LEAST = 16
"""Pixels of a side below which a picture has no look."""


def look_of(sheet: Sheet, lines: Iterable[Line]) -> str:
    """The look of the page's print in 16 hex digits; empty where no line tells where it is."""
    boxes = [line.box for line in lines if _marks_print(line)]
    if not boxes:
        return ""
    print_ = sheet.clipped(reduce(Box.union, boxes))
    if min(print_.width, print_.height) < _LEAST:
        return ""
    step = max(max(print_.width, print_.height) // _THIN, 1)
    gray = cv2.cvtColor(sheet.thinned(print_, step), cv2.COLOR_RGB2GRAY)
    field = cv2.resize(gray, (_FIELD, _FIELD), interpolation=cv2.INTER_AREA)
    even = _evened(np.asarray(field, dtype=np.uint8))
    small = cv2.resize(even, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small)
    # The first says only how bright all is; the next one along the rows takes its place.
    low = np.append(waves[:_LOW, :_LOW].ravel()[1:], waves[_LOW, 0])
    return np.packbits(low > np.median(low)).tobytes().hex()


def _marks_print(line: Line) -> bool:
    """Whether the line shows where print is; the file's own text may show nothing."""
    return (
        line.channel is not Channel.TEXT_LAYER
        and line.confidence >= _SURE
        and len(line.text) >= _SHORTEST
    )


def _evened(field: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Brightness as a share of the paper's around it, which changes slowly over a page."""
    paper = cv2.dilate(field, np.ones((_PAPER, _PAPER), np.uint8))
    coarse = cv2.resize(paper, (_COARSE, _COARSE), interpolation=cv2.INTER_AREA)
    wide = _PAPER * 2 / 3 * _COARSE / _FIELD
    blurred = cv2.GaussianBlur(coarse.astype(np.float32), (0, 0), wide)
    around = cv2.resize(blurred, (_FIELD, _FIELD), interpolation=cv2.INTER_LINEAR)
    share = np.asarray(field, dtype=np.float32) / np.maximum(around, 1.0)
    return np.asarray(np.clip(share, 0.0, 1.2), dtype=np.float32)
