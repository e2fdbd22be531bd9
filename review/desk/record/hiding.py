"""What of an event is kept from whoever reads the record: personal numbers, decisions."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from review.desk.flow.independence import kept_back
from review.desk.models import Decision, Event, Person
from review.desk.record.told import DECIDED, REOPENED

_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])")
"""Identity numbers of 18 or 15 characters and mobile telephones; no part of a digest is one."""
_ABOUT = re.compile(r"(decision|item)/([0-9]{1,18})")
NOT_YET = ("（您复核前不显示）", " (not shown before your own review)")
"""What the sentence about an event says, whose detail is kept back."""


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


def hidden_events(person: Person, events: Iterable[Event]) -> Collection[int]:
    """The numbers of those events that tell of a decision which this person may not read yet.

    They are kept back as everywhere (`flow.independence`), even from somebody who may read the
    record as well: the decisions, and why they were to be given anew.
    """
    told = [event for event in events if event.action in (DECIDED, REOPENED)]
    numbers: dict[str, list[int]] = {"decision": [], "item": []}
    for event in told:
        if found := _ABOUT.fullmatch(event.subject):
            numbers[found[1]].append(int(found[2]))
    hidden = kept_back(
        person,
        Decision.objects.filter(Q(pk__in=numbers["decision"]) | Q(item__in=numbers["item"])),
    )
    subjects = {
        subject
        for decision, item in hidden.values_list("pk", "item_id")
        for subject in (f"decision/{decision}", f"item/{item}")
    }
    return {event.seq for event in told if event.subject in subjects}
