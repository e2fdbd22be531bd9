"""P4 and A2a: the unit's publicity of all papers, at least five working days."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.applications import Claim
from evidence.dates import PartialDate
from evidence.documents import Document, Field
from evidence.findings import Basis, Result
from verifiers.rules.case import AwardPapers, Case
from verifiers.rules.checks import Check
from verifiers.rules.days import in_china, working_days
from verifiers.rules.fields import certain, date_of
from verifiers.rules.registry import LEVEL_ONE, application_rule, claim_rule
from verifiers.rules.signing import signed
from verifiers.rules.undated import undated

_LONGEST = 366
"""Days; a longer publicity is a mistake in the dates."""


@application_rule("P4", grades=LEVEL_ONE)
def publicity_long_enough(case: Case) -> list[Check]:
    """公示时间不少于5个工作日; the first day does not count. Source: 四(二)2; facts O12."""
    application, notice = case.application, case.notice
    start, end = application.publicity_start, application.publicity_end
    if start is None or end is None:
        dates = {"公示开始": start, "公示结束": end}
        return [
            undated(application, column, "P4.blank", where=application.where)
            for column, date in dates.items()
            if date is None
        ]
    declared = f"{start.iso}至{end.iso}"

    def said(result: Result, key: str, required: str) -> list[Check]:
        return [Check(result, key, declared, where=application.where, required=required)]

    needed, issued = (
        f"{notice.thresholds.publicity_working_days}个工作日",
        notice.issued.isoformat(),
    )
    if start.day is None or end.day is None:
        return said(Result.UNSURE, "P4.partial", needed)
    if end.first < start.first or (end.first - start.first).days > _LONGEST:
        return said(Result.MISMATCH, "P4.reversed", needed)
    if end.first < notice.issued or (start.first - notice.issued).days > _LONGEST:
        far = abs((start.first - notice.issued).days) > _LONGEST
        return said(Result.UNSURE, "P4.other_year" if far else "P4.before_notice", issued)
    days = working_days(start.first, end.first)
    if days is None:
        return said(Result.UNSURE, "P4.no_calendar", needed)
    return [*_not_over(case, end, declared), _enough(case, days, declared)]


def _enough(case: Case, days: tuple[int, int], declared: str) -> Check:
    """Judge the days without the first one, and with it."""
    needed = case.notice.thresholds.publicity_working_days
    without_first, with_first = days
    values = {"count": str(without_first), "needed": str(needed)}
    found, required = f"{without_first}个工作日", f"{needed}个工作日"
    where = case.application.where
    if without_first >= needed:
        return signed(
            case.application,
            case.policy("P4"),
            "P4.enough",
            declared=declared,
            found=found,
            where=where,
            required=required,
            values=values,
        )
    enough = with_first >= needed
    result, key = (Result.UNSURE, "P4.first_day") if enough else (Result.MISMATCH, "P4.short")
    return Check(result, key, declared, found, where, values=values, required=required)


def _not_over(case: Case, end: PartialDate, declared: str) -> list[Check]:
    """未经公示的材料一律不得上报: the publicity must have ended when the batch was received."""
    where = case.application.where
    if case.received_at is None:
        return [Check(Result.UNSURE, "P4.not_received", declared, where=where)]
    received = in_china(case.received_at).date()
    if end.first <= received:
        return []
    return [Check(Result.UNSURE, "P4.not_over", declared, received.isoformat(), where)]


@claim_rule("A2a", frozenset({1, 2, 3, 4, 5, 6, None}), Basis.DECLARATION)
def recommended_and_published(case: Case, claim: Claim) -> list[Check]:
    """未经单位推荐、核实并公示的业绩不予认可: the unit signs. Source: 附件1第二条."""
    application, where = case.application, case.application.where
    if application.publicity_start is None or application.publicity_end is None:
        return [Check(Result.NOT_CHECKED, "A2a.not_published", claim.title, where=where)]
    return [
        *_unpublished(case, claim, application.publicity_start, application.publicity_end),
        signed(application, case.policy("A2a"), "A2a.signed", declared=claim.title, where=where),
    ]


def _unpublished(case: Case, claim: Claim, start: PartialDate, end: PartialDate) -> list[Check]:
    """A paper of a later day than the publicity's cannot have been published. Source: 四(二)2."""
    checks = []
    for paper, field in _dated(case, claim):
        date = date_of(field.value)
        if date is None or date.on_or_before(start.last) is True:
            continue
        never = date.on_or_before(end.last) is False and certain(field)
        result, key = (
            (Result.MISMATCH, "A2a.after") if never else (Result.UNSURE, "A2a.perhaps_after")
        )
        declared, where = f"{start.iso}至{end.iso}", (paper.place(field),)
        checks.append(Check(result, key, declared, field.value, where))
    return checks


def _dated(case: Case, claim: Claim) -> Iterator[tuple[Document, Field]]:
    """The dates of a claim's papers: of certificate and decision, of a patent's grant."""
    awards = case.awards.get(claim.no, AwardPapers())
    patent = case.patents.get(claim.no)
    for paper, name in (
        (awards.certificate, "date"),
        (awards.document, "date"),
        (patent, "grant_date"),
    ):
        if paper is not None:
            yield from ((paper, field) for field in paper.all(name))
