"""A1: awards and patents must have come after the level-two certificate."""

from __future__ import annotations

from dataclasses import replace

from evidence.applications import Claim
from evidence.dates import PartialDate
from evidence.documents import Document, Field
from evidence.findings import Result
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.days import in_china
from verifiers.rules.fields import certain, date_of, places_of, text_of
from verifiers.rules.registry import claim_rule

_LABELS = {
    "A1.later": ("取得日期", "date"),
    "A1.decided": ("表彰文件日期", "date of the document"),
    "A1.filed": ("申请日", "filing date"),
}
"""What each family of sentences dates. Of a filing date that is late enough nothing is said."""


@claim_rule("A1", frozenset({1, 2, 3, 4, 5}))
def since_level_two(case: Case, claim: Claim) -> list[Check]:
    """均应为取得二级证书以来取得, by the papers' own dates. Source: 附件1第一条."""
    if claim.condition == 5:
        paper = case.patents.get(claim.no)
        return [*_patent(case, claim), *_after_receipt(case, paper, "grant_date")]
    papers = case.awards[claim.no]
    return [
        *_award(case, claim),
        *_after_receipt(case, papers.certificate, "date"),
        *_after_receipt(case, papers.document, "date"),
    ]


def _after_receipt(case: Case, paper: Document | None, name: str) -> list[Check]:
    """What is dated after the batch came in cannot have been handed in with it."""
    if paper is None or case.received_at is None:
        return []
    received = in_china(case.received_at).date()
    late = tuple(
        field
        for field in paper.all(name)
        if (date := date_of(field.value)) and date.on_or_before(received) is False
    )
    if not late:
        return []
    where, required = places_of(paper, late), received.isoformat()
    return [Check(Result.UNSURE, "A1.future", "", text_of(late), where, required=required)]


def _award(case: Case, claim: Claim) -> list[Check]:
    papers = case.awards[claim.no]
    if papers.certificate is None:
        return [Check(Result.NOT_CHECKED, "A1.no_paper", _declared(claim))]
    document = papers.document
    decided = document.all("date") if document else ()
    own = papers.certificate.all("date")
    if not own and document is not None:
        return [_later(case, document, decided, "A1.later")]
    first = _later(case, papers.certificate, own, "A1.later")
    if document is None:
        return [first]
    second = _later(case, document, decided, "A1.decided")
    if second.result is Result.MISMATCH or (
        second.result is Result.UNSURE and not _all_later(case, decided)
    ):
        return [first, second]
    if second.result is Result.MATCH and first.result is Result.UNSURE and _all_later(case, own):
        # The certificate's date was read with doubt, and the document's bears it out.
        return [second]
    return [first]


def _all_later(case: Case, fields: tuple[Field, ...]) -> bool:
    """Whether every reading, however doubtful, is later than the level-two certificate."""
    dates = [date_of(field.value) for field in fields]
    starts = [date_of(field.value) for field in case.skill.all("date")] if case.skill else []
    return all(
        start is not None and date is not None and _order(start, date) is True
        for start in starts
        for date in dates
    )


def _patent(case: Case, claim: Claim) -> list[Check]:
    """“取得” is the grant; filed before and granted after is for a person. Source: facts §7 A1."""
    certificate = case.patents.get(claim.no)
    if certificate is None:
        return [Check(Result.NOT_CHECKED, "A1.no_paper", _declared(claim))]
    granted = _later(case, certificate, certificate.all("grant_date"), "A1.later")
    if granted.result is not Result.MATCH:
        return [granted]
    filed = _later(case, certificate, certificate.all("application_date"), "A1.filed")
    if filed.result is Result.MATCH:
        return [granted]
    return [granted, replace(filed, result=Result.UNSURE)]


def _later(case: Case, paper: Document, fields: tuple[Field, ...], key: str) -> Check:
    """Whether what a paper dates is later than the level-two certificate."""
    where, found = places_of(paper, fields), text_of(fields)
    held = case.skill.all("date") if case.skill else ()
    dates, starts = [date_of(field.value) for field in fields], [date_of(f.value) for f in held]
    if not fields or None in dates:
        zh, en = _LABELS[key]
        values = {"label": zh, "label_en": en, "held": text_of(held) or "日期未读到"}
        return Check(Result.NOT_CHECKED, "A1.undated", text_of(held), found, where, values=values)
    if not held or case.skill is None or None in starts:
        return Check(Result.NOT_CHECKED, "A1.no_level_two", "", found, where)
    where = (*where, *places_of(case.skill, held))
    orders = {
        _order(start, date)
        for start in starts
        if start is not None
        for date in dates
        if date is not None
    }
    sure = any(map(certain, fields)) and any(map(certain, held))
    if orders == {True} and sure:
        return Check(Result.MATCH, f"{key}.ok", text_of(held), found, where)
    if orders == {False} and sure:
        return Check(Result.MISMATCH, f"{key}.earlier", text_of(held), found, where)
    reason = "unclear" if sure else "doubtful"
    return Check(Result.UNSURE, f"{key}.{reason}", text_of(held), found, where)


def _order(start: PartialDate, date: PartialDate) -> bool | None:
    return start.before(date)


def _declared(claim: Claim) -> str:
    return claim.date.iso if claim.date else ""
