import struct
import zlib

import numpy as np
import pikepdf
import pytest
from papers import page
from PIL import Image

from evidence.errors import UploadError
from extractors.reading.render import PDF, count_pages, render_page
from extractors.reading.settings import ReadingSettings, StoredFile

SETTINGS = ReadingSettings(page_limit=50)


def file(path, media_type="image/png"):
    return StoredFile("0" * 64, path, media_type)


def blank_pdf(path, pages, **save):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path, **save)
    return file(path, PDF)


def huge_png(path, width, height):
    """A PNG that says it is huge; the pixels are not there."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")
    )
    return file(path)


def code(call):
    with pytest.raises(UploadError) as caught:
        call()
    return caught.value.code


def test_a_pdf_page_is_rendered_at_the_set_resolution(tmp_path):
    """A4 at 200 dpi is 1654 by 2339 pixels."""
    rendered = render_page(blank_pdf(tmp_path / "a.pdf", 2), 2, SETTINGS)
    assert (2339, 1653) <= rendered.image.shape[:2] <= (2340, 1654)
    assert 200 == rendered.dpi


def test_an_encrypted_pdf_says_so(tmp_path):
    """A password is asked for by name, not as damage."""
    stored = blank_pdf(tmp_path / "a.pdf", 1, encryption=pikepdf.Encryption(user="x", owner="y"))
    assert "E-PDF-ENCRYPTED" == code(lambda: count_pages(stored, SETTINGS))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.4 garbage" * 99])
def test_a_damaged_pdf_says_so(tmp_path, data):
    """Bytes that only begin like a PDF are damaged."""
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert "E-PDF-DAMAGED" == code(lambda: count_pages(file(path, PDF), SETTINGS))


@pytest.mark.parametrize(("pages", "refused"), [(50, False), (51, True)])
def test_more_pages_than_allowed_are_refused(tmp_path, pages, refused):
    """The limit itself is allowed."""
    stored = blank_pdf(tmp_path / "a.pdf", pages)
    if refused:
        assert "E-PAGES" == code(lambda: count_pages(stored, SETTINGS))
    else:
        assert pages == count_pages(stored, SETTINGS)


def test_a_huge_pdf_page_is_rendered_small(tmp_path):
    """A MediaBox of 14,400 points does not become 40,000 pixels."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14400, 14400))
    pdf.save(tmp_path / "a.pdf")
    image = render_page(file(tmp_path / "a.pdf", PDF), 1, SETTINGS).image
    assert max(image.shape[:2]) <= SETTINGS.pdf_long_side + 1


def test_a_picture_with_too_many_pixels_is_never_decoded(tmp_path):
    """30,000 × 30,000 is refused from its header."""
    stored = huge_png(tmp_path / "a.png", 30_000, 30_000)
    assert "E-PIXELS" == code(lambda: count_pages(stored, SETTINGS))


def test_a_truncated_picture_is_damaged(tmp_path):
    """Half a JPEG is not half a certificate."""
    page(["荣誉证书"]).save(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[: len(data) // 2])
    stored = file(tmp_path / "a.jpg", "image/jpeg")
    assert "E-IMAGE-DAMAGED" == code(lambda: render_page(stored, 1, SETTINGS))


def test_a_picture_that_finds_no_memory_is_not_called_damaged(tmp_path, monkeypatch):
    """A damaged one is remembered as such; a fresh process may have the room for this one."""

    def no_room(*_):
        raise MemoryError

    page(["荣誉证书"]).save(tmp_path / "a.png")
    monkeypatch.setattr("extractors.reading.render._on_white", no_room)
    with pytest.raises(MemoryError):
        render_page(file(tmp_path / "a.png"), 1, SETTINGS)


def test_the_camera_s_turn_is_applied(tmp_path):
    """EXIF orientation 6 is a picture to be turned by 90 degrees."""
    image = Image.new("RGB", (100, 40), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    shape = render_page(file(tmp_path / "a.jpg", "image/jpeg"), 1, SETTINGS).image.shape
    assert (100, 40, 3) == shape


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [("jpg", "RGB"), ("png", "RGB"), ("png", "L"), ("tif", "1"), ("png", "P")],
)
def test_a_very_large_picture_is_read_at_a_fraction_of_its_size(tmp_path, suffix, mode):
    """A phone's 48 million pixels become 12; up to 24 million are kept as they are."""
    Image.new(mode, (8000, 6000), 255).save(tmp_path / f"a.{suffix}")
    Image.new(mode, (6000, 4000), 255).save(tmp_path / f"b.{suffix}")
    large = render_page(file(tmp_path / f"a.{suffix}"), 1, SETTINGS).image
    kept = render_page(file(tmp_path / f"b.{suffix}"), 1, SETTINGS).image
    assert ((3000, 4000, 3), (4000, 6000, 3)) == (large.shape, kept.shape)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_colour_mode_becomes_rgb_on_white(tmp_path, mode):
    """Transparent paper is white paper."""
    path = tmp_path / ("a.tif" if mode in ("CMYK", "I;16") else "a.png")
    if mode == "I;16":
        Image.fromarray(np.full((20, 20), 65535, np.uint16)).save(path)
    elif mode in ("LA", "RGBA"):
        Image.new(mode, (20, 20), (0,) * len(mode)).save(path)
    else:
        Image.new("RGB", (20, 20), "white").convert(mode).save(path)
    image = render_page(file(path), 1, SETTINGS).image
    assert (20, 20, 3) == image.shape
    assert image.min() >= 250


def test_every_page_of_a_tiff_counts(tmp_path):
    """A fax of three pages has three pages, each its own picture."""
    frames = [Image.new("RGB", (50, 50), shade) for shade in ("white", "black", "red")]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    stored = file(tmp_path / "a.tif", "image/tiff")
    assert 3 == count_pages(stored, SETTINGS)
    assert [255, 0, 0] == list(render_page(stored, 3, SETTINGS).image[25, 25])
