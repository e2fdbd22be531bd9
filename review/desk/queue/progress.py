"""How far a person is today: the item page's “第 37 / 212 件”."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from review.desk.flow.leases import free_for
from review.desk.models import Decision, Item, Person
from review.desk.models.items import State
from review.desk.queue.filters import QueueFilter
from review.desk.queue.keeping import kept


def place_in(
    queue: QueueFilter, person: Person, item: Item, now: dt.datetime | None = None
) -> tuple[int, int]:
    """The how-manieth item of today this is for the person, and of how many.

    What the person decided today under the filter counts as done; what they may take under it
    now is still to come: neither what is another's turn nor what another holds. So the first number grows by one with each decision, and the second only
    changes where others work in the same queue.
    """
    now = now or timezone.now()
    done = _decided_today(queue, person, now)
    left = kept(
        person,
        f"left {queue.query}",
        lambda: free_for(person, queue.items(person, now), now).count(),
        lambda number: number,
        personal=True,
    )
    if item.pk in done:
        done.remove(item.pk)
        left += item.state != State.OPEN
    return len(done) + 1, len(done) + max(left, 1)


def _decided_today(queue: QueueFilter, person: Person, now: dt.datetime) -> set[int]:
    """Items under the filter, as they were then; stage and turn have changed by the decision."""
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Decision.objects.filter(person=person, at__gte=morning)
    if queue.stage:
        today = today.filter(stage=queue.stage)
    then = replace(queue, stage="", mine="").in_any_state(person, now)
    return set(then.filter(pk__in=today.values("item")).values_list("pk", flat=True))
