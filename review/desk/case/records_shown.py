"""Official records of an applicant's patents, as a page shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from evidence.cases import Case
from evidence.register import OfficialRecord, RecordSource
from review.desk.case.claims_shown import printed_number
from review.desk.templatetags.desk import say
from review.rosters.wording import type_word

_SOURCES = {
    RecordSource.REVIEW_BODY: ("审查机构检索", "the review body's search"),
    RecordSource.REVIEWER: ("审核人员录入", "typed in by a reviewer"),
    RecordSource.APPLICANT: ("申报人自行打印", "printed by the applicant"),
    RecordSource.EPO_OPS: ("欧洲专利局数据", "EPO data"),
}


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
    values = (
        (say("专利名称", "Title"), record.title),
        (say("类型", "Type"), type_word(record.patent_type)),
        (say("发明人", "Inventors"), "；".join(record.inventors)),
        (say("专利权人", "Patentees"), "；".join(record.patentees)),
        (say("申请日", "Application date"), record.application_date),
        (say("授权公告日", "Grant date"), record.grant_date),
        (say("授权公告号", "Grant number"), record.grant_number),
        (say("法律状态", "Legal status"), record.legal_status),
        (say("案件状态", "Case status"), record.case_status),
    )
    return tuple((name, value) for name, value in values if value)


def _record(record: OfficialRecord, file: int | None) -> ShownRecord:
    return ShownRecord(
        printed_number(record.patent_number),
        say(*_SOURCES[record.source]),
        record.site,
        record.as_of,
        record_values(record),
        file,
    )
