"""A page lying as it is read: upright, and turned level where its lines run crooked.

To turn all pixels of a page costs more than anything else beside the engine, and few of them are
looked at again at full size. So a part is turned when it is asked for, and what is looked for on
the whole of it is looked for on a smaller picture as it lies; only what was found there is turned.
"""

from __future__ import annotations

import math
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from evidence.places import Box
from evidence.readings import Straightened
from extractors.frames import Affine, to_frame
from extractors.reading.grey_levels import median_grey
from extractors.reading.images import Gray, Rgb, clipped, cut, shrunk
from extractors.reading.lines import framed_box

_PAPER = 40
"""The outermost pixels whose median stands for the paper around a turned page."""
_SMALL = 1000
"""Pixels of the longer side of a page that is looked at as a whole, for rings and coloured print."""
_MUCH = 0.5
"""Share of the page from which a part is cut from the whole, which others then share."""


class Sheet:
    """An upright page in its frame (`extractors.frames`); all boxes are the frame's."""

    def __init__(self, upright: Rgb, frame: Straightened | None = None) -> None:
        self.upright = upright
        self.frame = frame
        self.height, self.width = int(upright.shape[0]), int(upright.shape[1])
        self.matrix: Affine = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
        """Takes points of the upright page into the frame."""
        if frame is not None:
            self.matrix = to_frame(frame, self.width, self.height)
            self.width, self.height = frame.width, frame.height
        self._matrix = np.array(self.matrix, np.float64)

    @cached_property
    def whole(self) -> Rgb:
        """All of it at full size, shape (height, width, 3)."""
        if self.frame is None:
            return self.upright
        return self._laid(self.upright, self._matrix, self.width, self.height)

    def cut(self, box: Box) -> Rgb:
        """The part inside `box`, clipped to the page; shape (rows, columns, 3)."""
        inside = self.clipped(box)
        much = inside.area > _MUCH * self.width * self.height
        if not inside.area:
            return self.upright[:0, :0]
        if self.frame is None or much or "whole" in vars(self):
            return cut(self.whole, inside)
        return self._laid(self.upright, self._from(inside), inside.width, inside.height)

    def thinned(self, box: Box, step: int) -> Rgb:
        """Every `step`-th pixel of the part inside `box`, which lies on the page."""
        if self.frame is None:
            return np.ascontiguousarray(cut(self.upright, box)[::step, ::step])
        width, height = math.ceil(box.width / step), math.ceil(box.height / step)
        return self._laid(self.upright, self._from(box) / step, width, height, cv2.INTER_NEAREST)

    @cached_property
    def small(self) -> tuple[Rgb, float]:
        """The upright page, not laid level, at most `_SMALL` pixels a side, and its share of full size."""
        factor = min(1.0, _SMALL / max(self.upright.shape[:2]))
        return shrunk(self.upright, factor), factor

    def laid_small(self, mask: Gray) -> Gray:
        """A mask over `small`, shape as that, laid level; the page around it is 0."""
        if self.frame is None:
            return mask
        factor = self.small[1]
        matrix = self._matrix.copy()
        # The middle of the first pixel lies half a pixel from the corner, at any size.
        middle = matrix[:, :2].sum(axis=1) / 2
        matrix[:, 2] = factor * (matrix[:, 2] - middle + 0.5) + middle - 0.5
        size = (round(self.width * factor), round(self.height * factor))
        laid = cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_NEAREST)
        return np.asarray(laid, dtype=np.uint8)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the upright page lies in the frame, both in pixels."""
        (a, b, c), (d, e, f) = self.matrix
        return a * x + b * y + c, d * x + e * y + f

    def framed(self, box: Box) -> Box:
        """The box around a box of the upright page, in the frame."""
        return framed_box(box, self.matrix)

    def clipped(self, box: Box) -> Box:
        """The part of `box` that lies on the page."""
        return clipped(box, self.width, self.height)

    def _from(self, box: Box) -> npt.NDArray[np.float64]:
        """Takes points of the upright page to where they lie from the corner of a box."""
        matrix = self._matrix.copy()
        matrix[:, 2] -= (box.x0, box.y0)
        return matrix

    @cached_property
    def _paper(self) -> tuple[float, ...]:
        top, bottom = self.upright[:_PAPER], self.upright[-_PAPER:]
        edge = np.concatenate([top.reshape(-1, 3), bottom.reshape(-1, 3)])
        return tuple(median_grey(edge[:, colour]) for colour in range(3))

    def _laid(
        self,
        image: Rgb,
        matrix: npt.NDArray[np.float64],
        width: int,
        height: int,
        method: int = cv2.INTER_CUBIC,
    ) -> Rgb:
        """The picture turned into one of these pixels, paper around it."""
        turned = cv2.warpAffine(
            image,
            matrix,
            (width, height),
            flags=method,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=self._paper,
        )
        return np.asarray(turned, dtype=np.uint8)
