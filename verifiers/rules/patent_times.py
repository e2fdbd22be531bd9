"""Official records in time: which are recent enough to carry a proof, and what later ones replaced."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.findings import Result
from evidence.register import OfficialRecord
from verifiers.cnipa.ages import Age, age_of, recent_enough
from verifiers.cnipa.moments import moment_text, time_doubtful
from verifiers.rules.case import Case
from verifiers.rules.checks import Check


def carrying(case: Case, records: Sequence[OfficialRecord]) -> bool:
    """Whether one of these records is recent enough to carry a proof."""
    limits = case.notice.thresholds
    return any(recent_enough(record, limits, case.received_at) for record in records)


def aged(case: Case, records: Sequence[OfficialRecord]) -> list[Check]:
    """Why records that say the right thing do not carry it: when the site was asked."""
    limits = case.notice.thresholds
    values = {"days": str(limits.official_record_days)}
    checks = []
    for record in records:
        if age_of(record, limits, case.received_at) is Age.STALE:
            key = "A9.stale" if record.as_of else "A9.stale_import"
        else:
            dated = record.known_at is not None and not time_doubtful(record)
            key = "A9.unaged" if dated else "A9.undated"
        found, where = moment_text(record), (record.place,)
        checks.append(Check(Result.UNSURE, key, "", found, where, values=values))
    return checks


def with_former(now: str, former: Sequence[tuple[OfficialRecord, str]]) -> str:
    """A value with those that it replaced: `乙公司（2024-03-23 17:30：甲公司）`."""
    return now + "".join(f"（{moment_text(record)}：{was}）" for record, was in former)


def replaced(
    label: dict[str, str],
    earlier: tuple[OfficialRecord, str],
    later: tuple[Sequence[OfficialRecord], str],
) -> Check:
    """An earlier record's value that surely later ones replaced: told, and no difference."""
    (former, was), (standing, now) = earlier, later
    values = {**label, "then": moment_text(former), "since": max(map(moment_text, standing))}
    where = (former.place, *(record.place for record in standing))
    return Check(Result.MATCH, "history.replaced", was, now, where, values=values)
