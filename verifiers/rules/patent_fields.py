"""One field of a patent, as certificates and records show it, and whether two of them agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from evidence.dates import PartialDate
from evidence.documents import Document, Field
from evidence.findings import Result
from evidence.names import normal_text
from evidence.register import OfficialRecord
from verifiers.cnipa.values import same_title, type_of
from verifiers.rules.checks import Check
from verifiers.rules.fields import date_of, text_of
from verifiers.rules.patent_codes import grant_of, type_name

LABELS = {
    "title": ("专利名称", "title"),
    "application_date": ("申请日", "filing date"),
    "grant_date": ("授权公告日", "grant date"),
    "grant_number": ("授权公告号", "grant number"),
    "patent_type": ("专利类型", "patent type"),
    "inventors": ("发明人", "inventors"),
    "patentees": ("专利权人", "patentees"),
}
"""Fields that are compared, by their names in OfficialRecord, in Chinese and English."""
LISTS = {"inventors": "inventor", "patentees": "patentee"}
"""Lists, by their names in OfficialRecord and on documents."""


def labelled(name: str) -> dict[str, str]:
    """The words for a field that its sentences want."""
    zh, en = LABELS[name]
    return {"label": zh, "label_en": en}


def fields_of(name: str, document: Document) -> tuple[Field, ...]:
    """What a document shows of a field."""
    return document.all(LISTS.get(name, name))


def read_text(name: str, fields: tuple[Field, ...]) -> str:
    """What a document shows, in the words in which a record's value is shown."""
    if name == "patent_type":
        return "；".join(dict.fromkeys(type_name(field.value) for field in fields))
    return "、".join(field.value for field in fields) if name in LISTS else text_of(fields)


def shown_text(name: str, record: OfficialRecord) -> str:
    """What a record shows, for a sentence."""
    value = getattr(record, name)
    if name == "patent_type":
        return type_name(value)
    return value if isinstance(value, str) else "、".join(value)


def all_shown(name: str, records: Iterable[OfficialRecord]) -> str:
    """The distinct values that records show."""
    return "；".join(dict.fromkeys(shown_text(name, record) for record in records))


def sure_of(record: OfficialRecord, name: str) -> bool:
    """Whether a field was read surely, on a record that surely is this patent's."""
    return not {name, "patent_number"} & set(record.doubts)


def doubtful_number(records: Sequence[OfficialRecord]) -> Check:
    """That records may be another patent's, as their number was read with doubt."""
    where = tuple(record.place for record in records)
    number = records[0].patent_number
    return Check(Result.UNSURE, "A9.doubtful_record", number, where=where)


def agrees(name: str, values: Sequence[str], record: OfficialRecord) -> bool:
    """Whether every value is the one that a record shows: inventors in order, patentees in any."""
    if name == "inventors":
        return plain_names(values) == plain_names(record.inventors)
    if name == "patentees":
        return set(plain_names(values)) == set(plain_names(record.patentees))
    test = _TESTS[name]
    return all(test(value, getattr(record, name)) for value in values)


def plain_names(names: Sequence[str]) -> list[str]:
    """Names as they are compared: without width, spaces and case."""
    return [normal_text(name).casefold() for name in names]


def _same_date(one: str, two: str) -> bool:
    a, b = date_of(one), date_of(two)
    return _day(a) is not None and _day(a) == _day(b)


def _day(date: PartialDate | None) -> str | None:
    return date.iso if date is not None and date.day is not None else None


def _same_grant(one: str, two: str) -> bool:
    a = grant_of(one)
    return a is not None and a == grant_of(two)


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "title": same_title,
    "application_date": _same_date,
    "grant_date": _same_date,
    "grant_number": _same_grant,
    "patent_type": lambda one, two: type_of(one) is type_of(two) is not None,
}
