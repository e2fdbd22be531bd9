"""How often a second reviewer, who does not know the first decision, decides the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery

from review.desk.access.scope import within
from review.desk.models import Decision, Person
from review.desk.models.items import Kind, Stage
from review.desk.quality.filters import QualityFilter
from review.desk.quality.intervals import Share


@dataclass(frozen=True, slots=True)
class Agreement:
    """Second reviews that agree, of those about samples or about overruled mismatches."""

    kind: Kind
    agreed: Share


def agreement(person: Person, wanted: QualityFilter) -> list[Agreement]:
    """By kind of item; kinds without second review are left out."""
    first = Decision.objects.filter(
        item=OuterRef("item"), round=OuterRef("round"), stage=Stage.REVIEW, pk__lt=OuterRef("pk")
    ).order_by("-pk")
    rows = (
        Decision.objects.filter(
            wanted.of_batch("item__batch"),
            wanted.during("at"),
            within(person, "item__region"),
            stage=Stage.SECOND,
        )
        .annotate(first=Subquery(first.values("choice")[:1]))
        .order_by()
        .values_list("item__kind")
        .annotate(Count("pk"), agreed=Count("pk", filter=Q(choice=F("first"))))
    )
    found = {Kind(kind): Share(agreed, number) for kind, number, agreed in rows}
    return [Agreement(kind, found[kind]) for kind in Kind if kind in found]
