import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from evidence.errors import UploadError
from review.desk.case.screenshots import MOST_BYTES, checked_screenshot


def picture(kind, size=(400, 300)):
    data = io.BytesIO()
    Image.new("RGB", size, "white").save(data, kind)
    return data.getvalue()


def png_that_claims(width, height):
    """A PNG header of that size with next to no pixels behind it."""

    def chunk(name, content):
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def refusal(data):
    with pytest.raises(UploadError) as caught:
        checked_screenshot(data)
    return caught.value.code


@pytest.mark.parametrize(("kind", "name"), [("PNG", "screenshot.png"), ("JPEG", "screenshot.jpg")])
def test_a_picture_is_kept_byte_for_byte(kind, name):
    data = picture(kind)
    screenshot = checked_screenshot(data)
    assert (data, name) == (screenshot.data, screenshot.name)
    assert hashlib.sha256(data).hexdigest() == screenshot.sha256


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%PDF-1.7",
        picture("GIF"),
        picture("TIFF"),
        picture("PNG")[:-40],
        picture("JPEG")[:-200],
        b"\x89PNG\r\n\x1a\n",
        png_that_claims(500, 500),
    ],
)
def test_what_is_no_whole_png_or_jpeg_is_refused(data):
    assert "E-SCREENSHOT-TYPE" == refusal(data)


@pytest.mark.parametrize("size", [(40_000, 40_000), (200_000, 200_000), (6_400, 6_400)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size):
    assert "E-SCREENSHOT-PIXELS" == refusal(png_that_claims(*size))


def test_a_picture_on_which_nobody_reads_anything_is_refused():
    assert "E-SCREENSHOT-PIXELS" == refusal(picture("PNG", (99, 400)))
    assert "screenshot.png" == checked_screenshot(picture("PNG", (100, 100))).name


def test_an_empty_or_too_large_file_is_refused():
    assert "E-SCREENSHOT-SIZE" == refusal(b"")
    assert "E-SCREENSHOT-SIZE" == refusal(b"x" * (MOST_BYTES + 1))
