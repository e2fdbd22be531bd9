"""Made-up Chinese patents, and how OPS shows them in JSON (BadgerFish).

Source of the shapes: EPO OPS reference guide 1.3.20. Values are invented, check digits valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_PEOPLE = (
    ("李示旦", "LI SHIDAN"),
    ("王测试", "WANG CESHI"),
    ("赵样例", "ZHAO YANGLI"),
    ("欧阳虚构", "OUYANG XUGOU"),
    ("陈演示", "CHEN YANSHI"),
    ("周假定", "ZHOU JIADING"),
)
_NOUNS = ("夹具", "装置", "方法", "支架", "阀门", "检测仪")


@dataclass(frozen=True, slots=True)
class Event:
    """One legal event; `document` stands in L003EP where it is another than the application."""

    code: str
    date: str
    influence: str = " "
    document: str = ""


@dataclass(frozen=True, slots=True)
class Patent:
    """One application (12 digits); `grant` is empty where it was only published. Dates YYYYMMDD."""

    digits: str
    title: str
    inventors: tuple[tuple[str, str], ...]
    applicants: tuple[tuple[str, str], ...]
    filed: str
    publication: str
    published: str
    grant: str
    granted: str
    events: tuple[Event, ...] = ()
    original: str = ""
    """The office's own number, where it is another than digits and check digit."""

    @property
    def number(self) -> str:
        """The patent number in normal form."""
        return f"ZL{self.digits}.{check(self.digits)}"

    @property
    def kind(self) -> str:
        """Kind code of the application."""
        return "U" if self.digits[4] in "29" else "A"

    @property
    def grant_kind(self) -> str:
        """Kind code of the grant."""
        return "U" if self.kind == "U" else "B"

    @property
    def documents(self) -> list[tuple[str, str, str]]:
        """Number, kind and date of each publication."""
        first = [(self.publication, "A", self.published)] if self.kind == "A" else []
        return [*first, *([(self.grant, self.grant_kind, self.granted)] if self.grant else [])]


def check(digits: str) -> str:
    """The check digit, reckoned here so that the client's own is tested."""
    return "0123456789X"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def made_up(count: int, first: int = 0) -> list[Patent]:
    """So many patents: two in three utility models; some lapsed, void, or not granted so far."""
    return [_patent(number) for number in range(first, first + count)]


def _patent(index: int) -> Patent:
    year = 2015 + index % 6
    invention = index % 3 == 0
    digits = f"{year}{1 if invention else 2}{9_000_000 + index:07d}"
    names = tuple(_PEOPLE[(index + place) % len(_PEOPLE)] for place in range(1 + index % 5))
    waiting = invention and index % 21 == 0
    granted = f"{year + (3 if invention else 1)}0602"
    events = [] if waiting else [Event("GR01 ", f"{granted[:4]}-06-02", "+")]
    if not waiting and index % 10 == 1:
        events.append(Event("CF01", "2023-08-15", "-"))
    if not waiting and index % 50 == 2:
        events.append(Event("IW01", "2023-09-15", "-"))
    return Patent(
        digits=digits,
        title=f"一种示例{_NOUNS[index % len(_NOUNS)]}{index}号",
        inventors=names,
        applicants=(("新乡市示例医院", "XINXIANG EXAMPLE HOSPITAL"),),
        filed=f"{year}0910",
        publication=f"11{index:07d}",
        published=f"{year + 1}0305",
        grant="" if waiting else f"{11 if invention else 21}{index:07d}",
        granted="" if waiting else granted,
        events=tuple(events),
    )


def biblio(patents: Iterable[Patent], missing: Sequence[str] = ()) -> dict[str, Any]:
    """What the biblio service says of these applications; `missing` are marked as not found."""
    documents = [_document(one, *document) for one in patents for document in one.documents]
    documents += [
        {"@system": "ops.epo.org", "@country": "CN", "@doc-number": number, "@status": "not found"}
        for number in missing
    ]
    return _world({"exchange-documents": {"exchange-document": fold(documents)}})


def legal(patents: Iterable[Patent]) -> dict[str, Any]:
    """What the legal service says of these, one family each."""
    families = [
        {
            "@legal": "true",
            "@total-result-count": "1",
            "ops:publication-reference": {"document-id": _docdb(*one.documents[-1])},
            "ops:family-member": {
                "@family-id": "9" + one.digits[-7:],
                "publication-reference": {
                    "document-id": [
                        _docdb(*one.documents[-1]),
                        _plain("epodoc", f"CN{one.documents[-1][0]}"),
                    ]
                },
                "application-reference": {
                    "@is-representative": "YES",
                    "document-id": _docdb(one.digits, one.kind, one.filed),
                },
                **({"ops:legal": fold([_event(one, e) for e in one.events])} if one.events else {}),
            },
        }
        for one in patents
    ]
    return _world({"ops:patent-family": fold(families)})


def of_another(patent: Patent) -> Patent:
    """The same data under an original number of which only the check digit is another's."""
    wrong = "0123456789X"[("0123456789X".index(check(patent.digits)) + 1) % 11]
    return replace(patent, original=f"{patent.digits}.{wrong}")


def garbled(patent: Patent) -> Patent:
    """Its characters encoded twice, as a careless proxy does."""
    twice = tuple((han.encode().decode("latin-1"), latin) for han, latin in patent.inventors)
    return replace(patent, inventors=twice)


def fold(elements: list[Any]) -> Any:
    """BadgerFish: one element is an object, several are a list."""
    return elements[0] if len(elements) == 1 else elements


def _world(content: dict[str, Any]) -> dict[str, Any]:
    return {"ops:world-patent-data": {"@xmlns": {"ops": "http://ops.epo.org"}, **content}}


def _document(patent: Patent, number: str, kind: str, date: str) -> dict[str, Any]:
    original = patent.original or f"{patent.digits}.{check(patent.digits)}"
    return {
        "@system": "ops.epo.org",
        "@country": "CN",
        "@doc-number": number,
        "@kind": kind,
        "bibliographic-data": {
            "publication-reference": {"document-id": [_docdb(number, kind, date)]},
            "application-reference": {
                "document-id": [
                    _docdb(patent.digits, patent.kind, patent.filed),
                    _plain("epodoc", f"CN{patent.digits}"),
                    _plain("original", original),
                ]
            },
            "parties": {
                "applicants": {"applicant": fold(_parties("applicant", patent.applicants))},
                "inventors": {"inventor": fold(_parties("inventor", patent.inventors))},
            },
            "invention-title": [
                {"@lang": "en", "$": "EXAMPLE"},
                {"@lang": "ol", "$": patent.title},
            ],
        },
    }


def _docdb(number: str, kind: str, date: str) -> dict[str, Any]:
    return {
        "@document-id-type": "docdb",
        "country": {"$": "CN"},
        "doc-number": {"$": number},
        "kind": {"$": kind},
        "date": {"$": date},
    }


def _plain(form: str, number: str) -> dict[str, Any]:
    return {"@document-id-type": form, "doc-number": {"$": number}}


def _parties(role: str, names: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "@sequence": str(place),
            "@data-format": form,
            f"{role}-name": {"name": {"$": name[column]}},
        }
        for form, column in (("epodoc", 1), ("original", 0))
        for place, name in enumerate(names, start=1)
    ]


def _event(patent: Patent, event: Event) -> dict[str, Any]:
    return {
        "@code": event.code.ljust(4),
        "@infl": event.influence,
        "ops:L001EP": {"$": "CN"},
        "ops:L002EP": {"$": "F"},
        "ops:L003EP": {"$": (event.document or patent.digits).rjust(16)},
        "ops:L004EP": {"$": f"{patent.kind} "},
        "ops:L007EP": {"$": event.date},
        "ops:L008EP": {"$": event.code},
    }
