"""查询清单: which patent numbers to look up on CNIPA's site, and what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.errors import NormalFormError
from evidence.patent_numbers import parse_patent_number
from review.desk.access.guard import person_of
from review.desk.access.scope import applicants_of
from review.desk.case.claims_shown import printed_number, type_word
from review.desk.case.official_entries import EntryProgress, is_committed, progress_of
from review.desk.case.official_form import SITES
from review.desk.case.official_inbox import Handing, finish_interrupted, handing_of
from review.desk.case.wanted_lookups import (
    WantedLookup,
    as_listed,
    number_key,
    wanted_lookups,
)
from review.desk.models import Applicant, OfficialEntry, Person
from review.desk.record.chain import append_event
from review.desk.templatetags.desk import say
from review.rosters.tables_csv import cpquery_form, patent_lookups_csv, pss_form

_RECENT = 50
"""Entries that the page lists."""


@dataclass(frozen=True, slots=True)
class ShownLookup:
    """A number to look up: as printed, as each site takes it, why, since when, for whom."""

    printed: str
    normal: str
    cpquery: str
    pss: str
    grant: str
    kind: str
    title: str
    reason: str
    days: int
    applicants: tuple[Applicant, ...]
    entered: tuple[EntryProgress, ...]


@dataclass(frozen=True, slots=True)
class RecentEntry:
    """A result that was typed in: for whom, by whom, when, and what became of it."""

    printed: str
    applicant: Applicant
    person: str
    at: dt.datetime
    progress: EntryProgress


@require_safe
def lookups(request: HttpRequest) -> HttpResponse:
    """The list, and the results typed in last."""
    person, now = person_of(request), timezone.now()
    finish_interrupted(settings.PLACES.inbox, is_committed, now)
    wanted = wanted_lookups(person)
    recent, answering = _recent(person), _answering(person, wanted)
    progress = {entry.pk: _progress(entry, wanted) for entry in (*recent, *answering)}
    by_number: dict[str, list[EntryProgress]] = {}
    for entry in answering:
        by_number.setdefault(number_key(entry.patent_number), []).append(progress[entry.pk])
    return render(
        request,
        "desk/case/lookups.html",
        {
            "section": "lookups",
            "sites": SITES.values(),
            "lookups": [_shown(one, by_number.get(one.key, ()), now) for one in wanted],
            "entries": [
                RecentEntry(
                    printed_number(entry.patent_number),
                    entry.applicant,
                    str(entry.person),
                    entry.at,
                    progress[entry.pk],
                )
                for entry in recent
            ],
        },
    )


@require_safe
def lookups_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file for Excel, as the pipeline writes it beside the rosters."""
    person = person_of(request)
    listed = as_listed(wanted_lookups(person))
    with transaction.atomic():
        append_event("export.lookups", person.username, detail={"numbers": len(listed)})
    response = HttpResponse(patent_lookups_csv(listed), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="patent_lookups.csv"'
    return response


def _entries(person: Person) -> QuerySet[OfficialEntry]:
    rows = OfficialEntry.objects.filter(applicant__in=applicants_of(person))
    return rows.select_related("applicant__batch", "person").order_by("-pk")


def _recent(person: Person) -> list[OfficialEntry]:
    return list(_entries(person)[:_RECENT])


def _answering(person: Person, wanted: Iterable[WantedLookup]) -> list[OfficialEntry]:
    """What was typed in for numbers that are still wanted."""
    return list(_entries(person).filter(patent_number__in=[one.official for one in wanted]))


def _progress(entry: OfficialEntry, wanted: Iterable[WantedLookup]) -> EntryProgress:
    """What became of an entry, without opening the applicant's case."""
    inbox = settings.PLACES.inbox
    taken = handing_of(inbox, entry.folder) is Handing.TAKEN
    if not taken or entry.applicant.batch.published_at <= entry.at:
        return progress_of(inbox, entry.folder)
    if any(entry.patent_number == one.official for one in wanted):
        return EntryProgress(
            say("已核验，但仍需查询，见原因", "checked, but still wanted; see the reason")
        )
    return EntryProgress(say("已核验", "checked"))


def _shown(wanted: WantedLookup, entered: Iterable[EntryProgress], now: dt.datetime) -> ShownLookup:
    lookup = wanted.lookup
    try:
        number = parse_patent_number(lookup.patent_number)
        cpquery, pss = cpquery_form(number.completed), pss_form(number)
        kind = number.type.value
    except NormalFormError:
        cpquery = pss = lookup.patent_number
        kind = lookup.patent_type
    return ShownLookup(
        printed=printed_number(lookup.patent_number),
        normal=lookup.patent_number,
        cpquery=cpquery,
        pss=pss,
        grant=lookup.grant_number,
        kind=type_word(kind),
        title=lookup.title,
        reason=lookup.reason,
        days=max((now - wanted.since).days, 0),
        applicants=wanted.applicants,
        entered=tuple(entered),
    )
