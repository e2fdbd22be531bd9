"""Between the upright page and the frame it was straightened in.

Reading turns pixels into the frame; extraction carries the places of fields
back, so that everything that leaves the two is in upright page pixels.
"""

from __future__ import annotations

import math

from evidence.places import Box, Quad
from evidence.readings import Page, Straightened

Affine = tuple[tuple[float, float, float], tuple[float, float, float]]


def straightened(page_width: int, page_height: int, degrees: float) -> Straightened:
    """The frame that holds a page of these pixels turned clockwise by `degrees`."""
    turn = math.radians(degrees)
    sine, cosine = abs(math.sin(turn)), abs(math.cos(turn))
    return Straightened(
        round(degrees, 3),
        round(page_width * cosine + page_height * sine),
        round(page_width * sine + page_height * cosine),
    )


def to_frame(frame: Straightened, page_width: int, page_height: int) -> Affine:
    """The matrix that takes points of the upright page into the frame."""
    return _turning(frame.degrees, (page_width, page_height), (frame.width, frame.height))


def upright_quad(box: Box, frame: Straightened, page: Page) -> Quad:
    """Where a box of the frame lies on the upright page, from its top left corner clockwise."""
    matrix = _turning(-frame.degrees, (frame.width, frame.height), (page.width, page.height))
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    a, b, c, d = (_moved(x, y, matrix) for x, y in corners)
    return (a, b, c, d)


def _moved(x: float, y: float, matrix: Affine) -> tuple[int, int]:
    (a, b, c), (d, e, f) = matrix
    return round(a * x + b * y + c), round(d * x + e * y + f)


def _turning(degrees: float, one: tuple[int, int], two: tuple[int, int]) -> Affine:
    """A clockwise turn (y grows downwards) that takes the middle of `one` to that of `two`."""
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    x, y = one[0] / 2, one[1] / 2
    return (
        (cosine, -sine, two[0] / 2 - cosine * x + sine * y),
        (sine, cosine, two[1] / 2 - sine * x - cosine * y),
    )
