"""Pixels as arrays: RGB, uint8, shape (height, width, 3).

One home for turning, scaling and cutting, so that every box that leaves this
package is in upright page pixels.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from evidence.places import Box

Rgb: TypeAlias = npt.NDArray[np.uint8]
"""Shape (height, width, 3), RGB."""
Gray: TypeAlias = npt.NDArray[np.uint8]
"""Shape (height, width)."""

_JPEG_QUALITY = 85
_SOFTENED = 0.75
"""Share of a picture's size below which pixels between those that are taken must count as well."""
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(image: npt.NDArray[np.uint8], degrees: int) -> npt.NDArray[np.uint8]:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    if degrees == 0:
        return image
    return np.asarray(cv2.rotate(image, _TURNS[degrees]), dtype=np.uint8)


def scaled(image: npt.NDArray[np.uint8], factor: float) -> npt.NDArray[np.uint8]:
    """The image scaled by `factor`, by area averaging down and by cubic splines up."""
    if factor == 1.0:
        return image
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(
        cv2.resize(image, None, fx=factor, fy=factor, interpolation=method), dtype=np.uint8
    )


def halved(image: npt.NDArray[np.uint8], factor: float) -> tuple[npt.NDArray[np.uint8], float]:
    """The image halved while that is not smaller than `factor` of its size, and what is left of it.

    With bilinear interpolation for the rest, pictures that are looked at as a whole cost a sixth of
    what area averaging by a fraction does, and differ by single grey levels.
    """
    while factor <= 0.5 and min(image.shape[:2]) > 1:
        height, width = image.shape[0] // 2, image.shape[1] // 2
        even = image[: 2 * height, : 2 * width]
        smaller = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
        image, factor = np.asarray(smaller, dtype=np.uint8), 2 * factor
    if factor < _SOFTENED:
        image = np.asarray(cv2.GaussianBlur(image, (3, 3), 0), dtype=np.uint8)
    return image, factor


def shrunk(image: npt.NDArray[np.uint8], factor: float) -> npt.NDArray[np.uint8]:
    """The image scaled down by `factor`, to be looked at as a whole."""
    image, rest = halved(image, factor)
    if rest == 1.0:
        return image
    method = cv2.INTER_LINEAR
    return np.asarray(
        cv2.resize(image, None, fx=rest, fy=rest, interpolation=method), dtype=np.uint8
    )


def brightest(image: Rgb) -> Gray:
    """The largest of R, G and B at each pixel."""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def darkest(image: Rgb) -> Gray:
    """The smallest of R, G and B at each pixel."""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def extremes(image: Rgb) -> tuple[Gray, Gray]:
    """The smallest and the largest of R, G and B at each pixel."""
    red, green, blue = cv2.split(image)
    dark, bright = cv2.min(cv2.min(red, green), blue), cv2.max(cv2.max(red, green), blue)
    return np.asarray(dark, dtype=np.uint8), np.asarray(bright, dtype=np.uint8)


def clipped(box: Box, width: int, height: int) -> Box:
    """The part of `box` that lies on a picture of these pixels."""
    return Box(
        min(max(box.x0, 0), width),
        min(max(box.y0, 0), height),
        min(max(box.x1, 0), width),
        min(max(box.y1, 0), height),
    )


def cut(image: npt.NDArray[np.uint8], box: Box) -> npt.NDArray[np.uint8]:
    """The part of the image inside `box`, clipped to it."""
    height, width = image.shape[:2]
    inside = clipped(box, width, height)
    return image[inside.y0 : inside.y1, inside.x0 : inside.x1]


def as_rgb(gray: Gray) -> Rgb:
    """A grey image with three equal channels, as readers expect."""
    return np.asarray(cv2.merge([gray, gray, gray]), dtype=np.uint8)


def as_jpeg(image: Rgb) -> bytes:
    """The picture as it is kept to be shown."""
    _, data = cv2.imencode(
        ".jpg",
        cv2.cvtColor(image, cv2.COLOR_RGB2BGR),
        [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY],
    )
    return bytes(data.tobytes())
