"""Why the official records of a patent do not settle it yet, for the list of look-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.ages import Age, age_of, recent_enough
from verifiers.cnipa.moments import moment_text
from verifiers.cnipa.register import PatentRegister
from verifiers.notices.notice import Notice, Thresholds

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
        return _too_old(sure, notice.thresholds, received_at) if sure else _DOUBTFUL
    if any(one.source in notice.official_sources for one in register.withdrawn(number)):
        return _WITHDRAWN
    if any(record.source is RecordSource.APPLICANT for record in records):
        return _PRINTOUT
    return _NONE


def _too_old(
    records: Sequence[OfficialRecord], limits: Thresholds, received_at: dt.datetime | None
) -> tuple[str, str] | None:
    """That none of the records is recent enough; None where one is."""
    if any(recent_enough(record, limits, received_at) for record in records):
        return None
    stale = [one for one in records if age_of(one, limits, received_at) is Age.STALE]
    if not stale:
        return _UNDATED
    when, days = max(map(moment_text, stale)), limits.official_record_days
    zh = f"已有的官方检索结果（{when}）早于收件日{days}天以上，需重新检索。"
    en = (
        f"The official result so far ({when}) is over {days} days older than the batch; look again."
    )
    return zh, en
