import numpy as np
import pytest
from papers import page

from evidence.places import Box
from evidence.readings import Page, PageStatus
from extractors.frames import straightened, upright_quad
from extractors.reading.readers.port import SeenLine
from extractors.reading.sheet import Sheet
from extractors.reading.skew import skew


def _slanting(degrees, count=6):
    """Lines of print that fall to the right by so many degrees."""
    lines = []
    for n in range(count):
        rise = round(400 * np.tan(np.radians(degrees)))
        x, y = 100, 100 + 60 * n
        quad = ((x, y), (x + 400, y + rise), (x + 400, y + rise + 30), (x, y + 30))
        lines.append(SeenLine("某", quad, 0.9))
    return lines


@pytest.mark.parametrize("degrees", [-14.0, -2.0, 0.7, 8.0])
def test_skew_is_the_turn_that_lays_the_lines_level(degrees):
    """Clockwise turns are positive: lines that fall to the right need one against the clock."""
    assert -degrees == pytest.approx(skew(_slanting(degrees)), abs=0.1)


def test_nearly_level_pages_stay_as_they_are():
    """Below 0.4 degrees rows do not run into each other."""
    assert 0.0 == skew(_slanting(0.2))


def test_a_slanted_watermark_is_outvoted():
    """One long diagonal line does not turn the page."""
    diagonal = SeenLine("内部资料", ((0, 0), (700, 700), (690, 710), (-10, 10)), 0.9)
    assert 0.0 == skew([*_slanting(0.0), diagonal])


def test_two_lines_that_disagree_tell_no_skew():
    """Too few lines to be sure of an angle leave the page as it is."""
    assert 0.0 == skew([*_slanting(8.0, 1), *_slanting(-8.0, 1)])


def test_a_place_in_the_frame_is_carried_back_to_the_upright_page():
    """A mark drawn on the page, found in the frame, lies again where it was drawn."""
    image = np.asarray(page([], size=(900, 1200))).copy()
    image[500:520, 300:360] = 0
    frame = straightened(900, 1200, 9.0)
    level = Sheet(image, frame).whole
    ys, xs = np.nonzero(level[..., 0] < 100)
    box = Box(int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max()))
    quad = upright_quad(box, frame, Page(1, 900, 1200, 0, "ocr", PageStatus.READ))
    middle = np.mean(quad, axis=0)
    assert [330, 510] == pytest.approx(list(middle), abs=3)


def test_the_frame_holds_the_whole_page():
    """Nothing near a corner is lost when a page is laid level."""
    image = np.full((1200, 900, 3), 255, np.uint8)
    image[:30, :30] = 0
    image[-30:, -30:] = 0
    frame = straightened(900, 1200, 12.0)
    level = Sheet(image, frame).whole
    assert (frame.height, frame.width) == level.shape[:2]
    assert 2 * 30 * 30 * 0.9 < (level[..., 0] < 100).sum()
