"""P5, P6: who reviews an application, and whether it came in time."""

from __future__ import annotations

import datetime as dt
import re

from evidence.findings import Result
from evidence.names import normal_text
from verifiers.notices.notice import Jurisdiction, Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.days import in_china
from verifiers.rules.registry import application_rule
from verifiers.rules.signing import signed

_SAID_TWICE = re.compile(r"([县市区])\1(?=直)")
_OF_COUNTY = re.compile(r"^(.{1,4}?[县市区])直(?:属|机关|事业)?(?:单位)?$")


@application_rule("P5")
def reviewed_by(case: Case) -> list[Check]:
    """县（区）初审、省辖市审查: the declared region says who. Source: 三(四), 四(三); facts O10."""
    application = case.application
    region, where = normal_text(application.region), application.where
    if not region:
        return [Check(Result.NOT_CHECKED, "P5.blank", where=where)]
    found = jurisdiction_of(region, case.notice)
    if found is None:
        return [Check(Result.UNSURE, "P5.elsewhere", region, where=where)]
    key = "P5.two_stages" if found.first_by else "P5.one_stage"
    values = {"first": found.first_by}
    return [Check(Result.MATCH, key, region, found.reviewed_by, where, values=values)]


def jurisdiction_of(region: str, notice: Notice) -> Jurisdiction | None:
    """The entry whose place a region is, with or without province and city before it."""
    plain = _SAID_TWICE.sub(r"\1", region.removeprefix(notice.province))
    names = {plain, plain.removeprefix(notice.city)} - {""}
    names |= {match[1] for name in names if (match := _OF_COUNTY.match(name))}
    for entry in notice.jurisdictions:
        if names & set(entry.places):
            return entry
    return None


@application_rule("P6")
def in_time(case: Case) -> list[Check]:
    """Registered and received within the notice's days (Asia/Shanghai). Source: 五(二), 五(三)."""
    application, days = case.application, case.notice.registration
    window = f"{days.opens.isoformat()}至{days.closes.isoformat()}"
    checks = []
    if application.submitted is not None:
        handed_in = in_china(application.submitted)
        # 24:00 of the last day is its end and still in time.
        if handed_in > _midnight(days.closes + dt.timedelta(days=1)):
            checks.append((Result.MISMATCH, "P6.late"))
        elif handed_in < _midnight(days.opens):
            checks.append((Result.UNSURE, "P6.early"))
    declared = str(in_china(application.submitted)) if application.submitted else ""
    where = application.where
    found = [Check(result, key, declared, where=where, required=window) for result, key in checks]
    found += _received(case)
    if found:
        return found
    received = in_china(case.received_at).date().isoformat() if case.received_at else ""
    return [
        signed(
            application,
            case.policy("P6"),
            "P6.in_time",
            declared=declared,
            found=received,
            where=where,
            required=window,
        )
    ]


def _received(case: Case) -> list[Check]:
    days = case.notice.registration
    if case.received_at is None:
        return [Check(Result.NOT_CHECKED, "P6.not_received")]
    received = in_china(case.received_at)
    required = f"{days.opens.isoformat()}至{days.reviewed_until.isoformat()}"
    inside = (
        _midnight(days.opens) <= received <= _midnight(days.reviewed_until + dt.timedelta(days=1))
    )
    if inside:
        return []
    found = received.date().isoformat()
    return [Check(Result.UNSURE, "P6.received_late", "", found, required=required)]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
