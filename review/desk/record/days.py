"""Which events fall into days: found by their numbers, without an index of times.

Events are numbered in the order in which they were written, and their times follow that
order but for the length of a transaction: a time is taken before its writer's turn comes.
So a binary search finds a stretch of numbers that holds all of a day's events and few others.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from review.desk.models import Event

OUT_OF_ORDER = dt.timedelta(hours=1)
"""No transaction is open for so long, and no clock is set back by so much."""


def within_days(
    events: QuerySet[Event], since: dt.date | None, until: dt.date | None
) -> QuerySet[Event]:
    """The events from the beginning of `since` to the end of `until`, of the desk's own days."""
    if since is not None:
        start = _midnight(since)
        events = events.filter(seq__gte=_first_at(start - OUT_OF_ORDER), at__gte=_text(start))
    if until is not None:
        end = _midnight(until + dt.timedelta(days=1))
        events = events.filter(seq__lt=_first_at(end + OUT_OF_ORDER), at__lt=_text(end))
    return events


def _first_at(moment: dt.datetime) -> int:
    """A number from which on events are of that time or later; before it, but for disorder, none."""
    text = _text(moment)
    last = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        # The next event there is: a number may be missing where somebody took an event away.
        found = Event.objects.filter(seq__gte=middle).order_by("seq").values_list("at").first()
        if found is not None and found[0] < text:
            low = middle + 1
        else:
            high = middle
    return low


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _text(moment: dt.datetime) -> str:
    """A time as events keep it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
