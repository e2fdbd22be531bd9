"""Saving a decision: checked, signed, told to the record, in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from evidence.errors import HeyanError, Problem
from evidence.findings import Result
from review.desk.access.roles import Action, may
from review.desk.flow.leases import ACTION_OF_STAGE, stage_is_for
from review.desk.flow.offices import kept_offices
from review.desk.flow.reasons import reason_of
from review.desk.flow.stages import Given, may_decide, next_step, start_of
from review.desk.flow.standing import settle
from review.desk.models import Applicant, Decision, Draft, Item, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.publishing.case_file import case_of
from review.desk.publishing.storable import storable
from review.desk.publishing.wanted import evidence_of
from review.desk.record.chain import append_event
from review.desk.record.told import DECIDED, REOPENED, subject_of, told

_A_DAY = 24 * 3600


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
        applicant, item = _locked(item_id)
        before = given_in(item)
        _check_item(person, item, intent, before)
        _check_intent(intent, now)
        case = case_of(applicant.pk)
        overrules = intent.choice is Choice.ACCEPT and item.worst == Result.MISMATCH
        decision = Decision.objects.create(
            item=item,
            person=person,
            at=now,
            stage=item.stage,
            round=item.round,
            choice=intent.choice,
            reason=intent.reason,
            text=storable(intent.text),
            supplement=storable(intent.supplement),
            until=intent.until,
            evidence=item.evidence,
            seen=evidence_of(case, item.kind, item.claim),
            overrules=overrules,
            seconds=_plausible(intent.seconds),
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
        item.changed = item.changed and step.state is not State.CLOSED
        _left(item)
        Draft.objects.filter(item=item, person=person).delete()
        settle([applicant], {applicant.pk: case})
        append_event(
            DECIDED,
            person.username,
            subject_of(decision),
            batch=item.batch_id,
            detail=told(decision),
            at=now,
        )
    return decision


def reopen(person: Person, item_id: int, why: str, now: dt.datetime) -> Item:
    """Open a decided item again: undoing is deciding anew, and the record says who wanted it.

    Raises DecisionRefusedError: `E-DESK-OPEN` where it is not decided, `E-DESK-GONE` where the
    batch has the applicant no more, `E-DESK-STAGE` where it is not for them (`may_reopen`),
    `E-DESK-TEXT`.
    """
    with transaction.atomic():
        offices = kept_offices()
        applicant, item = _locked(item_id)
        if applicant.gone:
            raise _refused(
                "E-DESK-GONE",
                "该申报人已不在这个批次中，无需再决定。",
                "This applicant is in the batch no more; nothing is to be decided.",
            )
        if item.state not in (State.CLOSED, State.WAITING):
            raise _refused("E-DESK-OPEN", "该事项尚未决定。", "This item is not decided yet.")
        if not may_reopen(person, item):
            raise _not_your_turn(Stage(item.stage))
        if not why.strip():
            raise _no_text()
        item.state, item.round, item.choice = State.OPEN, item.round + 1, ""
        item.closed_at = item.due = None
        item.changed = False
        start = start_of(Kind(item.kind), item.region, applicant.grade, offices)
        # The city opens what it decided itself: the county's first review stays done.
        item.stage = start.stage if person.regions else Stage.REVIEW
        item.local = start.local
        _left(item)
        settle([applicant])
        append_event(
            REOPENED,
            person.username,
            f"item/{item.pk}",
            batch=item.batch_id,
            detail={"why": why.strip(), "round": item.round},
            at=now,
        )
    return item


def may_reopen(person: Person, item: Item) -> bool:
    """Whether a person may have an item that was decided, or waits for papers, decided anew.

    No county's office undoes what the city decided, and nobody but an administrator what was
    adjudicated: else who lost there could have it their way without anybody hearing of it.
    """
    adjudicated = Stage(item.stage) is Stage.ADJUDICATION
    may_undo = not adjudicated or may(person.role_set, Action.ITEM_ADJUDICATE)
    return may_undo and stage_is_for(person, item)


def _locked(item_id: int) -> tuple[Applicant, Item]:
    """The item and its applicant, kept from every other writer until the transaction ends.

    PostgreSQL locks the rows, everywhere in this order (applicant, item, head of the record),
    so that no two writers wait for each other; on SQLite this transaction is the only writer.
    They are locked without their keys: rows that refer to them are checked at COMMIT only, by
    writers who hold the head.
    """
    owner = Item.objects.values_list("applicant_id", flat=True).get(pk=item_id)
    applicant = Applicant.objects.select_for_update(no_key=True).get(pk=owner)
    return applicant, Item.objects.select_for_update(no_key=True).get(pk=item_id)


def _plausible(seconds: int | None) -> int | None:
    """A time that a browser measured; a clock that was set says nothing."""
    return seconds if seconds is not None and 0 <= seconds <= _A_DAY else None


def _left(item: Item) -> None:
    """Save the item as nobody's, at its next version."""
    item.holder = item.lease_until = None
    item.version += 1
    item.save()


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
            "您打开后该事项已有变化（证据更新或他人已作决定），请按新内容再决定一次；"
            "填写的内容已存为草稿。",
            "This item changed after you opened it: its evidence, or somebody decided. Look at "
            "it again and decide; what you wrote is kept as a draft.",
        )
    stage = Stage(item.stage)
    turn = may(person.role_set, ACTION_OF_STAGE[stage]) and may_decide(stage, person.pk, before)
    if not turn or not stage_is_for(person, item):
        raise _not_your_turn(stage)


def _check_intent(intent: Intent, now: dt.datetime) -> None:
    reason = reason_of(intent.choice, intent.reason)
    if reason is None:
        raise _refused("E-DESK-REASON", "请选择理由。", "Choose a reason.")
    if reason.needs_text and not intent.text.strip():
        raise _no_text()
    if intent.choice is Choice.SUPPLEMENT:
        if not intent.supplement.strip():
            raise _refused("E-DESK-TEXT", "请写明需补充什么材料。", "Say what must be brought.")
        if intent.until is None or intent.until < timezone.localdate(now):
            raise _refused(
                "E-DESK-UNTIL",
                "请填写补充材料的截止日期（今天或以后）。",
                "Give the day until which it must be brought (today or later).",
            )


def _not_your_turn(stage: Stage) -> DecisionRefusedError:
    return _refused(
        "E-DESK-STAGE",
        f"该事项现处“{stage.label}”阶段，须由另一位有此权限的人决定。",
        f"This item is at the stage “{stage.value}”; another person with that role must decide.",
    )


def _no_text() -> DecisionRefusedError:
    return _refused("E-DESK-TEXT", "请写明理由。", "Say why.")


def _refused(code: str, zh: str, en: str) -> DecisionRefusedError:
    return DecisionRefusedError(Problem(code, zh, en))
