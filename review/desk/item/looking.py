"""Opening the page of an item."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from review.desk.access.guard import person_of
from review.desk.access.scope import item_for
from review.desk.case.corrections import corrections_of
from review.desk.case.history import history_of
from review.desk.case.masks import Masks
from review.desk.case.official_entries import entries_of
from review.desk.case.shown_decisions import shown_decisions
from review.desk.flow.leases import take
from review.desk.item.opening import note_opened
from review.desk.item.page import Asked, item_response
from review.desk.publishing.case_file import case_of


@require_GET
def item_page(request: HttpRequest, item: int) -> HttpResponse:
    """Open an item: where it is the person's turn and nobody has it, it is theirs from now."""
    person, now = person_of(request), timezone.now()
    row = item_for(person, item)
    case = case_of(row.applicant_id)
    with transaction.atomic():
        take(person, row, now)
        note_opened(person, row, case, now)
    asked = Asked(request.GET.get("in", ""), request.GET.get("after", ""))
    return item_response(request, item_for(person, item), case, asked, now)


@require_GET
def history(request: HttpRequest, item: int) -> HttpResponse:
    """What was done about an item, as a part of its page."""
    person = person_of(request)
    row = item_for(person, item)
    masks = Masks.of(row.applicant)
    told = history_of(
        row.applicant,
        [row],
        shown_decisions(person, [row]),
        [one for one in corrections_of(row.applicant_id) if one.item_id == row.pk],
        entries_of(row.applicant),
        masks,
    )
    return render(request, "desk/item/history.html", {"history": told, "applicant": row.applicant})
