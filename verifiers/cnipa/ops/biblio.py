"""What OPS has published of Chinese applications: exchange-documents of a biblio answer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.errors import NormalFormError
from evidence.patent_numbers import parse_patent_number
from verifiers.cnipa.ops.badgerfish import attribute, every, is_legible, text

_DOCUMENTS = ("ops:world-patent-data", "exchange-documents", "exchange-document")
_DATE = re.compile(r"[0-9]{8}")
_SEQUENCE = re.compile(r"[0-9]{1,4}")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_COUNTRY = re.compile(r"\s*\[[A-Z]{2}\]$")
_AROUND = " \t,，;；、"
_MOST_TEXTS = 1_000
_LONGEST = 1_000
"""Names and titles of one publication, and characters in one: the longest title has some 200."""
_CHINESE = frozenset({"ol", "zh"})
"""Languages of a title in the script in which it was filed."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of one application, as OPS shows it.

    `application` and `number` are docdb numbers: no check digit, no country. `originals` are the
    application numbers as the office prints them. Dates are ISO 8601, empty where not shown or no
    dates. `doubts` names fields of OfficialRecord.
    """

    application: str
    originals: tuple[str, ...]
    number: str
    kind: str
    filed: str
    published: str
    title: str
    inventors: tuple[str, ...]
    inventors_latin: tuple[str, ...]
    applicants: tuple[str, ...]
    doubts: tuple[str, ...]
    is_legible: bool
    """Whether every name and title came through whole."""

    @property
    def is_of_its_number(self) -> bool:
        """Whether every original number is the docdb one, and under its own check digit."""
        return all(_digits(original) == self.application for original in self.originals)


def publications(payload: object) -> Iterator[Publication]:
    """The Chinese publications of an answer; what OPS marks as not found is none."""
    for document in every(payload, *_DOCUMENTS):
        if attribute(document, "country") == "CN" and not attribute(document, "status"):
            found = _publication(document)
            if found.application and found.number:
                yield found


def iso_date(value: str) -> str:
    """`20200910` or `2020-09-10` as ISO 8601; empty where it is no day."""
    plain = value.replace("-", "")
    try:
        return dt.date.fromisoformat(plain).isoformat() if _DATE.fullmatch(plain) else ""
    except ValueError:
        return ""


def chinese_document_id(node: object) -> tuple[str, str]:
    """Number and date of the docdb document-id of a reference; empty where it is not of CN."""
    for one in every(node, "document-id"):
        if attribute(one, "document-id-type") == "docdb" and text(one, "country") == "CN":
            return text(one, "doc-number"), iso_date(text(one, "date"))
    return "", ""


def _publication(document: object) -> Publication:
    (data,) = every(document, "bibliographic-data")[:1] or [None]
    (reference,) = every(data, "application-reference")[:1] or [None]
    (published,) = every(data, "publication-reference")[:1] or [None]
    application, filed = chinese_document_id(reference)
    latin, inventors, doubts = _inventors(data)
    applicants, gaps = _names(data, "applicant", "original")
    return Publication(
        application=application,
        originals=tuple(
            text(one, "doc-number")
            for one in every(reference, "document-id")
            if attribute(one, "document-id-type") == "original"
        ),
        number=attribute(document, "doc-number"),
        kind=attribute(document, "kind"),
        filed=filed,
        published=chinese_document_id(published)[1],
        title=_title(data),
        inventors=inventors,
        inventors_latin=latin,
        applicants=tuple(name for name in applicants if _HAN.search(name)),
        doubts=(*doubts, *(("patentees",) if gaps else ())),
        is_legible=_are_legible(_texts(data)),
    )


def _texts(data: object) -> list[str]:
    nodes = [
        *every(data, "invention-title"),
        *every(data, "parties", "inventors", "inventor", "inventor-name", "name"),
        *every(data, "parties", "applicants", "applicant", "applicant-name", "name"),
    ]
    return [text(node) for node in nodes]


def _are_legible(texts: list[str]) -> bool:
    return len(texts) <= _MOST_TEXTS and all(
        len(text) <= _LONGEST and is_legible(text) for text in texts
    )


def _title(data: object) -> str:
    """The Chinese one; an English one is a translation and says nothing."""
    for one in every(data, "invention-title"):
        found = text(one)
        if attribute(one, "lang") in _CHINESE and _HAN.search(found):
            return found
    return ""


def _inventors(data: object) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """In Latin letters, in characters, and in doubt where OPS shows fewer in characters."""
    latin, _ = _names(data, "inventor", "epodoc")
    written, gaps = _names(data, "inventor", "original")
    if not all(_HAN.search(name) for name in written):
        return latin or written, (), ()
    doubtful = bool(written) and (gaps or (bool(latin) and len(latin) != len(written)))
    return latin, written, ("inventors",) if doubtful else ()


def _names(data: object, kind: str, form: str) -> tuple[tuple[str, ...], bool]:
    """Names in their order, and whether numbers or names are missing in between."""
    found = []
    for place, one in enumerate(every(data, "parties", f"{kind}s", kind), start=1):
        if attribute(one, "data-format") == form:
            sequence = attribute(one, "sequence")
            number = int(sequence) if _SEQUENCE.fullmatch(sequence) else place
            name = _COUNTRY.sub("", text(one, f"{kind}-name", "name")).strip(_AROUND)
            found.append((number, name))
    found.sort(key=lambda pair: pair[0])
    numbers = [number for number, _ in found]
    names = tuple(name for _, name in found if name)
    return names, numbers != list(range(1, len(names) + 1))


def _digits(original: str) -> str:
    """The digits of a printed application number; empty where it is none or its check is wrong."""
    try:
        number = parse_patent_number(original)
    except NormalFormError:
        return ""
    return number.digits if number.check_holds is not False else ""
