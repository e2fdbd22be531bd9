"""Whose applicants a person sees: a county's reviewer its own, the city's all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from evidence.cases import ReviewArea
from evidence.names import normal_text
from review.desk.models import Applicant, Item, Person

_LONG = ("batch__content",)
"""Not read with a row: megabytes in a large batch; `content_of` keeps at hand what pages need."""
Rows = TypeVar("Rows", bound=Model)


def place_of(region: str, areas: Iterable[ReviewArea]) -> str:
    """The place of the notice's areas that a declared 地区 is, or the 地区 as declared.

    A longer text counts as the place it ends in (河南省新乡市辉县市 is 辉县市).
    """
    text = "".join(normal_text(region).split())
    places = sorted({place for area in areas for place in area.places}, key=len, reverse=True)
    return next((place for place in places if text.endswith(place)), text)


def usual_names(regions: Iterable[str], areas: Iterable[ReviewArea]) -> tuple[str, ...]:
    """Places for people to read: one that is there under all its names stands once."""
    regions = tuple(regions)
    usual = {
        name: names[0]
        for area in areas
        for names in area.names
        if set(names) <= set(regions)
        for name in names
    }
    return tuple(dict.fromkeys(usual.get(region, region) for region in regions))


def items_of(person: Person) -> QuerySet[Item]:
    """The items that the person may see."""
    return _within(Item.objects.all(), person, "region")


def applicants_of(person: Person) -> QuerySet[Applicant]:
    """The applicants that the person may see."""
    return _within(Applicant.objects.all(), person, "region")


def item_for(person: Person, item: int) -> Item:
    """The item, where the person may see it. Raises Http404 otherwise: it does not tell which."""
    rows = items_of(person).select_related("applicant", "batch", "holder")
    found = rows.defer(*_LONG).filter(pk=item).first()
    if found is None:
        raise Http404
    return found


def applicant_for(person: Person, applicant: int) -> Applicant:
    """The applicant, where the person may see them. Raises Http404 otherwise."""
    rows = applicants_of(person).select_related("batch")
    found = rows.defer(*_LONG).filter(pk=applicant).first()
    if found is None:
        raise Http404
    return found


def _within(rows: QuerySet[Rows], person: Person, column: str) -> QuerySet[Rows]:
    return rows.filter(within(person, column))


def within(person: Person, column: str) -> Q:
    """The condition that a row's place, in that column, is one whose applicants the person sees."""
    return Q(**{f"{column}__in": list(person.regions)}) if person.regions else Q()
