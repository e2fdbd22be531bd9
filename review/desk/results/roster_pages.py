"""Rosters (名册): which batches are ready to be stamped, and what a list looks like."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.findings import Outcome
from review.desk.access.guard import person_of
from review.desk.access.scope import usual_names
from review.desk.models.applicants import Standing
from review.desk.people.places_known import newest_areas
from review.desk.results.heading import heading_of, imprint_of
from review.desk.results.overview import batch_of, listed, standing_of, standings_of
from review.desk.results.sheets import LISTS, pages_of, part_of, sheets_of, units_of
from review.desk.results.undecided import pending_of, undecided_of
from review.desk.whole_numbers import whole_number
from review.rosters.layout import EMPTY_ROSTER, SIGNATURES, columns_of, foot_note
from review.rosters.people import ROSTER_TITLES


@require_safe
def rosters(request: HttpRequest) -> HttpResponse:
    """Every batch: who passed, who must come in person, how many are undecided."""
    person = person_of(request)
    return render(
        request,
        "desk/results/rosters.html",
        {
            "section": "rosters",
            "batches": standings_of(person, settings.PLACES.inbox, timezone.now()),
            "places": "、".join(usual_names(person.regions, newest_areas())),
        },
    )


@require_safe
def batch_rosters(request: HttpRequest, key: str) -> HttpResponse:
    """One of the two lists as it looks on paper; a draft while somebody is undecided or checked."""
    person = person_of(request)
    batch = batch_of(key)
    name = request.GET.get("list", "pass")
    outcome = LISTS.get(name, Outcome.PASS)
    run, applicants = heading_of(batch, person), listed(batch, person)
    units, chosen = units_of(applicants, outcome), request.GET.get("unit", "")
    pages = pages_of([unit for unit in units if chosen in ("", unit.name)])
    number = _page(request, len(pages))
    part = part_of(run, applicants, outcome, pages[number - 1])
    pending = pending_of(applicants, settings.PLACES.inbox, timezone.now())
    roster, standing = part.of(outcome), standing_of(batch, person, len(pending))
    whole = standing.ready and not chosen and len(pages) == 1
    return render(
        request,
        "desk/results/batch_rosters.html",
        {
            "section": "rosters",
            "batch": batch,
            "run": run,
            "standing": standing,
            "undecided": undecided_of(applicants.filter(standing=Standing.UNDECIDED), person),
            "pending": pending,
            "name": name if name in LISTS else "pass",
            "lists": [(one, ROSTER_TITLES[of]) for one, of in LISTS.items()],
            "roster": roster,
            "columns": columns_of(outcome),
            "sheets": sheets_of(run, roster),
            "units": units,
            "chosen": chosen,
            "page": number,
            "pages": len(pages),
            "note": foot_note(outcome, decided=True),
            "signatures": SIGNATURES,
            "empty": EMPTY_ROSTER,
            "imprint": imprint_of(run, batch, applicants, roster, person) if whole else None,
        },
    )


def _page(request: HttpRequest, pages: int) -> int:
    """The page asked for. Raises Http404 where there is none such."""
    asked = whole_number(request.GET.get("page", "1"))
    if asked is None or not 1 <= asked <= pages:
        raise Http404
    return asked
