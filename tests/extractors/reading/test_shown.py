from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from evidence.errors import UploadError
from extractors.reading.cache import ReadingCache
from extractors.reading.render import PDF
from extractors.reading.settings import ReadingSettings
from extractors.reading.shown import show_pages

SETTINGS = ReadingSettings(page_limit=5)


@pytest.fixture
def cache(tmp_path):
    return ReadingCache(tmp_path / "readings")


@pytest.fixture
def code(cache):
    def show(file, settings=SETTINGS):
        with pytest.raises(UploadError) as caught:
            show_pages(file, settings, cache)
        return caught.value.code

    return show


def _pdf(path, pages):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path)
    return path


def test_every_page_is_kept_as_a_picture(tmp_path, cache, stored):
    """At the size in which places on it would count."""
    pages = show_pages(stored(_pdf(tmp_path / "a.pdf", 2), PDF), SETTINGS, cache)
    assert [1, 2] == [page.number for page in pages]
    for page in pages:
        with Image.open(cache.image_path(page.image)) as picture:
            assert ("JPEG", (page.width, page.height)) == (picture.format, picture.size)


def test_a_picture_is_shown_upright_and_without_what_its_file_carries_besides(
    tmp_path, cache, stored
):
    """What browsers get is rendered anew: no place of a phone, no program behind the pixels."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "<script>"
    Image.new("RGB", (300, 200), "white").save(tmp_path / "a.jpg", exif=exif)
    (page,) = show_pages(stored(tmp_path / "a.jpg", "image/jpeg"), SETTINGS, cache)
    assert (200, 300) == (page.width, page.height)
    assert b"<script>" not in cache.image_path(page.image).read_bytes()


def test_a_damaged_picture_is_refused(tmp_path, code, stored):
    """With the reason that reading would give."""
    Image.new("RGB", (300, 200), "white").save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:80])
    assert "E-IMAGE-DAMAGED" == code(stored(tmp_path / "b.png"))


def test_more_pages_than_allowed_are_refused(tmp_path, code, stored):
    """Before any of them is rendered."""
    assert "E-PAGES" == code(stored(_pdf(tmp_path / "a.pdf", 6), PDF))


def test_what_takes_too_long_costs_the_picture_and_not_this_process(tmp_path, code, stored):
    """The process that renders it is ended."""
    slow = stored(_pdf(tmp_path / "a.pdf", 200), PDF)
    assert "E-PAGE-UNSHOWN" == code(slow, replace(SETTINGS, page_limit=200, cpu_seconds=0))
