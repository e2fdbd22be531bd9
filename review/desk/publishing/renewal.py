"""What a new publication does to an item that was there before.

Decisions are never touched. Those of an item's present round rest on one evidence: while it
stays the same they stay in force; once it is another, a new round begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evidence.cases import Case
from evidence.findings import Outcome, Result
from review.desk.flow.stages import Start
from review.desk.models import Decision, Item
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, State

_VANISHED = (
    "申报中已没有这一项条件，原决定不是认可，请对照新的申报重新决定。",
    "The application has this claim no more. It was not accepted; decide again on what it has.",
)
_PASSED = (
    "证据已变化：机器核验现已通过，原决定不是认可，请重新决定。",
    "The evidence changed and the machine passes it now. It was not accepted; decide again.",
)
_NO_DOUBT = (
    "证据已变化：机器核验已无疑点，原决定不是认可，请重新决定。",
    "The evidence changed and the machine has no doubt now. It was not accepted; decide again.",
)


class Fate(StrEnum):
    """What became of an item; all but `KEPT` are told to the record."""

    KEPT = "kept"
    """As it was, or not decided yet and now with newer evidence."""
    CHANGED = "changed"
    """Open again in a new round: the evidence behind its decisions is another."""
    WITHDRAWN = "withdrawn"
    """Nobody need decide it any more."""
    RESTORED = "restored"
    """It had been withdrawn and is asked for again: it stands where it stood."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last decision about an item, in whatever round."""

    round: int
    choice: Choice
    evidence: str


def last_decisions(items: Iterable[int]) -> dict[int, Last]:
    """The last decision about each of these items that has one."""
    rows = Decision.objects.filter(item__in=list(items)).order_by("pk")
    return {
        item: Last(number, Choice(choice), evidence)
        for item, number, choice, evidence in rows.values_list(
            "item_id", "round", "choice", "evidence"
        )
    }


def ask_again(item: Item, last: Last | None, evidence: str, start: Start, now: dt.datetime) -> Fate:
    """An item that the new verdict asks for as well."""
    given = last if last is not None and last.round == item.round else None
    if given is not None and given.evidence != evidence:
        return _new_round(item, evidence, start, now)
    was = (item.evidence, item.stage, item.local)
    item.evidence = evidence
    if given is None and not _opened_by_hand(item) and was[1:] != (start.stage, start.local):
        item.stage, item.local = start.stage, start.local
        item.holder = item.lease_until = None
    if item.state == State.WITHDRAWN:
        return _restored(item, given, now)
    if was != (item.evidence, item.stage, item.local):
        item.version += 1
    return Fate.KEPT


def ask_no_more(
    item: Item, last: Last | None, case: Case, evidence: str, start: Start, now: dt.datetime
) -> Fate:
    """An item that the new verdict does not ask for.

    Where the last decision was to accept, machine and person agree and nobody need look,
    unless a person opened it again to look anew. Where it was another, it stays in force on
    the same evidence; on other evidence a person must see what changed and decide again.
    """
    given = last if last is not None and last.round == item.round else None
    same = given is not None and given.evidence == evidence
    if same and item.state in (State.CLOSED, State.WAITING):
        return Fate.KEPT
    looked_at_anew = given is None and _opened_by_hand(item)
    if last is None or (last.choice is Choice.ACCEPT and not looked_at_anew):
        return _withdrawn(item)
    if not same:
        item.headline_rule = ""
        item.worst, item.severity = Result.MATCH.value, Result.MATCH.order
        item.headline_zh, item.headline_en = _why(item, case)
    if given is not None and not same:
        return _new_round(item, evidence, start, now)
    if item.evidence != evidence:
        item.evidence = evidence
        item.version += 1
    return _restored(item, given, now) if item.state == State.WITHDRAWN else Fate.KEPT


def _opened_by_hand(item: Item) -> bool:
    """Whether a person began the item's round, while nobody has decided in it yet."""
    return item.round > 1 and not item.changed


def _why(item: Item, case: Case) -> tuple[str, str]:
    if item.kind == Kind.CLAIM and item.claim not in {one.no for one in case.verdict.claims}:
        return _VANISHED
    return _PASSED if case.verdict.outcome is Outcome.PASS else _NO_DOUBT


def _new_round(item: Item, evidence: str, start: Start, now: dt.datetime) -> Fate:
    item.round += 1
    item.changed = True
    item.state, item.choice = State.OPEN, ""
    item.stage, item.local = start.stage, start.local
    item.opened_at, item.closed_at, item.due = now, None, None
    item.holder = item.lease_until = None
    item.evidence = evidence
    item.version += 1
    return Fate.CHANGED


def _restored(item: Item, given: Last | None, now: dt.datetime) -> Fate:
    """Back where it stood: decided, waiting, or open at its stage."""
    if given is not None and item.closed_at is not None:
        item.state, item.choice = State.CLOSED, given.choice
    elif given is not None and item.due is not None:
        item.state = State.WAITING
    else:
        item.state, item.opened_at, item.closed_at, item.due = State.OPEN, now, None, None
    item.version += 1
    return Fate.RESTORED


def _withdrawn(item: Item) -> Fate:
    """Nobody's, and no decision of it in force; `closed_at` and `due` say where it stood."""
    if item.state == State.WITHDRAWN:
        return Fate.KEPT
    item.state, item.choice = State.WITHDRAWN, ""
    item.holder = item.lease_until = None
    item.version += 1
    return Fate.WITHDRAWN
