"""Official records from printouts of the official sites."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evidence.documents import Certainty, Document, DocumentKind
from evidence.errors import NormalFormError, Problem
from evidence.patent_numbers import PatentNumber, parse_patent_number
from evidence.register import OfficialRecord, RecordSource

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


def record_from_document(
    document: Document, source: RecordSource, applicant: str | None
) -> OfficialRecord | None:
    """The record that a search result shows, or None; then `no_record_reason` says why.

    Doubtful fields are kept and named in `doubts`; so is a field that the
    page shows with different values.
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
        values[name] = fields[0].value if fields else ""
        if _doubtful(document, name) or len({field.value for field in fields}) > 1:
            doubts.append(name)
    for name, ours in _REPEATED.items():
        values[ours] = tuple(field.value for field in document.all(name))
    site = document.first("site")
    times = document.all("query_time")
    if _doubtful(document, "query_time") or len({field.value for field in times}) > 1:
        doubts.append("as_of")
    return OfficialRecord(
        patent_number=number.completed.normal,
        source=source,
        site=site.value if site else "",
        place=document.place(document.first("patent_number")),
        applicant=applicant,
        as_of=_time(times[0].value) if times else None,
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


def _doubtful(document: Document, name: str) -> bool:
    return any(field.certainty is Certainty.DOUBTFUL for field in document.all(name))


def _time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.replace("/", "-").replace(" ", "T"))
    except ValueError:
        return None
