"""The record's page: who did what, when, to which item?"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from review.desk.access.guard import person_of, refused
from review.desk.access.roles import Action, may
from review.desk.known_pages import page_of
from review.desk.models import Applicant, Batch, Event, Person
from review.desk.record.chain import PIPELINE
from review.desk.record.checking import chain_state
from review.desk.record.filters import NOBODY, RecordFilter
from review.desk.record.hiding import NOT_YET, hidden_events, shown_detail
from review.desk.record.sentences import action_names, sentence
from review.desk.record.subjects import Subject, subjects
from review.desk.templatetags.desk import say
from review.desk.whole_numbers import whole_number

PAGE = 50


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Events, newest first, some at a time.

    An account that is bound to places does not see it: events of all places form one chain,
    and a part of a chain proves nothing.
    """
    person = person_of(request)
    if person.regions:
        return refused(request)
    wanted = RecordFilter.of(request.GET)
    events, newer, older = _page(wanted, request.GET.get("before"), request.GET.get("after"))
    page = {
        "section": "record",
        "rows": _rows(person, events),
        "filter": wanted,
        "query": wanted.query,
        "newer": newer,
        "older": older,
        "unknown": bool(wanted.applicant)
        and not Applicant.objects.filter(number=wanted.applicant).exists(),
        "chain": chain_state(),
        "exports": may(person.role_set, Action.RECORD_EXPORT),
        "nobody": NOBODY,
        "pipeline": PIPELINE,
        "people": Person.objects.order_by("-is_active", "username"),
        "batches": Batch.objects.order_by("-published_at").values_list("pk", flat=True),
        "actions": action_names(),
    }
    return render(request, "desk/record/record.html", page)


def _page(
    wanted: RecordFilter, before: str | None, after: str | None
) -> tuple[list[Event], int | None, int | None]:
    """The events of a page, and from which numbers the newer and the older page go on.

    Pages hang on an event's number, not on a count: they stay fast however long the record,
    and stay the same while new events come.
    """
    events = wanted.events()
    later_than, earlier = whole_number(after), whole_number(before)
    if later_than is not None:
        found = list(events.filter(seq__gt=later_than).order_by("seq")[: PAGE + 1])
        more = len(found) > PAGE
        found = found[:PAGE][::-1]
        newer, older = (found[0].seq if more else None), (found[-1].seq if found else None)
        return found, newer, older
    if earlier is not None:
        events = events.filter(seq__lt=earlier)
    found = list(events.order_by("-seq")[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    newer = found[0].seq if earlier is not None and found else None
    return found, newer, (found[-1].seq if more else None)


def _rows(person: Person, events: list[Event]) -> list[dict[str, Any]]:
    about = subjects(events)
    hidden = hidden_events(person, events)
    names = dict(
        Person.objects.filter(username__in={event.actor for event in events}).values_list(
            "username", "display_name"
        )
    )
    return [
        _row(
            event,
            about.get(event.subject),
            hidden=event.seq in hidden,
            who=_who(event.actor, names),
        )
        for event in events
    ]


def _row(event: Event, subject: Subject | None, *, hidden: bool, who: str) -> dict[str, Any]:
    detail = {} if hidden else shown_detail(event)
    return {
        "event": event,
        "at": parse_datetime(event.at),
        "who": who,
        "what": sentence(event.action, detail) + (say(*NOT_YET) if hidden else ""),
        "subject": subject,
        "details": [
            (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            for key, value in detail.items()
        ],
        "batch_page": page_of("batch", event.batch) if event.batch else "",
    }


def _who(actor: str, names: dict[str, str]) -> str:
    if not actor:
        return str(say("未登录的人", "somebody not signed in"))
    if actor == PIPELINE:
        return str(say("核验流水线", "the pipeline"))
    return f"{names[actor]}（{actor}）" if actor in names else actor
