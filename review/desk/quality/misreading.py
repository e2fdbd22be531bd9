"""Which fields people correct: where the reader errs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from review.desk.access.scope import within
from review.desk.models import Correction, Person
from review.desk.quality.filters import QualityFilter

_MOST = 30


@dataclass(frozen=True, slots=True)
class Misread:
    """A field of a kind of document: how often it was corrected, and how often it was not read."""

    kind: str
    field: str
    corrections: int
    unread: int


def misreading(person: Person, wanted: QualityFilter) -> list[Misread]:
    """The fields corrected most often, first."""
    rows = (
        Correction.objects.filter(
            wanted.of_batch("applicant__batch"),
            wanted.during("at"),
            within(person, "applicant__region"),
        )
        .order_by()
        .values_list("kind", "field")
        .annotate(n=Count("pk"), unread=Count("pk", filter=Q(read_value="")))
        .order_by("-n", "kind", "field")
    )
    return [Misread(*row) for row in rows[:_MOST]]
