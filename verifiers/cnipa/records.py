"""Official records from printouts of the official sites."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.errors import NormalFormError, Problem
from evidence.patent_numbers import PatentNumber, parse_patent_number
from evidence.register import LegalEvent, OfficialRecord, RecordSource

_REPEATED = {
    "inventor": "inventors",
    "inventor_at_filing": "inventors_at_filing",
    "patentee": "patentees",
}
_SINGLE = (
    "patent_type",
    "title",
    "application_date",
    "grant_date",
    "grant_number",
    "legal_status",
    "case_status",
)
_STATUS = frozenset({"legal_status", "case_status"})
"""Fields of which every value is kept: two together are no state that anyone knows."""
_CODES = (
    ("IW01", re.compile(r"全部无效|无效.{0,4}全部")),
    ("IP01", re.compile(r"无效")),
    ("CX01", re.compile(r"届满")),
    ("AV01", re.compile(r"放弃|避免重复授")),
    ("CF01", re.compile(r"终止")),
    ("C02", re.compile(r"撤回|驳回")),
    ("RR01", re.compile(r"恢复")),
    ("GR01", re.compile(r"^授权")),
    ("PB01", re.compile(r"公布")),
    ("SE01", re.compile(r"实质审查")),
    ("TR01", re.compile(r"转移")),
    ("CP01", re.compile(r"专利权人.*变更")),
    ("CB03", re.compile(r"著录事项变更|发明人变更")),
)
"""The gazette's code of what a page calls an event; the first that fits. Source: facts §1.
Pages print no codes. An invalidation that is not said to be of the whole is partial at least."""
_ENDS = frozenset({"IW01", "IP01", "CX01", "AV01", "CF01", "C02"})
_EVENT = re.compile(r"(?:(?P<date>\d{4}-\d{2}-\d{2}) )?(?P<label>.*)", re.DOTALL)


def record_from_document(
    document: Document, source: RecordSource, applicant: str | None
) -> OfficialRecord | None:
    """The record that a search result shows, or None; then `no_record_reason` says why.

    Doubtful fields are kept and named in `doubts`; so is a field that the
    page shows with different values, and a time that cannot be read. What the page lists under 事务 are its `events`.
    """
    number = _number(document)
    if isinstance(number, Problem):
        return None
    doubts = [name for name in ("patent_number", "site", *_REPEATED) if _doubtful(document, name)]
    if number.check_holds is False and "patent_number" not in doubts:
        doubts.append("patent_number")
    values: dict[str, Any] = {}
    for name in _SINGLE:
        fields = document.all(name)
        told = list(dict.fromkeys(field.value for field in fields))
        values[name] = "；".join(told if name in _STATUS else told[:1])
        if _doubtful(document, name) or len(told) > 1:
            doubts.append(name)
    for name, ours in _REPEATED.items():
        values[ours] = tuple(field.value for field in document.all(name))
    site = document.first("site")
    times = document.all("query_time")
    as_of = _time(times[0].value) if times else None
    unread = bool(times) and as_of is None
    if unread or _doubtful(document, "query_time") or len({field.value for field in times}) > 1:
        doubts.append("as_of")
    events = [_event(field) for field in document.all("legal_event")]
    if _doubtful(document, "legal_event"):
        doubts.append("events")
        # An end of which the reading, or what may have undone it, is unsure decides nothing.
        if any(event.code in _ENDS for event in events) and "legal_status" not in doubts:
            doubts.append("legal_status")
    return OfficialRecord(
        patent_number=number.completed.normal,
        source=source,
        site=site.value if site else "",
        place=document.place(document.first("patent_number")),
        applicant=applicant,
        as_of=as_of,
        events=_in_order(events),
        doubts=tuple(_REPEATED.get(name, name) for name in doubts),
        **values,
    )


def no_record_reason(document: Document) -> Problem | None:
    """Why a document gives no record; None where it gives one."""
    number = _number(document)
    return number if isinstance(number, Problem) else None


def _number(document: Document) -> PatentNumber | Problem:
    if document.kind is not DocumentKind.PATENT_SEARCH_RESULT:
        return Problem(
            "E-CNIPA-KIND",
            f"{document.upload} 不是国家知识产权局检索结果，未计入官方结果。",
            f"{document.upload} is no search result of CNIPA and gives no official record.",
        )
    numbers = set()
    for field in document.all("patent_number"):
        try:
            numbers.add(parse_patent_number(field.value).completed)
        except NormalFormError as e:
            return e.problem
    if len(numbers) != 1:
        zh = "没有读到专利号" if not numbers else "有多个专利号，不能确定是哪一件"
        en = "shows no patent number" if not numbers else "shows several patent numbers"
        return Problem(
            "E-CNIPA-NUMBER",
            f"{document.upload} {zh}，请逐件提供检索结果。",
            f"{document.upload} {en}. Give one result a patent.",
        )
    return numbers.pop()


def _event(field: Field) -> LegalEvent:
    """An event that a page lists; one read with doubt undoes no end, so it gets no such code."""
    match = _EVENT.fullmatch(field.value)
    date, label = (match["date"] or "", match["label"]) if match else ("", field.value)
    code = next((code for code, pattern in _CODES if pattern.search(label)), "")
    sure = field.certainty is Certainty.CERTAIN or code in _ENDS
    return LegalEvent(code if sure else "", date, label)


def _in_order(events: Sequence[LegalEvent]) -> tuple[LegalEvent, ...]:
    """Oldest first, each once; those without a date, which may be the latest, last."""
    return tuple(sorted(dict.fromkeys(events), key=lambda one: (not one.date, one.date)))


def _doubtful(document: Document, name: str) -> bool:
    return any(field.certainty is Certainty.DOUBTFUL for field in document.all(name))


def _time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.replace("/", "-").replace(" ", "T"))
    except ValueError:
        return None
