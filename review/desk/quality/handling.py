"""How long a decision takes, from opening the item to saving.

By stage and kind of item, never by person: how long it takes depends on the papers, and a
ranking would hurry people who must sign for what they decide.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from review.desk.access.scope import within
from review.desk.models import Decision, Person
from review.desk.models.items import Kind, Stage
from review.desk.quality.filters import QualityFilter
from review.desk.quality.intervals import median


@dataclass(frozen=True, slots=True)
class Handling:
    """The decisions of a stage about items of a kind, and the median of their seconds."""

    stage: Stage
    kind: Kind
    decisions: int
    median: float


def handling(person: Person, wanted: QualityFilter) -> list[Handling]:
    """By stage and kind; decisions whose time nobody measured are left out."""
    rows = (
        Decision.objects.filter(
            wanted.of_batch("item__batch"),
            wanted.during("at"),
            within(person, "item__region"),
            seconds__isnull=False,
        )
        .order_by()
        .values_list("stage", "item__kind", "seconds")
        .annotate(n=Count("pk"))
    )
    counts: dict[tuple[str, str], Counter[int]] = {}
    for stage, kind, seconds, number in rows:
        counts.setdefault((stage, kind), Counter())[seconds] += number
    return [
        Handling(stage, kind, counts[stage, kind].total(), middle)
        for stage in Stage
        for kind in Kind
        if (stage, kind) in counts and (middle := median(counts[stage, kind])) is not None
    ]
