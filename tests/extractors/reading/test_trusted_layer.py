import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from evidence.documents import Extraction
from evidence.places import Box
from evidence.readings import Channel, Line
from extractors.reading import trusted_layer
from extractors.reading.page import PageReader
from extractors.reading.render import PDF
from extractors.reading.settings import ReadingSettings, StoredFile

PROSE = [f"Paragraph {n} of the notice repeats what is known" for n in range(101, 117)]
INVISIBLE = 3
"""PDF text rendering mode: neither filled nor stroked."""


@pytest.fixture(scope="module")
def reader():
    return PageReader(ReadingSettings(), lambda pages: Extraction(()), lambda _: "")


def drawn(text):
    """The text as a picture, which no text layer holds."""
    picture = Image.new("RGB", (1200, 60), "white")
    ImageDraw.Draw(picture).text((4, 4), text, fill="black", font_size=44)
    return ImageReader(picture)


class Sheet:
    """A born-digital page of prose."""

    def __init__(self, path):
        self.path = path
        self.canvas = canvas.Canvas(str(path), pagesize=(595, 842))

    def text(self, text, row, mode=0):
        line = self.canvas.beginText(60, 780 - 36 * row)
        line.setFont("Helvetica", 16)
        line.setTextRenderMode(mode)
        line.textOut(text)
        self.canvas.saveState()
        self.canvas.drawText(line)
        self.canvas.restoreState()

    def picture(self, text, row):
        self.canvas.drawImage(drawn(text), 60, 774 - 36 * row, 440, 22)

    def read_by(self, reader):
        self.canvas.save()
        return reader.read(StoredFile("0" * 64, self.path, PDF), 1)


@pytest.fixture
def sheet(tmp_path):
    return Sheet(tmp_path / "a.pdf")


def texts(reading, channel):
    return {line.text for r in reading.readings if r.channel is channel for line in r.lines}


def test_prose_of_an_honest_layer_is_taken_and_what_it_lacks_is_read(sheet, reader):
    """Each line comes from the layer or from pixels; print that is a picture is seen as ever."""
    for row, text in enumerate(PROSE):
        sheet.text(text, row)
    sheet.picture("Stamped 77881", len(PROSE) + 2)
    reading = sheet.read_by(reader)
    taken, seen = texts(reading, Channel.PROSE), texts(reading, Channel.NO_SEAL)
    assert len(taken) > len(PROSE) / 2
    assert len(PROSE) + 1 == len(taken) + len(seen)
    assert "Stamped 77881" in seen


def test_a_layer_that_says_another_thing_is_not_believed(sheet, reader):
    """What is shown is a picture, and the layer under it lies in the first line."""
    sheet.text("Paragraph 999 of the notice is about money", 0, INVISIBLE)
    sheet.picture(PROSE[0], 0)
    for row, text in enumerate(PROSE[1:], 1):
        sheet.text(text, row)
    reading = sheet.read_by(reader)
    assert set() == texts(reading, Channel.PROSE)
    assert len(PROSE) == len(texts(reading, Channel.NO_SEAL))


def test_a_layer_with_text_that_is_not_shown_is_not_believed(sheet, reader):
    """Hidden text has no ink under it."""
    for row, text in enumerate(PROSE):
        sheet.text(text, row)
    sheet.text("Nobody can see this sentence at all", len(PROSE) + 2, INVISIBLE)
    assert set() == texts(sheet.read_by(reader), Channel.PROSE)


def test_a_layer_over_a_picture_of_the_page_is_not_believed(sheet, reader):
    """A scanner's text layer is another reader's guess."""
    picture = ImageReader(Image.new("RGB", (300, 400), (250, 250, 250)))
    sheet.canvas.drawImage(picture, 0, 0, 595, 842)
    for row, text in enumerate(PROSE):
        sheet.text(text, row)
    assert set() == texts(sheet.read_by(reader), Channel.PROSE)


def test_lines_that_fields_stand_on_and_titles_are_never_taken():
    """What decides and what names the document is compared with the pixels."""
    page = np.full((2000, 1000, 3), 255, np.uint8)
    lines = [Line(t, Box(100, 80 * n, 700, 80 * n + 30), 1, "", Channel.PROSE)
             for n, t in enumerate(PROSE, 1)]  # fmt: skip
    title = Line("Certificate", Box(100, 10, 700, 60), 1, "", Channel.PROSE)
    page[:, 100:700:4] = 0
    split = trusted_layer.split(page, [title, *lines], [lines[6].box])
    assert title in split.compared
    assert lines[6] in split.compared
    assert len(lines) + 1 == len(split.compared) + len(split.prose)
    assert PROSE[7] in {line.text for line in split.prose}


def test_two_texts_on_one_place_cost_a_layer_its_trust():
    """The page shows one of the two at most."""
    page = np.zeros((2000, 1000, 3), np.uint8)
    page[:, ::4] = 255
    lines = [Line(t, Box(100, 80 * n, 700, 80 * n + 30), 1, "", Channel.PROSE)
             for n, t in enumerate(PROSE, 1)]  # fmt: skip
    assert trusted_layer.split(page, lines, []) is not None
    assert trusted_layer.split(page, [*lines, lines[3]], []) is None
