"""Saving a decision: checked, signed, told to the record, in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from evidence.errors import HeyanError, Problem
from evidence.findings import Result
from review.desk.access.roles import may
from review.desk.flow.leases import ACTION_OF_STAGE
from review.desk.flow.reasons import reason_of
from review.desk.flow.stages import Given, may_decide, next_step, start_of
from review.desk.flow.standing import settle
from review.desk.models import Applicant, CountyOffice, Decision, Draft, Item, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.publishing.case_file import case_of
from review.desk.publishing.wanted import basis_of, reduced
from review.desk.record.chain import append_event
from review.desk.record.told import DECIDED, told


class DecisionRefusedError(HeyanError):
    """A decision was not saved; what was written is kept as a draft."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a person wants to decide.

    `version` is the item's when they opened it; `seconds` the time since then.
    """

    choice: Choice
    reason: str
    version: int
    text: str = ""
    supplement: str = ""
    until: dt.date | None = None
    seconds: int | None = None


def decide(person: Person, item_id: int, intent: Intent, now: dt.datetime) -> Decision:
    """Save a decision and move the item on.

    Raises DecisionRefusedError: `E-DESK-CLOSED`, `E-DESK-CHANGED` (the item is another than
    the person saw), `E-DESK-HELD` (somebody else took it), `E-DESK-STAGE` (not this person's
    turn), `E-DESK-REASON`, `E-DESK-TEXT`, `E-DESK-UNTIL`. Nothing is saved then.
    """
    with transaction.atomic():
        # PostgreSQL locks the row; on SQLite this transaction is the only writer.
        item = Item.objects.select_for_update().get(pk=item_id)
        before = given_in(item)
        _check_item(person, item, intent, before)
        case = case_of(item.applicant_id)
        basis = basis_of(case, item.kind, item.claim)
        overrules = intent.choice is Choice.ACCEPT and item.worst == Result.MISMATCH
        _check_intent(intent, now)
        decision = Decision.objects.create(
            item=item,
            person=person,
            at=now,
            stage=item.stage,
            round=item.round,
            choice=intent.choice,
            reason=intent.reason,
            text=intent.text,
            supplement=intent.supplement,
            until=intent.until,
            evidence=item.evidence,
            seen=reduced(basis, case),
            overrules=overrules,
            seconds=intent.seconds,
        )
        step = next_step(
            Kind(item.kind),
            Given(Stage(item.stage), intent.choice, person.pk, overrules),
            before,
        )
        item.state, item.stage = step.state, step.stage
        item.choice = step.choice or ""
        item.closed_at = now if step.state is State.CLOSED else None
        item.due = intent.until if step.state is State.WAITING else None
        item.holder = item.lease_until = None
        item.version += 1
        item.save()
        Draft.objects.filter(item=item, person=person).delete()
        append_event(
            DECIDED,
            person.username,
            f"decision/{decision.pk}",
            batch=item.batch_id,
            detail=told(decision),
            at=now,
        )
        applicant = Applicant.objects.select_for_update().get(pk=item.applicant_id)
        settle([applicant], {applicant.pk: case})
    return decision


def reopen(person: Person, item_id: int, why: str, now: dt.datetime) -> Item:
    """Open a decided item again: undoing is deciding anew, and the record says who wanted it.

    Raises DecisionRefusedError: `E-DESK-OPEN` where it is not decided, `E-DESK-TEXT`.
    """
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=item_id)
        if item.state not in (State.CLOSED, State.WAITING):
            raise _refused("E-DESK-OPEN", "该事项尚未决定。", "This item is not decided yet.")
        if not why.strip():
            raise _no_text()
        item.state, item.round, item.choice = State.OPEN, item.round + 1, ""
        item.closed_at = item.due = item.holder = item.lease_until = None
        applicant = Applicant.objects.select_for_update().get(pk=item.applicant_id)
        start = start_of(Kind(item.kind), item.region, applicant.grade, county_offices())
        # The city opens what it decided itself: the county's first review stays done.
        item.stage = start.stage if person.regions else Stage.REVIEW
        item.local = start.local
        item.version += 1
        item.save()
        append_event(
            "item.reopened",
            person.username,
            f"item/{item.pk}",
            batch=item.batch_id,
            detail={"why": why.strip(), "round": item.round},
            at=now,
        )
        settle([applicant])
    return item


def county_offices() -> dict[str, bool]:
    """Each county's office at the desk, and whether it decides below 一级."""
    return dict(CountyOffice.objects.values_list("place", "decides_below_one"))


def given_in(item: Item) -> list[Given]:
    """The decisions of the item's present round, in order."""
    return [
        Given(Stage(one.stage), Choice(one.choice), one.person_id, one.overrules)
        for one in item.decisions.filter(round=item.round).order_by("pk")
    ]


def _check_item(person: Person, item: Item, intent: Intent, before: list[Given]) -> None:
    if item.state != State.OPEN:
        raise _refused(
            "E-DESK-CLOSED",
            "该事项已由他人决定或已无需处理，您的决定没有保存；填写的内容已存为草稿。",
            "This item was decided by somebody else, or needs no decision any more. Yours was "
            "not saved; what you wrote is kept as a draft.",
        )
    if item.holder_id not in (None, person.pk):
        raise _refused(
            "E-DESK-HELD",
            f"您离开时间较长，{item.holder} 已接手该事项；您的决定没有保存，填写的内容已存为草稿。",
            f"You were away for long and {item.holder} took this item over. Your decision was "
            "not saved; what you wrote is kept as a draft.",
        )
    if item.version != intent.version:
        raise _refused(
            "E-DESK-CHANGED",
            "您打开后该事项的证据已更新，请按新内容再决定一次；填写的内容已存为草稿。",
            "The evidence changed after you opened this item. Look at it again and decide; "
            "what you wrote is kept as a draft.",
        )
    stage = Stage(item.stage)
    turn = may(person.role_set, ACTION_OF_STAGE[stage]) and may_decide(stage, person.pk, before)
    if not turn or (person.regions and stage is not Stage.PRELIMINARY and not item.local):
        raise _refused(
            "E-DESK-STAGE",
            f"该事项现处“{stage.label}”阶段，须由另一位有此权限的人决定。",
            f"This item is at the stage “{stage.value}”; another person with that role must decide.",
        )


def _check_intent(intent: Intent, now: dt.datetime) -> None:
    reason = reason_of(intent.choice, intent.reason)
    if reason is None:
        raise _refused("E-DESK-REASON", "请选择理由。", "Choose a reason.")
    if reason.needs_text and not intent.text.strip():
        raise _no_text()
    if intent.choice is Choice.SUPPLEMENT:
        if not intent.supplement.strip():
            raise _refused("E-DESK-TEXT", "请写明需补充什么材料。", "Say what must be brought.")
        if intent.until is None or intent.until < now.astimezone().date():
            raise _refused(
                "E-DESK-UNTIL",
                "请填写补充材料的截止日期（今天或以后）。",
                "Give the day until which it must be brought (today or later).",
            )


def _no_text() -> DecisionRefusedError:
    return _refused("E-DESK-TEXT", "请写明理由。", "Say why.")


def _refused(code: str, zh: str, en: str) -> DecisionRefusedError:
    return DecisionRefusedError(Problem(code, zh, en))
