"""Verifying the record from its page, and when that was last done."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from review.desk.access.guard import person_of, refused
from review.desk.models import Applicant, Event, RecordHead
from review.desk.record.chain import append_event
from review.desk.record.verifying import RecordReport, verify_record

VERIFIED = "record.verified"
_MOST_EVENTS = 50_000
_MOST_APPLICANTS = 2_000
"""Of so many, verifying is a matter of seconds; of more it is done by the command."""


@dataclass(frozen=True, slots=True)
class ChainState:
    """The record's length and last link, and what the last verification found."""

    events: int
    link: str
    last: Event | None
    sound: bool
    checked: int
    short: bool

    @property
    def at(self) -> object:
        """When the record was last verified."""
        return parse_datetime(self.last.at) if self.last else None


def chain_state() -> ChainState:
    """How the chain stands; `short` says that the page itself may verify it."""
    head = RecordHead.objects.filter(pk=1).first() or RecordHead()
    last = Event.objects.filter(action=VERIFIED).order_by("-seq").first()
    found = json.loads(last.detail) if last else {}
    return ChainState(
        events=head.seq,
        link=head.link,
        last=last,
        sound=not found.get("breaks"),
        checked=found.get("events", 0),
        short=head.seq <= _MOST_EVENTS and Applicant.objects.count() <= _MOST_APPLICANTS,
    )


def note_verified(actor: str, report: RecordReport) -> None:
    """Tell the record that it was verified, and what was found."""
    with transaction.atomic():
        append_event(
            VERIFIED,
            actor,
            detail={
                "events": report.events,
                "head": report.head,
                "breaks": [problem.code for problem in report.breaks],
            },
        )


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole record now, where that is a matter of seconds."""
    person = person_of(request)
    if person.regions or not chain_state().short:
        return refused(request)
    report = verify_record()
    note_verified(person.username, report)
    page = {"report": report, "section": "record"}
    return render(request, "desk/record/verified.html", page)
