"""Items opened and decided day by day, and which has been open longest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from review.desk.access.scope import items_of
from review.desk.models import Item, Person
from review.desk.models.items import State
from review.desk.quality.filters import QualityFilter, start_of

USUAL = 30
"""Days that are shown where no first day is asked for."""
_MOST = 62
_STEPS = (1, 7, 28, 91, 364)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, and how many items were opened and decided in them."""

    first: dt.date
    last: dt.date
    opened: int
    decided: int


def by_day(person: Person, wanted: QualityFilter, today: dt.date) -> list[Span]:
    """The spans of the filter's days, at most 62 of them; by default the last 30 days."""
    until = min(wanted.until or today, today)
    since = wanted.since or until - dt.timedelta(days=USUAL - 1)
    spans = spans_of(since, until)
    items = items_of(person).filter(wanted.of_batch())
    opened, decided = _counted(items, "opened_at", spans), _counted(items, "closed_at", spans)
    return [
        Span(first, last, opened.get(number, 0), decided.get(number, 0))
        for number, (first, last) in enumerate(spans)
    ]


def spans_of(since: dt.date, until: dt.date) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each span from `since` to `until`, in steps that keep them few."""
    days = (until - since).days + 1
    step = next((one for one in _STEPS if days <= one * _MOST), _STEPS[-1])
    starts = [since + dt.timedelta(days=past) for past in range(0, max(days, 0), step)]
    return [(first, min(first + dt.timedelta(days=step - 1), until)) for first in starts][-_MOST:]


def _counted(
    items: QuerySet[Item], column: str, spans: list[tuple[dt.date, dt.date]]
) -> dict[int, int]:
    """How many of the items have this moment in each span, in one pass over them.

    The ends of days are worked out here: what day a moment belongs to depends on the zone,
    which databases are slow to work out or know differently.
    """
    if not spans:
        return {}
    ends = [start_of(last + dt.timedelta(days=1)) for _, last in spans]
    whens = [When(**{f"{column}__lt": end}, then=Value(number)) for number, end in enumerate(ends)]
    within = items.filter(
        **{f"{column}__gte": start_of(spans[0][0]), f"{column}__lt": ends[-1]}
    ).annotate(span=Case(*whens, output_field=IntegerField()))
    return dict(within.order_by().values_list("span").annotate(n=Count("pk")))


def oldest_open(person: Person, wanted: QualityFilter) -> Item | None:
    """The item that has waited longest for a decision."""
    waiting = items_of(person).filter(wanted.of_batch(), state=State.OPEN)
    return waiting.order_by("opened_at", "pk").first()
