"""Where coloured print is wiped out: shapes are measured where there are any, and nowhere else."""

import cv2
import numpy as np
import pytest

from extractors.reading.channels import _shapes, wiped_regions

WHITE, RED = 255, (200, 20, 20)


@pytest.mark.parametrize("seed", range(30))
def test_shapes_are_those_of_the_whole_mask_in_its_order(seed: int) -> None:
    """Also where the first of them stands at an odd place: shapes are found in blocks of two."""
    chance = np.random.default_rng(seed)
    mask = np.zeros((90, 120), np.uint8)
    left, top = chance.integers(0, 40, size=2)
    mask[top : top + 45, left : left + 60] = chance.random((45, 60)) < chance.random() / 2

    whole = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:]

    assert [tuple(shape) for shape in whole.tolist()] == list(_shapes(mask))


def test_a_page_without_colour_loses_nothing() -> None:
    """There is nothing to be read again."""
    page = np.full((400, 300, 3), WHITE, np.uint8)
    cv2.putText(page, "black", (40, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)

    assert [] == wiped_regions(page, ())


def test_red_print_is_lost_where_it_stands() -> None:
    """In the pixels of the page."""
    page = np.full((400, 300, 3), WHITE, np.uint8)
    cv2.putText(page, "red", (41, 101), cv2.FONT_HERSHEY_SIMPLEX, 2, RED, 6)

    (box,) = wiped_regions(page, ())

    assert (box.x0 < 41, box.y1 > 101, box.y0 > 20) == (True, True, True)
