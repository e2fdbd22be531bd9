"""What happened to one applicant, told from the record in sentences."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from review.desk.case.masks import Masks
from review.desk.case.shown_decisions import ShownDecisions
from review.desk.models import Applicant, Correction, Event, Item, OfficialEntry, Person
from review.desk.record.chain import PIPELINE
from review.desk.record.sentences import sentence
from review.desk.record.told import CORRECTED, REOPENED
from review.desk.templatetags.desk import say

MOST = 200
"""Events that a page tells; the record page has all."""
_LOOKING = frozenset({"scan.viewed", "item.opened", "item.taken", "item.released"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a person reads it: when, who, what."""

    seq: int
    at: dt.datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class History:
    """What was done, latest first, and apart from it who only looked; `more` was left out."""

    done: tuple[Happening, ...]
    looked: tuple[Happening, ...]
    more: bool


def history_of(
    applicant: Applicant,
    items: Iterable[Item],
    decisions: ShownDecisions,
    corrections: Iterable[Correction],
    entries: Iterable[OfficialEntry],
    masks: Masks,
) -> History:
    """The events about an applicant and these rows.

    A decision that the person may not read yet is not told, nor why it was to be given anew.
    """
    subjects = [
        f"applicant/{applicant.pk}",
        *(f"item/{one.pk}" for one in items),
        *(f"decision/{one.pk}" for one in decisions.all()),
        *(f"correction/{one.pk}" for one in corrections),
        *(f"official/{one.pk}" for one in entries),
    ]
    why = Q(action=REOPENED, subject__in=[f"item/{item}" for item in decisions.kept_back])
    told_of = Event.objects.filter(subject__in=subjects).exclude(why)
    events = list(told_of.order_by("-seq")[: MOST + 1])
    names = dict(
        Person.objects.filter(username__in={event.actor for event in events}).values_list(
            "username", "display_name"
        )
    )
    told = [(_told(event, names, masks), event.action in _LOOKING) for event in events[:MOST]]
    return History(
        done=tuple(one for one, looking in told if not looking),
        looked=tuple(one for one, looking in told if looking),
        more=len(events) > MOST,
    )


def _told(event: Event, names: dict[str, str], masks: Masks) -> Happening:
    detail = json.loads(event.detail)
    if event.action == CORRECTED:
        # A number that was misread is none that a mask would know by its form.
        for key in ("read", "corrected"):
            detail[key] = masks.value(detail["field"], detail[key])
    who = say("核验系统", "Heyan") if event.actor == PIPELINE else names.get(event.actor)
    return Happening(
        event.seq,
        dt.datetime.fromisoformat(event.at),
        who or event.actor,
        masks.text(sentence(event.action, detail)),
    )
