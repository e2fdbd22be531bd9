"""Who has an item at this moment, and what that means for whoever looks at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from review.desk.access.roles import may
from review.desk.flow.deciding import given_in
from review.desk.flow.leases import ACTION_OF_STAGE, stage_is_for
from review.desk.flow.stages import may_decide
from review.desk.models import Item, Person
from review.desk.models.items import Stage, State
from review.desk.templatetags.desk import say


class Standing(StrEnum):
    """What the person may do about the item now."""

    MINE = "mine"
    """They hold it and decide."""
    HELD = "held"
    """It would be their turn, but somebody else holds it."""
    FREE = "free"
    """It would be their turn and nobody holds it (they gave it back)."""
    OTHERS = "others"
    """It is for another person or role to decide."""
    DECIDED = "decided"
    """Decided, or waiting for papers."""
    NEEDLESS = "needless"
    """Nobody need decide it any more."""


@dataclass(frozen=True, slots=True)
class ShownLease:
    """The standing, the line about the holder (王审核员 14:32 起释放), and the lease's end.

    By the end (ISO 8601, empty without a lease) a page says which lease it gives back.
    """

    standing: Standing
    line: str
    end: str

    @property
    def mine(self) -> bool:
        """Whether the person decides now."""
        return self.standing is Standing.MINE


def lease_shown(person: Person, item: Item, now: dt.datetime) -> ShownLease:
    """The lease of an item as the person sees it."""
    end = item.lease_until.isoformat() if item.lease_until else ""
    return ShownLease(_standing(person, item, now), _line(item, now), end)


def _standing(person: Person, item: Item, now: dt.datetime) -> Standing:
    if item.state == State.WITHDRAWN:
        return Standing.NEEDLESS
    if item.state != State.OPEN:
        return Standing.DECIDED
    stage = Stage(item.stage)
    if (
        not may(person.role_set, ACTION_OF_STAGE[stage])
        or not stage_is_for(person, item)
        or not may_decide(stage, person.pk, given_in(item))
    ):
        return Standing.OTHERS
    if item.holder_id == person.pk:
        return Standing.MINE
    return Standing.HELD if _is_held(item, now) else Standing.FREE


def _is_held(item: Item, now: dt.datetime) -> bool:
    return item.holder_id is not None and item.lease_until is not None and item.lease_until >= now


def _line(item: Item, now: dt.datetime) -> str:
    if not _is_held(item, now) or item.lease_until is None:
        return say("无人占用", "nobody has it")
    until = timezone.localtime(item.lease_until).strftime("%H:%M")
    return say(f"{item.holder} {until} 起释放", f"{item.holder}, free from {until}")
