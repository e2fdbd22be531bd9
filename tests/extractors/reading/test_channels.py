"""Where coloured print is wiped out."""

import cv2
import numpy as np
import pytest

from extractors.reading.channels import _shapes, wiped_regions
from extractors.reading.sheet import Sheet

WHITE, RED = 255, (200, 20, 20)


@pytest.mark.parametrize("seed", range(30))
def test_shapes_are_those_that_are_connected(seed: int) -> None:
    """Also inside a frame, where a title stands."""
    chance = np.random.default_rng(seed)
    mask = np.zeros((90, 120), np.uint8)
    cv2.rectangle(mask, (2, 2), (117, 87), 255, 2)
    left, top = chance.integers(5, 40, size=2)
    mask[top : top + 45, left : left + 60] = 255 * (chance.random((45, 60)) < chance.random() / 2)

    whole = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:, :4]

    assert sorted(tuple(shape) for shape in whole.tolist()) == sorted(_shapes(mask))


def test_a_page_without_colour_loses_nothing() -> None:
    """There is nothing to be read again."""
    page = np.full((400, 300, 3), WHITE, np.uint8)
    cv2.putText(page, "black", (40, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)

    assert [] == wiped_regions(Sheet(page), ())


def test_red_print_is_lost_where_it_stands() -> None:
    """In the pixels of the page."""
    page = np.full((400, 300, 3), WHITE, np.uint8)
    cv2.putText(page, "red", (41, 101), cv2.FONT_HERSHEY_SIMPLEX, 2, RED, 6)

    (box,) = wiped_regions(Sheet(page), ())

    assert (box.x0 < 41, box.y1 > 101, box.y0 > 20) == (True, True, True)
