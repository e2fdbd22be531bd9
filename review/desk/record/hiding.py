"""What of an event is kept from whoever reads the record: personal numbers, first decisions."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from review.desk.access.roles import Action, may
from review.desk.models import Decision, Event, Person
from review.desk.models.items import Stage, State
from review.desk.record.told import DECIDED

_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])")
"""Identity numbers of 18 or 15 characters and mobile telephones; no part of a digest is one."""
_DECISION = re.compile(r"decision/([0-9]+)")


def shown_detail(event: Event) -> dict[str, Any]:
    """The event's detail without identity and telephone numbers."""
    shown: dict[str, Any] = _shown(json.loads(event.detail))
    return shown


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        # Whole numbers are revealed elsewhere, with a reason.
        return _NUMBERS.sub("（编号略）", value)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    return value


def hidden_decisions(person: Person, events: Iterable[Event]) -> Collection[str]:
    """The subjects of first decisions that this person may yet have to review unseen.

    Who may review second does not see the first decision before giving their own, even where
    they may read the record as well.
    """
    if not may(person.role_set, Action.ITEM_SECOND):
        return ()
    found = (_DECISION.fullmatch(event.subject) for event in events if event.action == DECIDED)
    own = Decision.objects.filter(
        item=OuterRef("item"), round=OuterRef("item__round"), person=person
    )
    waiting = Decision.objects.filter(
        pk__in=[int(one[1]) for one in found if one],
        item__state=State.OPEN,
        item__stage=Stage.SECOND,
    )
    return {f"decision/{pk}" for pk in waiting.exclude(Exists(own)).values_list("pk", flat=True)}
