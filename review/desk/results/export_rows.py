"""A batch's applicants with their items and decisions, for programs and spreadsheets.

Read in parts from the database; no case is opened. Identity numbers are masked, and decisions
that whoever exports may not read yet are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from review.desk.case.shown_decisions import shown_decisions
from review.desk.models import Applicant, Decision, Item, Person

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ExportItem:
    """An item, and the decisions about it that may be read, oldest first."""

    item: Item
    decisions: tuple[Decision, ...]

    @property
    def in_force(self) -> Decision | None:
        """The last of the decisions that the item's present choice rests on."""
        given = [
            one
            for one in self.decisions
            if one.round == self.item.round and one.choice == self.item.choice
        ]
        return given[-1] if given else None


@dataclass(frozen=True, slots=True)
class ExportApplicant:
    """An applicant and everything that was to be decided about them."""

    applicant: Applicant
    items: tuple[ExportItem, ...]


def exported(applicants: QuerySet[Applicant], person: Person) -> Iterator[ExportApplicant]:
    """These applicants in order of 申报编号."""
    keys = list(applicants.order_by("number").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        yield from _part(keys[start : start + _AT_ONCE], person)


def _part(keys: Sequence[int], person: Person) -> Iterator[ExportApplicant]:
    people = Applicant.objects.in_bulk(keys)
    items = list(Item.objects.filter(applicant__in=keys).order_by("kind", "claim", "pk"))
    decisions = shown_decisions(person, items).by_item
    of: dict[int, list[ExportItem]] = {}
    for item in items:
        one = ExportItem(item, tuple(decisions.get(item.pk, ())))
        of.setdefault(item.applicant_id, []).append(one)
    for key in keys:
        yield ExportApplicant(people[key], tuple(of.get(key, ())))


def most_items(applicants: QuerySet[Applicant]) -> int:
    """How many items the applicant with most of them has."""
    counted = applicants.order_by().annotate(n=Count("items")).aggregate(most=Max("n"))
    return counted["most"] or 0
