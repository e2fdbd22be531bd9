"""How many of those whom the machine passed should not have passed, as blind samples show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.db.models import Count, Q

from review.desk.access.scope import items_of
from review.desk.models import Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, State
from review.desk.quality.filters import QualityFilter
from review.desk.quality.intervals import Share


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples decided otherwise than to accept, of those decided; and how many are open."""

    missed: Share
    open: int

    def expected(self, passed: int) -> tuple[int, int] | None:
        """Of so many who passed, between how many are likely wrong; None while unknown."""
        interval = self.missed.interval
        if interval is None:
            return None
        return math.floor(interval.low * passed), math.ceil(interval.high * passed)


def sampling(person: Person, wanted: QualityFilter) -> Samples:
    """The samples of these days; what is open counts whenever it was drawn."""
    drawn = items_of(person).filter(wanted.of_batch(), kind=Kind.SAMPLE)
    closed = Q(state=State.CLOSED) & wanted.during("closed_at")
    counted = drawn.aggregate(
        open=Count("pk", filter=Q(state__in=[State.OPEN, State.WAITING])),
        decided=Count("pk", filter=closed),
        missed=Count("pk", filter=closed & ~Q(choice=Choice.ACCEPT)),
    )
    return Samples(Share(counted["missed"], counted["decided"]), counted["open"])
