"""Pages of the official sites as the generator draws them, read by an eye that errs nowhere."""

from __future__ import annotations

import re
import unicodedata

import pytest

from evidence.places import Box
from evidence.readings import Channel, Line, Page, PageReading, PageStatus, Reading
from extractors.documents.extract import extract
from fixtures.generator import seeds
from fixtures.generator.layouts import dispatch
from fixtures.generator.papers import patent, search_result
from fixtures.generator.records import RESULT_LAYOUTS, PatentResultPage
from fixtures.generator.sheets import PixelSheets

_DPI = 96
_LONG = patent(
    "invention", "202010430096", "一种用于城市道路养护车辆的液压举升装置及其控制方法与系统",
    ("周建民", "李晓东", "王海波", "欧阳建国", "范长河", "方辉", "廖少华"),
    ("新乡市公路事业发展中心", "河南省中原园林机械厂"),
    "2020-05-20", "2021-11-09", "CN129472379B", "4876123",
)  # fmt: skip
_SECOND = patent(
    "utility_model", "202329914567", "一种大树移植用带捆扎机构的吊装托架", ("何俊峰", "齐秀英"),
    ("新乡市园林绿化中心",), "2023-08-15", "2024-01-30", "CN229870156U", "20913377",
)  # fmt: skip
_DESIGN = patent(
    "design", "202239765410", "展柜（可移动恒湿）", ("任丽华", "冯磊"), ("新乡市博物馆",),
    "2022-02-21", "2022-08-02", "CN319456207S", "7534416",
)  # fmt: skip
_RESULTS = tuple(search_result(one, "cpquery", "") for one in (_LONG, _SECOND, _DESIGN))
_LISTS = ("cpquery_list", "cpquery_table", "epub_list", "pss_list")


class _Seen(PixelSheets):
    """Sheets that keep every stretch of print as a line read without error."""

    def __init__(self, *size):
        super().__init__(*size)
        self.lines = []

    def write(self, x, y, text, face, size, colour, spacing):
        if text.strip():
            reach = self.measure(text, face, size, spacing)
            box = [v * self.scale for v in (x, y - size * 0.88, x + reach, y + size * 0.14)]
            self.lines.append(Line(text, Box(*map(round, box)), 0.99, "rapidocr", Channel.NO_SEAL))


def _read(record):
    size = dispatch.page_size(record, None, screenshot=False)
    sheets = _Seen(*size, _DPI)
    dispatch.draw(sheets, record, None, seeds.source("test"))
    width, height = sheets.images[0].size
    reading = Reading(1, "rapidocr", Channel.NO_SEAL, 1.0, None, tuple(sheets.lines))
    page = PageReading(Page(1, width, height, 0, "ocr", PageStatus.READ), (reading,))
    return extract([page], upload="cnipa/a.png", sha256="0" * 64).documents


def _told(document):
    plain = {
        name: [unicodedata.normalize("NFKC", field.value) for field in document.all(name)]
        for name in document.names()
    }
    plain.pop("publication_number", None)
    return plain


def _plain(fields):
    return {
        name: [unicodedata.normalize("NFKC", value).replace(" ", "") if name != "legal_event"
               else value for value in values]
        for name, values in fields.items()
    }  # fmt: skip


@pytest.mark.parametrize("surroundings", ["print", "window", "full_screen", "bare"])
@pytest.mark.parametrize("layout", RESULT_LAYOUTS)
def test_every_field_of_every_patent_is_read_and_no_other(layout, surroundings):
    """Each patent is a document of its own page, with its own values alone, on each layout."""
    several = layout in _LISTS
    events = (("2024-01-30", "授权"), ("2025-02-11", "发明人变更"))
    record = PatentResultPage(
        layout,
        _RESULTS if several else _RESULTS[:1],
        "2024-03-26T10:05",
        7 if several else None,
        surroundings,
        events=events if layout == "epub_events" else (),
        changed_from=("何俊峰", "齐秀英") if layout == "epub_events" else (),
    )
    documents = _read(record)
    assert {"patent_search_result"} == {document.kind for document in documents}
    assert [_plain(fields) for fields in record.documents()] == [_told(one) for one in documents]
    assert {(1,)} == {document.pages for document in documents}


@pytest.mark.parametrize("layout", RESULT_LAYOUTS)
def test_a_page_that_shows_neither_head_nor_address_has_no_site_for_certain(layout):
    """Its labels may tell which site it looks like, and no more."""
    results = _RESULTS if layout in _LISTS else _RESULTS[:1]
    events = (("2024-01-30", "授权"),) if layout == "epub_events" else ()
    record = PatentResultPage(layout, results, surroundings="scrolled", events=events)
    doubts = {site.doubt if (site := one.first("site")) else "no site" for one in _read(record)}
    assert doubts <= {"the site is recognised by its labels only", "no site"}


@pytest.mark.parametrize(
    ("layout", "order"), list(zip(_LISTS, ((0, 1), (1, 0), (1, 0), (0, 1)), strict=True))
)
def test_whatever_label_is_not_read_no_value_becomes_a_neighbours_for_certain(layout, order):
    """Each label and number left out in turn: a certain value is always the patent's own."""
    results = (*(_RESULTS[at] for at in order), _RESULTS[2])
    record = PatentResultPage(layout, results, "2024-03-26T10:05", 3, "print")
    size = dispatch.page_size(record, None, screenshot=False)
    sheets = _Seen(*size, _DPI)
    dispatch.draw(sheets, record, None, seeds.source("test"))
    width, height = sheets.images[0].size
    truth = {fields["patent_number"][0]: _plain(fields) for fields in record.documents()}
    compared = ("title", "inventor", "patentee", "application_date", "grant_number", "grant_date",
                "patent_type", "case_status", "legal_status")  # fmt: skip
    for left_out, missed in enumerate(sheets.lines):
        if not re.search(r"：$|^(?:CN)?[0-9.]{13,}$", missed.text):
            continue
        lines = tuple(line for n, line in enumerate(sheets.lines) if n != left_out)
        reading = Reading(1, "rapidocr", Channel.NO_SEAL, 1.0, None, lines)
        page = PageReading(Page(1, width, height, 0, "ocr", PageStatus.READ), (reading,))
        for found in extract([page], upload="a.png", sha256="0" * 64).documents:
            number = found.first("patent_number")
            if number is None or number.value not in truth:
                continue
            own = truth[number.value]
            for name in compared:
                for field in found.all(name):
                    value = unicodedata.normalize("NFKC", field.value)
                    others = [one for key, fields in truth.items() if key != number.value
                              for one in fields.get(name, ())]  # fmt: skip
                    strange = value in others and value not in own.get(name, ())
                    assert not strange or field.doubt, (missed.text, name, value)
