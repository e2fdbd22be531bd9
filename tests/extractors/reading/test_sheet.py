"""A page laid level part by part: every part lies where the whole page has it."""

import cv2
import numpy as np
import pytest
import zxingcpp
from papers import page

from evidence.places import Box
from extractors.frames import straightened, to_frame
from extractors.reading.barcodes import find_barcodes
from extractors.reading.channels import wiped_regions
from extractors.reading.rings import find_rings
from extractors.reading.sheet import Sheet

LINES = ["荣誉证书", "张三丰同志：", "被评为全省交通运输系统先进个人。"]


def crooked(degrees=2.3, size=(1240, 1755)):
    """A page with print that is laid level by so many degrees."""
    upright = np.asarray(page(LINES, size=size))
    return Sheet(upright, straightened(*size, degrees))


def differ(one, two):
    """Grey levels by which two pictures of one size differ in the mean."""
    assert one.shape == two.shape
    return float(np.abs(one.astype(np.int16) - two).mean())


@pytest.mark.parametrize("degrees", [-12.0, -0.6, 2.3, 8.0])
def test_a_part_is_what_the_whole_page_has_there(degrees):
    box = Box(190, 180, 700, 460)
    part = crooked(degrees).cut(box)
    whole = crooked(degrees).whole
    expected = whole[box.y0 : box.y1, box.x0 : box.x1]
    assert 200 > expected.min() + 100, "there is print in it"
    assert 0.5 > differ(part, expected)
    assert 1.5 < differ(part, whole[box.y0 : box.y1, box.x0 + 2 : box.x1 + 2]), (
        "two pixels would show"
    )


def test_much_of_a_page_is_cut_from_the_whole():
    sheet = crooked()
    part = sheet.cut(Box(0, 0, sheet.width, sheet.height - 10))
    assert np.shares_memory(part, sheet.whole)


def test_a_page_that_lies_level_is_not_copied():
    upright = np.asarray(page(LINES))
    sheet = Sheet(upright)
    assert np.shares_memory(sheet.whole, upright)
    assert (sheet.cut(Box(10, 20, 110, 220)) == upright[20:220, 10:110]).all()


@pytest.mark.parametrize("sheet", [crooked(), Sheet(np.asarray(page(LINES)))])
def test_a_part_beyond_the_page_is_clipped(sheet):
    assert (30, 40, 3) == sheet.cut(Box(-10, -20, 40, 30)).shape
    assert 0 == sheet.cut(Box(9000, 9000, 9100, 9100)).size
    assert 0 == sheet.cut(Box(300, 300, 200, 400)).size


@pytest.mark.parametrize("step", [1, 2, 5])
def test_thinned_takes_pixels_where_they_stand(step):
    sheet = crooked()
    box = Box(190, 180, 701, 463)
    cut = sheet.whole[box.y0 : box.y1 : step, box.x0 : box.x1 : step]
    assert 5 > differ(sheet.thinned(box, step), cut)
    level = Sheet(sheet.upright)
    assert (level.thinned(box, step) == sheet.upright[180:463:step, 190:701:step]).all()


@pytest.mark.parametrize("size", [(700, 990), (1241, 1755), (2481, 3507), (4001, 2999)])
@pytest.mark.parametrize("degrees", [0.0, -2.1, 14.0])
def test_a_mask_of_the_small_picture_is_laid_where_the_frame_has_it(size, degrees):
    """A dot on the page lies in its frame, to a pixel of the small picture."""
    sheet, at = _dotted(size, degrees)
    small, factor = sheet.small
    assert 1000 >= max(small.shape[:2])
    mask = sheet.laid_small(np.where(small[..., 0] < 100, 255, 0).astype(np.uint8))
    assert (round(sheet.height * factor), round(sheet.width * factor)) == pytest.approx(
        mask.shape, abs=1
    )
    ys, xs = np.nonzero(mask)
    middle = [(v + 0.5) / factor - 0.5 for v in (xs.mean(), ys.mean())]
    assert at == pytest.approx(middle, abs=0.7 / factor)


@pytest.mark.parametrize("size", [(700, 990), (2481, 3507)])
@pytest.mark.parametrize("degrees", [0.0, -2.1, 14.0])
def test_a_ring_is_told_where_the_frame_has_it(size, degrees):
    sheet, at = _dotted(size, degrees, colour=(220, 20, 30), part=10)
    (ring,) = find_rings(sheet)
    assert at == pytest.approx([ring.x, ring.y], abs=2 / sheet.small[1])
    assert [size[0] // 10] * 2 == pytest.approx([ring.rx, ring.ry], rel=0.05)


@pytest.mark.parametrize("degrees", [-14.0, -0.7, 2.1])
def test_coloured_print_is_told_where_the_frame_has_it(degrees):
    """Rows of a crooked page are rows only once it is laid level."""
    level = np.array(page(["关于表彰先进个人的决定"], size=(1240, 1755)))
    print_ = level.min(axis=2) < 128
    level[print_] = (220, 20, 30)
    ys, xs = np.nonzero(print_)
    turning = cv2.getRotationMatrix2D((620, 877.5), degrees, 1)
    upright = cv2.warpAffine(level, turning, (1240, 1755), borderValue=(255, 255, 255))
    sheet = Sheet(np.asarray(upright, np.uint8), straightened(1240, 1755, degrees))
    (box,) = wiped_regions(sheet, ())
    left, top = (sheet.width - 1240) / 2, (sheet.height - 1755) / 2
    expected = [xs.min() + left, ys.min() + top, xs.max() + left, ys.max() + top]
    assert list(box) == pytest.approx(expected, abs=25)


def _dotted(size, degrees, colour=(0, 0, 0), part=40):
    """A page with one dot, laid level by so many degrees, and where the frame has the dot."""
    width, height = size
    upright = np.full((height, width, 3), 255, np.uint8)
    x, y = round(0.73 * width), round(0.61 * height)
    cv2.circle(upright, (x, y), width // part, colour, -1)
    frame = straightened(width, height, degrees) if degrees else None
    if frame is not None:
        (a, b, c), (d, e, f) = to_frame(frame, width, height)
        x, y = a * x + b * y + c, d * x + e * y + f
    return Sheet(upright, frame), [x, y]


def test_paper_surrounds_a_page_that_is_laid_level():
    upright = np.full((800, 600, 3), (250, 240, 200), np.uint8)
    whole = Sheet(upright, straightened(600, 800, 9.0)).whole
    assert [(250, 240, 200)] * 4 == [tuple(whole[y, x]) for y in (0, -1) for x in (0, -1)]


@pytest.mark.parametrize("degrees", [0.0, 2.5])
def test_a_code_is_told_where_the_frame_has_it(degrees):
    """It is looked for on the page as it is."""
    code = np.asarray(
        zxingcpp.create_barcode("CN111472379B", zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
    )
    upright = np.full((1755, 1240, 3), 255, np.uint8)
    upright[300 : 300 + code.shape[0], 900 : 900 + code.shape[1]] = code[..., None]
    frame = straightened(1240, 1755, degrees) if degrees else None
    sheet = Sheet(upright, frame)
    (found,) = find_barcodes(sheet)
    ys, xs = np.nonzero(sheet.whole[..., 0] < 100)
    assert "CN111472379B" == found.text
    assert list(found.box) == pytest.approx([xs.min(), ys.min(), xs.max(), ys.max()], abs=8)


def _coded(kind, scale, high=None):
    """A page of 300 dpi with a code whose modules have so many pixels."""
    made = zxingcpp.create_barcode("2020187234567", kind).to_image(scale=scale)
    code = np.asarray(made)[:high]
    upright = np.full((3508, 2480, 3), 255, np.uint8)
    upright[300 : 300 + code.shape[0], 900 : 900 + code.shape[1]] = code[..., None]
    return upright


def test_a_small_code_is_read():
    """Its modules have two pixels where the page is looked at: one that is not read contradicts nothing."""
    (found,) = find_barcodes(Sheet(_coded(zxingcpp.BarcodeFormat.QRCode, 3)))
    assert "2020187234567" == found.text


@pytest.mark.parametrize("degrees", [0.0, 2.0, 9.0, -14.0])
def test_flat_bars_are_read_on_a_crooked_page(degrees):
    """One line must cross them all, so that the page is laid level for them."""
    upright = _coded(zxingcpp.BarcodeFormat.Code39, 5, high=60)
    height, width = upright.shape[:2]
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    crooked = cv2.warpAffine(upright, turning, (width, height), borderValue=(255, 255, 255))
    frame = straightened(width, height, degrees) if degrees else None
    sheet = Sheet(np.asarray(crooked, np.uint8), frame)
    (found,) = find_barcodes(sheet)
    _, xs = np.nonzero(sheet.whole[..., 0] < 100)
    assert "2020187234567" == found.text
    assert found.box.x0 == pytest.approx(xs.min(), abs=40)
    assert found.box.x1 == pytest.approx(xs.max(), abs=40)
