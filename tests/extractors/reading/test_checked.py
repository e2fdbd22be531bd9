import numpy as np
import pytest

from evidence.errors import UploadError
from extractors.reading.readers.checked import CheckedReader
from extractors.reading.readers.port import SeenLine, SeenText

QUAD = ((10, 10), (90, 10), (90, 30), (10, 30))
PICTURE = np.zeros((50, 100, 3), np.uint8)


class Saying:
    """A reader that answers what the test tells it to."""

    name = "saying"
    engine_seconds = 0.0

    def __init__(self, lines=(), texts=()):
        self._lines, self._texts = list(lines), list(texts)

    @classmethod
    def version(cls):
        return "1"

    def find(self, image, long_side, spare=None):
        return self._lines

    def read_crops(self, crops):
        return self._texts


@pytest.mark.parametrize(
    "line",
    [
        SeenLine("好", QUAD, float("nan")),
        SeenLine("好", QUAD, 1.2),
        SeenLine("好", QUAD, -0.1),
        SeenLine("好", QUAD, "0.9"),
        SeenLine(None, QUAD, 0.9),
        SeenLine("长" * 5000, QUAD, 0.9),
        SeenLine("好", ((500, 10), (600, 10), (600, 30), (500, 30)), 0.9),
        SeenLine("好", ((10, 10), (90, 10)), 0.9),
        SeenLine("好", ((float("inf"), 10), (90, 10), (90, 30), (10, 30)), 0.9),
    ],
)
def test_a_line_that_cannot_be_one_is_left_out(line):
    """Bad output of a reader costs the line, never the page."""
    good = SeenLine("好", QUAD, 0.9)
    assert [good] == CheckedReader(Saying([line, good])).find(PICTURE, 960)


def test_corners_are_kept_inside_the_picture():
    """A line that reaches beyond the edge ends there."""
    line = SeenLine("好", ((-5, 10), (140, 10), (140, 30), (-5, 30)), 0.9)
    (seen,) = CheckedReader(Saying([line])).find(PICTURE, 960)
    assert ((0, 10), (100, 10), (100, 30), (0, 30)) == seen.quad


def test_confidences_of_characters_must_fit_the_text():
    """Per-character values of another length are worth nothing."""
    line = SeenLine("两字", QUAD, 0.9, sure=(0.9,), places=(0.1, 0.2, 0.3))
    (seen,) = CheckedReader(Saying([line])).find(PICTURE, 960)
    assert ((), ()) == (seen.sure, seen.places)


def test_more_answers_than_crops_are_an_error():
    """Which answer belongs to which crop is then unknown: a clear error, no guess."""
    reader = CheckedReader(Saying(texts=[SeenText("一", 0.9), SeenText("二", 0.9)]))
    with pytest.raises(UploadError) as caught:
        reader.read_crops([PICTURE])
    assert "E-READER-ANSWER" == caught.value.code
