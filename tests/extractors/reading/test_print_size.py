import numpy as np
import pytest
from papers import page

from extractors.reading.print_size import glyph_height

TEXTS = ["申请号/专利号：2020104300960", "发明名称：一种夹具", "申请日：2020-05-20"]


@pytest.mark.parametrize("size", [14, 28, 44])
def test_print_is_about_as_large_as_its_type(size):
    """What pictures and rules are on the page does not make its print larger or smaller."""
    image = np.asarray(page(TEXTS * 3, size=(1600, 900), type_size=size, step=80)).copy()
    image[20:60, :400] = (34, 88, 196)
    image[800:802, :] = 0
    assert 0.45 * size < glyph_height(image) < size


def test_a_page_without_print_has_no_size_of_it():
    assert glyph_height(np.full((90, 160, 3), 255, np.uint8)) is None
