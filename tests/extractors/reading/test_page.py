import hashlib

import numpy as np
import pytest
from doubles import LACK
from papers import font, page, seal, stamped
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from evidence.documents import Extraction
from evidence.places import Box
from evidence.readings import Channel, PageStatus, Want
from extractors.reading.images import scaled
from extractors.reading.page import PageReader, _blank
from extractors.reading.render import PDF
from extractors.reading.settings import ReadingSettings, StoredFile

LINES = ["荣誉证书", "张三丰同志：", "被评为全省交通运输系统先进个人。", "证书编号：2021001388"]


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture(scope="module")
def reader(kept):
    def keep(data):
        name = hashlib.sha256(data).hexdigest()
        kept[name] = data
        return name

    return PageReader(ReadingSettings(), lambda pages: Extraction(()), keep)


def read(reader, path, image=None, media_type="image/png"):
    if image is not None:
        image.save(path)
    return reader.read(StoredFile("0" * 64, path, media_type), 1)


def texts(reading, channel=Channel.NO_SEAL):
    return [line.text for r in reading.readings if r.channel is channel for line in r.lines]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright(reader, tmp_path, turn):
    """Whichever way it was laid on the scanner, text, size and turn come out right."""
    laid = page(LINES, size=(1240, 900), top=120).rotate(turn, expand=True)
    reading = read(reader, tmp_path / "a.png", laid)
    assert LINES == [text.replace(":", "：") for text in texts(reading)]
    assert turn == reading.page.rotation
    assert (1240, 900) == (reading.page.width, reading.page.height)


def test_a_crooked_page_is_read_level(reader, tmp_path):
    """Print 7 degrees askew is read in a frame of its own; the page keeps its upright size."""
    laid = page(LINES, size=(1240, 900), top=120).rotate(-7, expand=True, fillcolor="white")
    reading = read(reader, tmp_path / "a.png", laid)
    assert LINES == [text.replace(":", "：") for text in texts(reading)]
    assert -7.0 == pytest.approx(reading.straightened.degrees, abs=0.5)
    assert (laid.width, laid.height) == (reading.page.width, reading.page.height)


def test_small_print_on_a_large_screen_is_read(reader, tmp_path):
    """A screenshot 3,840 pixels wide shrinks to nothing on the first look: it is read at full size."""
    sheet = Image.new("RGB", (3840, 2160), "white")
    small = page(LINES, size=(1240, 900), top=120).resize((496, 360), Image.Resampling.LANCZOS)
    sheet.paste(small, (1600, 300))
    reading = read(reader, tmp_path / "a.png", sheet)
    assert "证书编号:2021001388" in [text.replace("：", ":") for text in texts(reading)]


def test_print_under_a_red_seal_is_read(reader, tmp_path):
    """The seal's ink vanishes; the issuer under it stays, and the ring is read by itself."""
    sheet = page(["特发此证", "河南省交通运输厅", "二〇二一年五月十二日"], size=(1240, 900))
    image = stamped(sheet, seal("河南省交通运输厅"), (180, 210))
    reading = read(reader, tmp_path / "a.png", image)
    assert ["特发此证", "河南省交通运输厅", "二〇二一年五月十二日"] == texts(reading)
    assert ["河南省交通运输厅"] == [found.lines[0].text for found in reading.seals]
    assert "red" == reading.seals[0].ink


@pytest.mark.parametrize("ink", [(200, 30, 30), (235, 130, 130), (150, 50, 40), (40, 60, 190)])
def test_rings_of_any_ink_are_unrolled(reader, tmp_path, ink):
    """Red, pale, brown and blue seals are read."""
    sheet = page(["授予以下同志荣誉称号"], size=(1240, 900))
    image = stamped(sheet, seal("新乡市人民政府", ink=ink), (700, 400))
    reading = read(reader, tmp_path / "a.png", image)
    assert ["新乡市人民政府"] == [found.lines[0].text for found in reading.seals]
    inside = Box(700, 400, 1010, 710)
    assert reading.seals[0].box.overlap(inside) > 0.9 * inside.area


@pytest.mark.parametrize("fill", [(210, 20, 20), (205, 160, 60)])
def test_coloured_print_is_read_though_seal_ink_is_suppressed(reader, tmp_path, fill):
    """A red letterhead or gold title is read from the plain channel, where it stands."""
    image = page(["新乡市人民政府文件"], size=(1240, 900), fill=fill)
    image.paste(page(["新政〔2021〕15号"], size=(1240, 500)), (0, 400))
    reading = read(reader, tmp_path / "a.png", image)
    assert {"新政〔2021〕15号", "新乡市人民政府文件"} == set(
        texts(reading) + texts(reading, Channel.PLAIN)
    )
    line = next(line for r in reading.readings for line in r.lines if "文件" in line.text)
    assert Box(150, 200, 546, 260).overlap(line.box) > 0.7 * line.box.area


def test_an_empty_page_is_blank_and_a_picture_without_text_unreadable(reader, tmp_path):
    """Nothing to read and nothing that could be read are told apart."""
    assert PageStatus.BLANK is read(reader, tmp_path / "a.png", page([])).page.status
    noise = np.random.default_rng(1).integers(0, 255, (400, 400, 3), dtype=np.uint8)
    from PIL import Image

    reading = read(reader, tmp_path / "b.png", Image.fromarray(noise))
    assert PageStatus.UNREADABLE is reading.page.status
    assert "E-NO-TEXT" == reading.page.problem.code


def test_the_text_layer_stands_beside_the_pixels(reader, tmp_path):
    """Boxes of both are in the same pixels; a layer that lies is kept as its own reading."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    sheet.setFont("Helvetica", 20)
    sheet.drawString(100, 700, "ZL 2020 1 0430096.0")
    sheet.save()
    reading = read(reader, tmp_path / "a.pdf", media_type=PDF)
    layer = next(r for r in reading.readings if r.channel is Channel.TEXT_LAYER)
    pixels = reading.readings[0].lines[0]
    assert "ZL 2020 1 0430096.0" == layer.lines[0].text
    assert "text_layer" == reading.page.source
    assert layer.lines[0].box.overlap(pixels.box) > 0.6 * layer.lines[0].box.area


def test_wants_are_answered_in_page_pixels_until_extraction_is_content(tmp_path):
    """A want's answer is one more reading; the loop ends when nothing more is wanted."""
    box = Box(140, 300, 900, 380)
    want = Want(1, box, Channel.PLAIN, 2.0, "rapidocr", "test")
    second = Want(1, box, Channel.PLAIN, 1.0, "tesseract", "test")

    def extract(pages):
        asked = {reading.reader for reading in pages[0].readings if reading.box == box}
        return Extraction((), tuple(w for w in (want, second) if w.reader not in asked))

    reader = PageReader(ReadingSettings(), extract, lambda _: "")
    reading = read(reader, tmp_path / "a.png", page(LINES, size=(1240, 900)))
    first, other = reading.readings[1:]
    assert ["张三丰同志："] == [line.text for line in first.lines]
    assert first.lines[0].box.overlap(box) > 0.8 * first.lines[0].box.area
    assert "张三丰同志" in "".join(other.lines[0].text.split())


def test_a_want_that_finds_no_memory_is_left_unanswered_on_the_first_page_alone(tmp_path):
    """On a later one it is an error, so that a fresh process reads all that is wanted there."""
    want = Want(1, Box(140, 300, 240, 380), Channel.PLAIN, 1.0, "trouble", "test")
    settings = ReadingSettings(reader="doubles:TroubleReader")
    reader = PageReader(settings, lambda _: Extraction((), (want,)), lambda _: "")
    sheet = page(LINES, size=(1240, 900))
    sheet.paste((LACK, LACK, LACK), (140, 300, 240, 380))
    assert ["正常"] == texts(read(reader, tmp_path / "a.png", sheet))
    with pytest.raises(MemoryError):
        read(reader, tmp_path / "a.png")


def test_a_heading_as_wide_as_the_screen_is_not_shown_smaller_than_it_is(tmp_path):
    """White print of 14 pixels on a blue band, 4,096 pixels wide."""
    screen = Image.new("RGB", (4096, 900), "white")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 4096, 60), fill=(33, 88, 195))
    draw.text((60, 22), "中国及多国专利审查信息查询", "white", font(14))
    draw.text((60, 300), "申请号/专利号：2020104300960", "black", font(28))
    want = Want(1, Box(0, 0, 4096, 120), Channel.PLAIN, 1.1, "rapidocr", "test")

    def extract(pages):
        asked = any(reading.box == want.box for reading in pages[0].readings)
        return Extraction((), () if asked else (want,))

    reader = PageReader(ReadingSettings(), extract, lambda _: "")
    reading = read(reader, tmp_path / "a.png", screen)
    assert ["中国及多国专利审查信息查询"] == [line.text for line in reading.readings[-1].lines]


def test_the_page_image_is_kept_for_the_desk(reader, tmp_path, kept):
    """The upright page can be looked at later, at its own size."""
    reading = read(reader, tmp_path / "a.png", page(LINES, size=(600, 900)).rotate(90, expand=True))
    from io import BytesIO

    from PIL import Image

    assert (600, 900) == Image.open(BytesIO(kept[reading.page.image])).size


def test_a_grey_seal_is_found_and_never_trusted_alone(reader, tmp_path):
    """On a copy without colours ink and print look alike: the name is read, in doubt."""
    sheet = page(["表彰决定", "新乡市人民政府"], size=(1240, 1754))
    grey = stamped(sheet, seal("新乡市人民政府", ink=(120, 120, 120)), (700, 900)).convert("L")
    reading = read(reader, tmp_path / "a.png", grey.convert("RGB"))
    assert ["grey"] == [found.ink for found in reading.seals]
    (line,) = [one for one in reading.seals[0].lines if one.text == "新乡市人民政府"]
    assert line.confidence <= 0.9


def test_print_without_colour_is_no_seal(reader, tmp_path):
    """Rows of black print have rings of ink nowhere."""
    sheet = page(["荣誉证书", "王芳同志：", "在工作中成绩突出，", "特发此证。"], size=(1240, 1754))
    assert () == read(reader, tmp_path / "a.png", sheet).seals


def test_the_straight_line_inside_a_ring_is_read(reader, tmp_path):
    """What a seal is kept for stands below its star."""
    stamp = seal("新乡市总工会", radius=190)
    draw = ImageDraw.Draw(stamp)
    draw.text((198, 290), "业务专用章", font=font(34), fill=(200, 30, 30, 255), anchor="mm")
    image = stamped(page(["荣誉证书"], size=(1240, 1754)), stamp, (600, 900))
    reading = read(reader, tmp_path / "a.png", image)
    inner = [line.text for line in reading.seals[0].lines if line.channel is Channel.INNER]
    assert ["业务专用章"] == inner


@pytest.mark.parametrize("paper", [20, 100, 150, 200, 255])
@pytest.mark.parametrize("specks", [0, 300, 500, 2000])
@pytest.mark.parametrize("high", [2, 90, 1200])
def test_a_page_is_blank_by_its_upper_part_only_where_it_is_as_a_whole(paper, specks, high):
    """Whatever the paper's grey and however much stands on it, and where."""
    chance = np.random.default_rng(specks + paper)
    image = np.full((1200, 850, 3), paper, np.uint8)
    rows, columns = chance.integers(0, high, specks), chance.integers(0, 850, specks)
    image[rows, columns] = chance.integers(0, 256, (specks, 1))
    small = scaled(image, 800 / 1200).min(axis=2)
    differing = np.abs(small.astype(int) - int(np.median(small[::4, ::4]))) > 40

    assert bool(differing.mean() < 0.0008) is _blank(image)


def test_pages_too_small_to_be_looked_at_in_part_are_looked_at_whole():
    """A page of three rows has no upper quarter."""
    assert _blank(np.full((3, 5, 3), 255, np.uint8))
    assert not _blank(np.zeros((30, 9000, 3), np.uint8) + np.arange(9000, dtype=np.uint8)[:, None])
