"""The form of an account: reads what an administrator chose."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from review.desk.access.roles import Role
from review.desk.models import Person
from review.desk.people.changing import Wanted
from review.desk.people.places_known import KnownPlaces
from review.desk.publishing.storable import storable

_LONGEST_NAME = 64


def wanted_of(posted: QueryDict, known: KnownPlaces) -> Wanted:
    """What the posted form says; what it cannot say is left out."""
    roles = set(posted.getlist("roles"))
    places = [*posted.getlist("regions"), *known.read(posted.get("other_regions", ""))]
    return Wanted(
        display_name=storable(" ".join(posted.get("display_name", "").split()))[:_LONGEST_NAME],
        roles=tuple(role for role in Role if role.value in roles),
        regions=known.under_all_names(storable(place) for place in places if place),
    )


def posted_or_now(request: HttpRequest, known: KnownPlaces, person: Person | None) -> Wanted:
    """What the form shows: what was posted, else what the account is."""
    if request.method == "POST":
        return wanted_of(request.POST, known)
    return Wanted.of(person) if person else Wanted("", ())
