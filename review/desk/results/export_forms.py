"""A batch's applicants as CSV for Excel and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from evidence.findings import Outcome
from review.desk.case.masks import Masks
from review.desk.models import Decision
from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.results.export_rows import ExportApplicant, ExportItem
from review.desk.results.final import reason_words
from review.desk.results.judged import vote_of
from review.rosters.heading import BatchRun
from review.rosters.tables_csv import csv_table

HEADS = ("申报编号", "姓名", "单位", "地区", "身份证号", "机器结论", "容缺", "审查结论")
ITEM_HEADS = ("内容", "状态", "环节", "决定", "理由", "决定人", "时间")
"""What stands of each item, under `事项1 内容` and so on."""
_OUTCOMES = {Outcome.PASS: "通过", Outcome.ON_SITE: "需现场审查"}


def as_csv(applicants: Iterable[ExportApplicant], items: int) -> bytes:
    """A row an applicant, with columns for so many items."""
    heads = [f"事项{number} {head}" for number in range(1, items + 1) for head in ITEM_HEADS]
    return csv_table((*HEADS, *heads), (_row(one, items) for one in applicants))


def _row(one: ExportApplicant, items: int) -> list[str]:
    applicant, masks = one.applicant, Masks.of(one.applicant)
    cells = [
        applicant.number,
        applicant.name,
        applicant.unit,
        applicant.region,
        masks.identity(),
        _OUTCOMES[Outcome(applicant.outcome)],
        "是" if applicant.provisional else "",
        str(Standing(applicant.standing).label),
    ]
    # An item that came in between counting and reading must not be cut off.
    for item in one.items:
        cells += map(masks.text, _item_cells(item))
    return cells + [""] * (len(HEADS) + items * len(ITEM_HEADS) - len(cells))


def _item_cells(one: ExportItem) -> Iterator[str]:
    item, given = one.item, one.in_force
    kind = Kind(item.kind)
    yield f"第{item.claim}项" if kind is Kind.CLAIM else str(kind.label)
    yield str(State(item.state).label)
    yield str(Stage(given.stage if given else item.stage).label)
    if given is None:
        yield from ("", "", "", "")
        return
    vote = vote_of(given)
    yield str(vote.choice.label)
    yield reason_words(vote)
    yield vote.person
    yield vote.at.strftime("%Y-%m-%d %H:%M")


def as_json(run: BatchRun, applicants: Iterable[ExportApplicant]) -> bytes:
    """The batch as one object, with every decision that may be read."""
    content = {
        "batch": run.batch,
        "notice": run.notice_line,
        "rules_version": run.rules_version,
        "review_body": run.review_body,
        "scope": run.scope or None,
        "applicants": [_applicant(one) for one in applicants],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _applicant(one: ExportApplicant) -> dict[str, Any]:
    applicant, masks = one.applicant, Masks.of(one.applicant)
    return {
        "number": applicant.number,
        "name": applicant.name,
        "unit": applicant.unit,
        "region": applicant.region,
        "identity_number": masks.identity(),
        "outcome": applicant.outcome,
        "provisional": applicant.provisional,
        "standing": applicant.standing,
        "items": [_item(item, masks) for item in one.items],
    }


def _item(one: ExportItem, masks: Masks) -> dict[str, Any]:
    item, given = one.item, one.in_force
    return {
        "id": item.pk,
        "kind": item.kind,
        "claim": item.claim if item.kind == Kind.CLAIM else None,
        "condition": item.condition,
        "state": item.state,
        "stage": item.stage,
        "round": item.round,
        "worst": item.worst,
        "rule": item.headline_rule,
        "choice": given.choice if given else None,
        "decisions": [_decision(decision, masks) for decision in one.decisions],
    }


def _decision(one: Decision, masks: Masks) -> dict[str, Any]:
    return {
        "id": one.pk,
        "round": one.round,
        "stage": one.stage,
        "at": timezone.localtime(one.at).isoformat(timespec="seconds"),
        "person": one.person.username,
        "name": str(one.person),
        "choice": Choice(one.choice).value,
        "reason": one.reason,
        "text": masks.text(one.text),
        "supplement": masks.text(one.supplement),
        "until": one.until.isoformat() if one.until else None,
        "overrules": one.overrules,
        "evidence": one.evidence,
    }
