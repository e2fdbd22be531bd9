"""P4 and A2a: the unit's publicity of all papers, at least five working days."""

from __future__ import annotations

import datetime as dt

import chinese_calendar

from evidence.applications import Claim
from evidence.dates import PartialDate
from evidence.findings import Basis, Result
from evidence.places import Place
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.registry import application_rule, claim_rule
from verifiers.rules.signing import signed
from verifiers.rules.undated import undated

_CHINA = dt.timezone(dt.timedelta(hours=8))
_LONGEST = 366
"""Days; a longer publicity is a mistake in the dates."""


@application_rule("P4")
def publicity_long_enough(case: Case) -> list[Check]:
    """公示时间不少于5个工作日; the first day does not count. Source: 四(二)2; facts O12."""
    application, needed = case.application, case.notice.thresholds.publicity_working_days
    start, end = application.publicity_start, application.publicity_end
    where = (application.place,) if application.place else ()
    if start is None or end is None:
        dates = {"公示开始": start, "公示结束": end}
        return [
            undated(application, column, "P4.blank", where=where)
            for column, date in dates.items()
            if date is None
        ]
    declared = f"{start.iso}至{end.iso}"
    if start.day is None or end.day is None:
        return [Check(Result.UNSURE, "P4.partial", declared, str(needed), where)]
    if end.first < start.first or (end.first - start.first).days > _LONGEST:
        return [Check(Result.MISMATCH, "P4.reversed", declared, str(needed), where)]
    if abs((start.first - case.notice.issued).days) > _LONGEST:
        return [
            Check(Result.UNSURE, "P4.other_year", declared, case.notice.issued.isoformat(), where)
        ]
    days = working_days(start.first, end.first)
    if days is None:
        return [Check(Result.UNSURE, "P4.no_calendar", declared, str(needed), where)]
    return [*_not_over(case, end, declared, where), _enough(case, days, declared, where)]


def _enough(case: Case, days: tuple[int, int], declared: str, where: tuple[Place, ...]) -> Check:
    """Judge the days without the first one, and with it."""
    needed = case.notice.thresholds.publicity_working_days
    without_first, with_first = days
    values = {"count": str(without_first), "needed": str(needed)}
    if without_first >= needed:
        return signed(
            case.application,
            case.policy("P4"),
            "P4.enough",
            declared=declared,
            found=f"{without_first}个工作日",
            where=where,
            values=values,
        )
    found = f"{without_first}个工作日"
    if with_first >= needed:
        return Check(Result.UNSURE, "P4.first_day", declared, found, where, values=values)
    return Check(Result.MISMATCH, "P4.short", declared, found, where, values=values)


def _not_over(case: Case, end: PartialDate, declared: str, where: tuple[Place, ...]) -> list[Check]:
    """未经公示的材料一律不得上报: the publicity must have ended when the batch was received."""
    if case.received_at is None:
        return [Check(Result.UNSURE, "P4.not_received", declared, where=where)]
    received = _day_in_china(case.received_at)
    if end.first <= received:
        return []
    return [Check(Result.UNSURE, "P4.not_over", declared, received.isoformat(), where)]


def _day_in_china(moment: dt.datetime) -> dt.date:
    """The day of a moment by the review body's clock; one without zone is already in it."""
    return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()


def working_days(start: dt.date, end: dt.date) -> tuple[int, int] | None:
    """Working days from `start` to `end`, without and with the first day.

    Holidays and shifted working days (调休) as the State Council set them;
    None where the calendar of a year is not known.
    """
    days = [start + dt.timedelta(n) for n in range((end - start).days + 1)]
    try:
        working = [chinese_calendar.is_workday(day) for day in days]
    except NotImplementedError:
        return None
    return sum(working[1:]), sum(working)


@claim_rule("A2a", frozenset({1, 2, 3, 4, 5, 6, None}), Basis.DECLARATION)
def recommended_and_published(case: Case, claim: Claim) -> list[Check]:
    """未经单位推荐、核实并公示的业绩不予认可: the unit signs. Source: 附件1第二条."""
    application = case.application
    where = (application.place,) if application.place else ()
    if application.publicity_start is None or application.publicity_end is None:
        return [Check(Result.NOT_CHECKED, "A2a.not_published", claim.title, where=where)]
    return [
        signed(application, case.policy("A2a"), "A2a.signed", declared=claim.title, where=where)
    ]
