"""Generated pages of the official sites through the whole of reading: engine, wants, extraction."""

import unicodedata

import pytest

from evidence.places import Box
from extractors.documents.extract import extract
from extractors.reading.page import PageReader
from extractors.reading.settings import ReadingSettings
from fixtures.generator.degrade import Scan
from fixtures.generator.files import Part, Upload, made
from fixtures.generator.papers import patent, search_result
from fixtures.generator.records import PatentResultPage

_LONG = patent(
    "invention", "202010430096", "一种用于城市道路养护车辆的液压举升装置及其控制方法与系统",
    ("周建民", "李晓东", "欧阳建国"), ("新乡市公路事业发展中心", "河南省中原园林机械厂"),
    "2020-05-20", "2021-11-09", "CN129472379B", "4876123",
)  # fmt: skip
_SHORT = patent(
    "utility_model", "202329914567", "一种大树移植用带捆扎机构的吊装托架", ("何俊峰", "齐秀英"),
    ("新乡市园林绿化中心",), "2023-08-15", "2024-01-30", "CN229870156U", "20913377",
)  # fmt: skip
_RESULTS = tuple(search_result(one, "cpquery", "") for one in (_LONG, _SHORT))
_WHEN = "2024-03-26T10:05"
_PAGES = {
    # Type of 14 pixels on a screen of 4096, of which a first look sees next to nothing.
    "screen.png": Part(
        PatentResultPage("cpquery_list", _RESULTS, _WHEN, 2, "window", 4096),
        dpi=96, screenshot=True,
    ),
    # Type of 28 pixels, as most screens of that size are set; the site is known by its address.
    "window.png": Part(
        PatentResultPage("cpquery_detail", _RESULTS[:1], _WHEN, None, "window", 2000),
        dpi=192, screenshot=True,
    ),
    # No bar with the address: the site is known by the white name in its head.
    "full_screen.png": Part(
        PatentResultPage("epub_entry", _RESULTS[1:], "", None, "full_screen", 2000),
        dpi=192, screenshot=True,
    ),
    "scan.jpg": Part(
        PatentResultPage("pss_list", _RESULTS, _WHEN, 7), damage=Scan(0.8, 0.4, 0.4, 0.4), quality=70
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader():
    def extraction(pages):
        return extract(pages, upload="a", sha256="0" * 64)

    return PageReader(ReadingSettings(), extraction, lambda _: "0" * 64)


def _plain(fields):
    return {
        name: [unicodedata.normalize("NFKC", value) for value in values]
        for name, values in fields.items()
    }


@pytest.mark.parametrize("name", _PAGES)
def test_each_patent_of_a_page_is_read_for_certain_with_its_place(reader, stored, tmp_path, name):
    """Every value of every patent, none of them a neighbour's, each where it is printed."""
    data, truth = made(Upload(name, (_PAGES[name],)), 1)
    path = tmp_path / name
    path.write_bytes(data)
    reading = reader.read(stored(path, "image/png" if name.endswith("png") else "image/jpeg"), 1)
    found = extract([reading], upload="a", sha256="0" * 64).documents
    assert [_plain(document["fields"]) for document in truth["documents"]] == [
        _plain({field: [one.value for one in document.all(field)] for field in document.names()})
        for document in found
    ]
    width, height = reading.page.width, reading.page.height
    for document, told in zip(found, truth["documents"], strict=True):
        assert [] == [field.name for field in document.fields if field.doubt]
        for field_name in ("patent_number", "title", "grant_number"):
            _, x0, y0, x1, y1 = told["boxes"][field_name][0]
            printed = Box(*map(round, (x0 * width, y0 * height, x1 * width, y1 * height)))
            field = document.first(field_name)
            assert field is not None
            assert field.box.overlap(printed) > printed.area / 2
