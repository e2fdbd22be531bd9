"""Official records of an applicant's patents, as a page shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from evidence.cases import Case
from evidence.register import LegalEvent, OfficialRecord, RecordSource
from review.desk.case.claims_shown import printed_number
from review.desk.templatetags.desk import say
from review.rosters.wording import type_word

_SOURCES = {
    RecordSource.REVIEW_BODY: ("审查机构检索", "the review body's search"),
    RecordSource.REVIEWER: ("审核人员录入", "typed in by a reviewer"),
    RecordSource.APPLICANT: ("申报人自行打印", "printed by the applicant"),
    RecordSource.EPO_OPS: ("欧洲专利局数据", "EPO data"),
}

_NAMES = {
    "patent_number": ("专利号", "Patent number"),
    "site": ("网站", "Site"),
    "patent_type": ("类型", "Type"),
    "title": ("专利名称", "Title"),
    "inventors": ("发明人", "Inventors"),
    "inventors_at_filing": ("申请日时发明人", "Inventors at filing"),
    "patentees": ("专利权人", "Patentees"),
    "application_date": ("申请日", "Application date"),
    "grant_date": ("授权公告日", "Grant date"),
    "grant_number": ("授权公告号", "Grant number"),
    "legal_status": ("法律状态", "Legal status"),
    "case_status": ("案件状态", "Case status"),
    "as_of": ("查询时间", "Time of the query"),
    "events": ("事务", "Legal events"),
}
"""What a record says, by the name of its field."""


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record: number as printed, who brought it, what it says; `file` is the upload."""

    number: str
    source: str
    site: str
    as_of: dt.datetime | None
    values: tuple[tuple[str, str], ...]
    file: int | None


def records_shown(case: Case) -> list[ShownRecord]:
    """The official records of the patents that the applicant claims."""
    numbers = {one.outcome.upload.path: number for number, one in enumerate(case.uploads)}
    return [_record(one, numbers.get(one.place.upload)) for one in case.records]


def record_values(record: OfficialRecord) -> tuple[tuple[str, str], ...]:
    """Name and value of what a record says; what the site did not show is left out."""
    values = {
        "title": record.title,
        "patent_type": type_word(record.patent_type),
        "inventors": "；".join(record.inventors),
        "inventors_at_filing": "；".join(record.inventors_at_filing),
        "patentees": "；".join(record.patentees),
        "application_date": record.application_date,
        "grant_date": record.grant_date,
        "grant_number": record.grant_number,
        "legal_status": record.legal_status,
        "case_status": record.case_status,
        "events": "；".join(map(_event, record.events)),
    }
    doubted = "；".join(map(_name, record.doubts))
    told = [(_name(name), value) for name, value in values.items()]
    told.append((say("读取存疑", "Read with doubt"), doubted))
    return tuple((name, value) for name, value in told if value)


def _event(event: LegalEvent) -> str:
    return f"{event.date or say('日期未读出', 'undated')} {event.label or event.code}"


def _name(name: str) -> str:
    zh, en = _NAMES.get(name, (name, name))
    return say(zh, en)


def _record(record: OfficialRecord, file: int | None) -> ShownRecord:
    return ShownRecord(
        printed_number(record.patent_number),
        say(*_SOURCES[record.source]),
        record.site,
        record.as_of,
        record_values(record),
        file,
    )
