import numpy as np
from papers import page

from extractors.reading.readers.checked import CheckedReader
from extractors.reading.strips import find_in_strips


class Noting:
    """Notes the size of every picture it is shown, and finds one line in its middle."""

    name = "noting"
    engine_seconds = 0.0

    def __init__(self):
        self.sizes = []
        self.sides = []

    @classmethod
    def version(cls):
        return "1"

    def find(self, image, long_side, spare=None):
        self.sizes.append(image.shape[:2])
        self.sides.append(long_side)
        return []

    def read_crops(self, crops):
        return []


def test_no_strip_is_larger_than_the_first_look():
    """The engine's memory grows with the pixels: a 12-megapixel page goes in pieces."""
    reader = Noting()
    image = np.asarray(page(["字" * 30] * 24, size=(4000, 3000), step=110)).copy()
    image[:, 3990:] = 0
    find_in_strips(CheckedReader(reader), image)
    assert 4 < len(reader.sizes)
    assert max(height * width for height, width in reader.sizes) <= 960 * 960


def test_blank_parts_are_not_searched():
    """A browser window that is empty but for a table costs what the table costs."""
    reader = Noting()
    image = np.full((2160, 3840, 3), 247, np.uint8)
    image[300:600, 1500:2300] = 0
    find_in_strips(CheckedReader(reader), image)
    assert sum(height * width for height, width in reader.sizes) < 0.35 * 2160 * 3840


def test_every_line_is_found_once_at_its_place(rapid):
    """Lines near the seams of strips are neither lost nor doubled."""
    texts = [f"第{n}行文字在大图上" for n in range(10, 28)]
    image = np.asarray(page(texts, size=(2000, 2300)))
    found = find_in_strips(CheckedReader(rapid), image)
    assert texts == [line.text for line in sorted(found, key=lambda line: line.quad[0][1])]


def test_large_print_is_looked_for_on_fewer_pixels_of_larger_strips():
    """At half the size a strip holds four times as much, and costs the engine as much memory."""
    image = np.full((2000, 3000, 3), 255, np.uint8)
    image[:, [0, -1]] = 0
    whole, half = Noting(), Noting()
    find_in_strips(CheckedReader(whole), image)
    find_in_strips(CheckedReader(half), image, 0.5)
    assert 3 * len(half.sizes) < len(whole.sizes)
    assert {1500} == set(half.sides)
    assert max(height * width / 4 for height, width in half.sizes) <= 960 * 960


def test_large_print_is_read_the_same_on_fewer_pixels(rapid):
    texts = [f"第{n}行文字在大图上" for n in range(10, 28)]
    image = np.asarray(page(texts, size=(2600, 2300)))
    found = find_in_strips(CheckedReader(rapid), image, 0.5)
    assert texts == [line.text for line in sorted(found, key=lambda line: line.quad[0][1])]
