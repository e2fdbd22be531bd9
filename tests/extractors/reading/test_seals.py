import numpy as np
import pytest
from papers import page, seal, stamped

from extractors.reading.rings import find_rings
from extractors.reading.seals import read_seals
from extractors.reading.sheet import Sheet


@pytest.fixture(scope="module")
def sheet():
    return Sheet(np.asarray(stamped(page(["荣誉证书"]), seal("新乡市人民政府"), (700, 900))))


@pytest.fixture
def readings(rapid, sheet):
    """How many pictures are read of the ring on a page with a printed line, and what they say."""

    def read(printed):
        shown = []

        def count(crops):
            shown.extend(crops)
            return rapid.read_crops(crops)

        (found,) = read_seals(sheet, find_rings(sheet), count, "rapidocr", printed)
        return len(shown), found.lines[0].text

    return read


def test_a_ring_that_says_what_is_printed_needs_no_second_picture(readings):
    """Print and seal are two sources; blanks and points beside the name do not matter."""
    alone, name = readings([])
    beside, same = readings(["新乡市 人民政府。"])
    assert ("新乡市人民政府",) * 2 == (name, same)
    assert beside < alone


def test_another_printed_name_confirms_nothing(readings):
    """A ring that differs in one character is looked at as closely as one alone."""
    assert readings([]) == readings(["新乡县人民政府", "荣誉证书"])
