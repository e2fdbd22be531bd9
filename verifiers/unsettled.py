"""Why the official records of a patent do not settle it yet, for the list of look-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.ages import Age, age_of, recent_enough
from verifiers.cnipa.moments import moment_text
from verifiers.cnipa.register import PatentRegister
from verifiers.cnipa.status import PatentState, state_of
from verifiers.notices.notice import Notice, Thresholds
from verifiers.rules.patent_comparison import NEEDED
from verifiers.rules.patent_fields import LABELS

_NONE = ("尚无国家知识产权局官方网站的检索结果。", "There is no result of CNIPA's own site yet.")
_PRINTOUT = (
    "只有申报人自行打印的检索结果，需由审查机构检索核实。",
    "There is the applicant's own printout only; the review body has to look it up.",
)
_WITHDRAWN = (
    "已有的官方检索结果已被撤回，需重新检索。",
    "The official result so far was withdrawn; look it up again.",
)
_CONTRADICTING = (
    "已有的官方检索结果互相矛盾，需重新检索。",
    "The official results so far contradict each other; look it up again.",
)
_DOUBTFUL = (
    "已有的官方检索结果专利号读取存疑，需重新检索核实。",
    "The number on the official result so far was read with doubt; look it up again.",
)
_ELSEWHERE = (
    "已有的检索结果未写明来源网站、来源存疑或来自其他网站，需到国家知识产权局官方网站检索。",
    "The result so far is not surely from CNIPA's own site; look it up there.",
)
_UNDATED = (
    "已有的官方检索结果没有检索时间或时间读取存疑，需重新检索。",
    "The official result so far shows no time, or one read with doubt; look it up again.",
)


def unsettled(
    number: str, register: PatentRegister, notice: Notice, received_at: dt.datetime | None
) -> tuple[str, str] | None:
    """Why no record settles a patent yet, in Chinese and English; None where one does."""
    records = register.lookup(number)
    official = [record for record in records if record.source in notice.official_sources]
    if official:
        if register.contradictions(number, notice.official_sources):
            return _CONTRADICTING
        sure = [record for record in official if "patent_number" not in record.doubts]
        if not sure:
            return _DOUBTFUL
        sited = [record for record in sure if _is_of_the_office(record, notice)]
        return _insufficient(sited, notice, received_at) if sited else _ELSEWHERE
    if any(one.source in notice.official_sources for one in register.withdrawn(number)):
        return _WITHDRAWN
    if any(record.source is RecordSource.APPLICANT for record in records):
        return _PRINTOUT
    return _NONE


def _is_of_the_office(record: OfficialRecord, notice: Notice) -> bool:
    return record.site in notice.official_sites and "site" not in record.doubts


def _insufficient(
    records: Sequence[OfficialRecord], notice: Notice, received_at: dt.datetime | None
) -> tuple[str, str] | None:
    """That none of the records is recent enough, or what those that are do not show together."""
    limits = notice.thresholds
    recent = [record for record in records if recent_enough(record, limits, received_at)]
    if not recent:
        return _too_old(records, limits, received_at)
    missing = [
        label
        for name, label in LABELS.items()
        if name in NEEDED
        and not any(getattr(one, name) and name not in one.doubts for one in recent)
    ]
    if limits.patent_status_required and not any(_shows_status(one, notice) for one in recent):
        missing.append(("专利状态", "status"))
    if not missing:
        return None
    names, names_en = ("、".join(zh for zh, _ in missing), ", ".join(en for _, en in missing))
    return (
        f"已有的官方检索结果没有显示{names}，或读取存疑，需补充检索。",
        f"The official result so far does not surely show {names_en}; look up a page that does.",
    )


def _shows_status(record: OfficialRecord, notice: Notice) -> bool:
    doubtful = {"legal_status", "case_status"} & set(record.doubts)
    return not doubtful and state_of(record, notice.vocabulary) is not PatentState.NOT_SHOWN


def _too_old(
    records: Sequence[OfficialRecord], limits: Thresholds, received_at: dt.datetime | None
) -> tuple[str, str]:
    """Why none of the records is recent enough."""
    stale = [one for one in records if age_of(one, limits, received_at) is Age.STALE]
    if not stale:
        return _UNDATED
    when, days = max(map(moment_text, stale)), limits.official_record_days
    zh = f"已有的官方检索结果（{when}）早于收件日{days}天以上，需重新检索。"
    en = (
        f"The official result so far ({when}) is over {days} days older than the batch; look again."
    )
    return zh, en
