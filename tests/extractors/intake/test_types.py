import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extractors.intake import types
from extractors.intake.limits import Limits


def _image(form, **options):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, form, **options)
    return file.getvalue()


def _zip(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name in names:
            container.writestr(name, "x" * 1000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", types.PDF),
        (b"\r\n\r\njunk before the mark\n%PDF-1.4\n", types.PDF),
        (_image("JPEG"), types.JPEG),
        (_image("PNG"), types.PNG),
        (_image("TIFF"), types.TIFF),
        (_image("BMP"), types.BMP),
        (_image("WEBP"), types.WEBP),
        (_zip("[Content_Types].xml", "word/document.xml"), types.DOCX),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), types.XLSX),
        (_zip("OFD.xml", "Doc_0/Document.xml"), types.OFD),
        (_zip("a.pdf"), types.ZIP),
        (b"MZ\x90\x00" + b"\0" * 100 + b"%PDF-1.4", types.EXECUTABLE),
        (b"\x7fELF\x02\x01\x01", types.EXECUTABLE),
        (b"#!/bin/sh\nrm -rf /\n", types.EXECUTABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, types.OLE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", types.HEIC),
        (b"<!DOCTYPE html><html></html>", types.HTML),
        ("申请号,发明名称\n".encode("gb18030"), types.TEXT),
        ("申请号,发明名称\n".encode("utf-8-sig"), types.TEXT),
        (b"", types.EMPTY),
        (b"\x01\x02\x03\x04" * 50, types.UNKNOWN),
    ],
)
def test_the_type_is_told_by_content(data, expected):
    assert expected == types.media_type(data[: types.HEAD_BYTES], data[-types.TAIL_BYTES :])


def test_text_cut_within_a_character_is_still_text():
    data = ("a" + "证" * types.HEAD_BYTES).encode()[: types.HEAD_BYTES]
    assert types.TEXT == types.media_type(data)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_type_and_no_error(data):
    found = types.media_type(data, data)
    assert found
    if found in types.IMAGES:
        types.image_problem(io.BytesIO(data), Limits())


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((30_000, 30_000), "E-PIXELS"),
        ((20_000, 7_501), "E-PIXELS"),
        ((20_000, 7_500), None),
        ((65_501, 1), "E-PIXELS"),
        ((12_000, 9_000), None),
    ],
)
def test_pixels_are_counted_in_the_header_and_nothing_is_decoded(png_header, size, code):
    problem = types.image_problem(io.BytesIO(png_header(*size)), Limits())
    assert code == (problem and problem.code)


def test_an_image_whose_header_is_broken_is_left_to_the_reader():
    assert None is types.image_problem(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\xff" * 40), Limits())


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (types.PDF, None),
        (types.DOCX, "E-UNSUPPORTED-TYPE"),
        (types.ZIP, "E-UNSUPPORTED-TYPE"),
        (types.XLSX, "E-UNSUPPORTED-TYPE"),
        (types.EXECUTABLE, "E-EXECUTABLE"),
        (types.EMPTY, "E-EMPTY"),
        ("application/x-never-seen", "E-UNSUPPORTED-TYPE"),
    ],
)
def test_each_type_that_is_not_read_has_its_reason(found, code):
    problem = types.type_problem(found, types.READABLE)
    assert code == (problem and problem.code)
