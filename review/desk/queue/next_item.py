"""“Next item”: the first free one of the queue, taken, and its page opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from review.desk.access.guard import person_of
from review.desk.case.pending_results import without_pending
from review.desk.flow.leases import free_for, take_next
from review.desk.flow.waiting import wake_due
from review.desk.models import Person
from review.desk.models.items import State
from review.desk.queue.filters import QueueFilter
from review.desk.queue.no_office import no_office
from review.desk.queue.rows import item_address
from review.desk.templatetags.desk import speaks_english

_NOTHING_OPEN = (
    "此筛选下已没有待处理的事项。可清除筛选，或换一个筛选再取。",
    "Nothing is open under this filter. Clear it, or choose another.",
)


@require_POST
def next_item(request: HttpRequest) -> HttpResponse:
    """Take the next free item under the filter `in`; back to the queue where there is none."""
    person, now = person_of(request), timezone.now()
    wake_due(now)
    queue = replace(QueueFilter.of(request.POST.get("in", "")), state=State.OPEN.value)
    items = without_pending(queue.items(person, now), settings.PLACES.inbox, now)
    item = take_next(person, items, now)
    if item is not None:
        return redirect(item_address(item.pk, queue))
    messages.warning(request, _why_none(person, queue, now))
    return redirect(f"{reverse('queue')}?{queue.query}")


def _why_none(person: Person, queue: QueueFilter, now: dt.datetime) -> str:
    """What stands in the way, and what the person can do."""
    if sentence := no_office(person):
        return sentence
    items = queue.items(person, now)
    left = items.count()
    held = items.exclude(holder=None).exclude(holder=person).filter(lease_until__gte=now).count()
    if not left:
        return _NOTHING_OPEN[speaks_english()]
    checked = free_for(person, items, now).count()
    others = left - held - checked
    if speaks_english():
        pending = f"of {checked} an official result is being checked, " if checked else ""
        return (
            f"There is nothing for you to take under this filter: of {left} open, {held} are "
            f"held by others, {pending}and {others} are for another person or role to decide. "
            "Clear the filter, or try again later."
        )
    pending = f"{checked}件的官方结果正在核验，" if checked else ""
    return (
        f"此筛选下没有您可以取的事项：{left}件待处理，其中{held}件他人正在处理，{pending}"
        f"{others}件须由其他人或其他角色决定。可清除筛选，或稍后再取。"
    )
