import cv2
import numpy as np
import pytest
from papers import page, seal, stamped

from evidence import codec
from evidence.documents import Document, DocumentKind, Extraction
from evidence.places import Box
from evidence.readings import Channel, Line
from extractors.documents.extract import extract
from extractors.reading.looks import look_of
from extractors.reading.page import PageReader
from extractors.reading.settings import ReadingSettings
from extractors.reading.sheet import Sheet

TEXT = ["荣誉证书", "张三丰同志：", "被评为全省交通运输系统先进个人。", "证书编号：2021001388"]
OTHER = [
    "关于表彰先进个人的决定",
    "各市交通运输局，各直属单位：",
    "经研究决定。",
    "名单附后",
    "李四",
]
SIZE = (1240, 900)


def lines(box, *, channel=Channel.NO_SEAL, confidence=0.99, text="荣誉证书"):
    return [Line(text, box, confidence, "rapidocr", channel)]


def pixels(texts=TEXT):
    return np.asarray(page(texts, size=SIZE, top=120))


PRINT = Box(150, 120, 860, 510)


def apart(one, two):
    return (int(one, 16) ^ int(two, 16)).bit_count()


def photographed(image, *, scale=0.7, light=0.35, margin=180):
    """Smaller, on a dark table, lit from one side, with the noise of a sensor; and its print's box."""
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    shade = 1 - light * np.linspace(0, 1, width)[None, :, None]
    laid = np.full((height + 2 * margin, width + 2 * margin, 3), 70.0)
    laid[margin : margin + height, margin : margin + width] = small * shade
    laid += np.random.default_rng(3).normal(0, 6, laid.shape)
    box = Box(*(round(v * scale) + margin for v in PRINT))
    return np.clip(laid, 0, 255).astype(np.uint8), box


def test_a_photo_of_a_paper_looks_as_its_scan_does():
    """Margins, table, scale and light are no part of a look."""
    photo, box = photographed(pixels())
    assert apart(look_of(Sheet(pixels()), lines(PRINT)), look_of(Sheet(photo), lines(box))) <= 8


def test_a_seal_over_the_print_changes_little():
    """Two prints of one sheet may be sealed a little apart."""
    sealed = np.asarray(stamped(page(TEXT, size=SIZE, top=120), seal("新乡市人民政府"), (500, 250)))
    moved = np.asarray(stamped(page(TEXT, size=SIZE, top=120), seal("新乡市人民政府"), (506, 256)))
    assert apart(look_of(Sheet(sealed), lines(PRINT)), look_of(Sheet(moved), lines(PRINT))) <= 8


def test_another_form_looks_otherwise():
    """Other print in other places."""
    assert (
        apart(look_of(Sheet(pixels()), lines(PRINT)), look_of(Sheet(pixels(OTHER)), lines(PRINT)))
        > 12
    )


@pytest.mark.parametrize(
    "seen",
    [
        [],
        lines(PRINT, confidence=0.6),
        lines(PRINT, text="一"),
        lines(PRINT, channel=Channel.TEXT_LAYER),
        lines(Box(10, 10, 20, 400)),
        lines(Box(5000, 10, 5200, 400)),
    ],
    ids=["no lines", "marks", "a speck", "the file's own text", "a stroke", "off the page"],
)
def test_where_no_print_is_seen_there_is_no_look(seen):
    """An empty look is compared with nothing."""
    assert look_of(Sheet(pixels()), seen) == ""


def test_the_look_is_kept_with_the_reading_and_told_by_the_document(tmp_path, stored):
    """From pixels to the document; what stands on the print decides, not the blank page."""
    path = tmp_path / "a.png"
    page(TEXT, size=SIZE, top=120).save(path)
    reader = PageReader(ReadingSettings(), lambda _: Extraction(()), lambda _: "")
    reading = reader.read(stored(path), 1)
    assert len(reading.look) == 16
    found = extract((reading,), upload="a.png", sha256="0" * 64).documents
    assert [(reading.look,)] == [document.looks for document in found]


def test_records_of_before_there_were_looks_are_read_back():
    """A document without looks is one whose pages have none."""
    document = Document("a.png", "0" * 64, DocumentKind.AWARD_CERTIFICATE, (1,))
    data = codec.encode(Document, document).replace(b',"looks":[]', b"")
    assert b"looks" not in data
    assert codec.decode(Document, data) == document
