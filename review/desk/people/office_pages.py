"""The administrator's page about county offices."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from review.desk.access.guard import person_of
from review.desk.access.roles import Role
from review.desk.models import CountyOffice, Item, Person
from review.desk.models.items import Stage, State
from review.desk.people.offices import Moved, OfficeRefusedError, set_office
from review.desk.people.places_known import known_places
from review.desk.templatetags.desk import say

_DECIDES = {"first": False, "final": True, "none": None}
"""What the form says of a place: its office reviews first, decides finally, or is none."""


@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: HttpRequest) -> HttpResponse:
    """Which places review their own applicants at the desk, and what waits there."""
    known = known_places()
    sentence = ""
    if request.method == "POST":
        decides = request.POST.get("decides", "")
        if decides not in _DECIDES:
            raise BadRequest
        place = next(iter(known.read(request.POST.get("place", ""))), "")
        try:
            moved = set_office(person_of(request), place, _DECIDES[decides])
        except OfficeRefusedError as refused:
            sentence = say(refused.problem.zh, refused.problem.en)
        else:
            messages.success(request, _told(moved))
            return redirect("offices")
    rows = _rows()
    places = {row["office"].place for row in rows}
    page = {
        "section": "people",
        "rows": rows,
        "free": [place for place in known.places if place not in places],
        "sentence": sentence,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sentence else HTTPStatus.OK
    return render(request, "desk/people/offices.html", page, status=status)


def _rows() -> list[dict[str, Any]]:
    """Each office, what is open there, and who can work on it."""
    open_items = Item.objects.filter(state=State.OPEN)
    waiting = dict(
        open_items.filter(stage=Stage.PRELIMINARY)
        .values_list("region")
        .annotate(n=Count("pk"))
        .order_by()
    )
    local = dict(
        open_items.filter(local=True).values_list("region").annotate(n=Count("pk")).order_by()
    )
    reviewers = [
        one for one in Person.objects.filter(is_active=True) if Role.REVIEWER in one.role_set
    ]
    return [
        {
            "office": office,
            "preliminary": waiting.get(office.place, 0),
            "local": local.get(office.place, 0),
            "reviewers": [one for one in reviewers if office.place in one.regions],
        }
        for office in CountyOffice.objects.order_by("place")
    ]


def _told(moved: Moved) -> str:
    if not len(moved):
        return str(
            say(
                "✓ 已保存，并已记入记录。没有未决定的事项需要移动。",
                "✓ Saved, and told to the record. No undecided item had to move.",
            )
        )
    return str(
        say(
            f"✓ 已保存，并已记入记录。未决定的事项已移动：转入初审 {len(moved.preliminary)} 件，"
            f"转由市级审核 {len(moved.city)} 件，转由县区终审 {len(moved.local)} 件。",
            f"✓ Saved, and told to the record. Undecided items moved: {len(moved.preliminary)} to "
            f"the first review, {len(moved.city)} to the city, {len(moved.local)} to the county "
            "for good.",
        )
    )
