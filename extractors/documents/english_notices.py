"""Notices of the patent office in English translation, as certified translators hand them out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence.documents import Field
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.passages import Passage
from extractors.documents.patent_certificates import number_field
from extractors.documents.patent_numbers_on_page import patent_numbers_in

_OFFICE = re.compile(r"NationalIntellectualPropertyAdministration", re.IGNORECASE)
_PAPER = re.compile(r"(?:Notice|Notification|Decision)(?:of|on|for)[A-Za-z]{6,80}", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:Application|Patent)N(?:o|umber)[.:]*(?:or\w*N(?:o|umber)[.:]*)?", re.IGNORECASE
)
_TEXTS = (
    (
        "applicant",
        re.compile(
            r"(?:Applicant|Patentee)(?:s|\(s\))?(?:/(?:Applicant|Patentee))?:", re.IGNORECASE
        ),
    ),
    (
        "title",
        re.compile(
            r"(?:TitleofInvention|InventionTitle|TitleoftheInvention|Title):", re.IGNORECASE
        ),
    ),
    ("inventor", re.compile(r"Inventors?(?:\(s\))?:", re.IGNORECASE)),
)
_DISPATCH = re.compile(
    r"Dispatch(?:Serial)?N(?:o|umber)[.:]*(?P<number>[0-9]{12,20})", re.IGNORECASE
)
_MONTHS = "January February March April May June July August September October November December"
_MONTH = {name[:3].lower(): number for number, name in enumerate(_MONTHS.split(), start=1)}
_ISSUED = re.compile(r"Dateof(?:Issuance|Issue|Issuing|Dispatch):?", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<d>[0-9]{1,2})(?P<m>[A-Z][a-z]{2,8}),?(?P<y>20[0-9]{2})|(?P<mm>[A-Z][a-z]{2,8})(?P<dd>[0-9]{1,2}),(?P<yy>20[0-9]{2})"
)
_ROWS_BELOW = 4
"""Rows below its label within which the date of issue stands."""


def english_notice(whole: Passage, barcodes: Sequence[str], judge: Judge) -> tuple[Field, ...]:
    """The fields of a notice in English; none where it is no notice of the office."""
    rows = whole.by_row()
    papers = [row.flat() for row in rows if _PAPER.fullmatch(row.flat().text)]
    if not papers or not _OFFICE.search(whole.flat().text):
        return ()
    paper = papers[0]
    title = judge.field("paper", _spaced(paper), paper, least=thresholds.TEXT)
    return (title, *_fields(rows, barcodes, judge))


def _fields(rows: Sequence[Passage], barcodes: Sequence[str], judge: Judge) -> Iterator[Field]:
    told: set[str] = set()
    for at, row in enumerate(rows):
        for cell in row.by_line():
            for field in _cell(cell, rows[at : at + _ROWS_BELOW], barcodes, judge):
                if field.name not in told:
                    told.add(field.name)
                    yield field


def _cell(
    row: Passage, below: Sequence[Passage], barcodes: Sequence[str], judge: Judge
) -> Iterator[Field]:
    number = _NUMBER.match(row.text)
    if number:
        for found in patent_numbers_in(row.cut(number.end()))[:1]:
            field = number_field(found.number, found.passage, judge, barcodes)
            yield replace(field, name="application_number", value=field.value.removeprefix("ZL"))
    dispatch = _DISPATCH.search(row.text)
    if dispatch:
        at = row.group(dispatch, "number")
        agreed = ["barcode"] if at.text in barcodes else []
        yield judge.field("dispatch_number", at.text, at, least=thresholds.NUMBER, agreed=agreed)
    for name, label in _TEXTS:
        match = label.match(row.text)
        if match and row.text[match.end() :]:
            value = row.cut(match.end())
            yield judge.field(name, _spaced(value), value, least=thresholds.TEXT)
    if _ISSUED.search(row.text):
        yield from _issued(below, judge)


def _issued(below: Sequence[Passage], judge: Judge) -> Iterator[Field]:
    for row in below:
        flat = row.flat()
        for match in _DATE.finditer(flat.text):
            month = _MONTH.get((match["m"] or match["mm"])[:3].lower())
            if month is None:
                continue
            year, day = int(match["y"] or match["yy"]), int(match["d"] or match["dd"])
            try:
                iso = dt.date(year, month, day).isoformat()
            except ValueError:
                continue
            yield judge.field("dispatch_date", iso, flat.group(match), least=thresholds.DATE)
            return


def _spaced(value: Passage) -> str:
    """English text with its blanks as read."""
    return " ".join(value.raw.split())
