"""Which batch and which days the figures are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from review.desk.publishing.storable import storable

_YEARS = (2000, 2999)


@dataclass(frozen=True, slots=True)
class QualityFilter:
    """One batch or all, from the day `since` to the day `until`, both included; None: no end."""

    batch: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @classmethod
    def of(cls, values: QueryDict) -> QualityFilter:
        """The filter of a query; what is no day is left out."""
        return cls(storable(values.get("batch", "")), _day(values, "since"), _day(values, "until"))

    def during(self, column: str) -> Q:
        """The condition that a moment lies within these days, by the review body's clock."""
        wanted = Q()
        if self.since:
            wanted &= Q(**{f"{column}__gte": start_of(self.since)})
        if self.until:
            wanted &= Q(**{f"{column}__lt": start_of(self.until + dt.timedelta(days=1))})
        return wanted

    def of_batch(self, column: str = "batch") -> Q:
        """The condition that something belongs to the batch."""
        return Q(**{column: self.batch}) if self.batch else Q()


def start_of(day: dt.date) -> dt.datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _day(values: QueryDict, name: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(values.get(name, ""))
    except ValueError:
        return None
    # Far from any day of a batch, and near the ends of what a date can be.
    return day if _YEARS[0] <= day.year <= _YEARS[1] else None
