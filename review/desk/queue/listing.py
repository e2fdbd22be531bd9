"""The queue's page: what should I take next, and why?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from review.desk.access.guard import person_of
from review.desk.flow.waiting import wake_due
from review.desk.models.items import State
from review.desk.queue.controls import controls_of, tabs_of
from review.desk.queue.counts import counts_of
from review.desk.queue.filters import SORTS, QueueFilter, is_personal_number
from review.desk.queue.no_office import no_office
from review.desk.queue.paging import page_of
from review.desk.queue.places import places_for
from review.desk.queue.rows import rows_of
from review.desk.queue.rule_titles import newest_titles
from review.desk.templatetags.desk import say


@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """One page of the queue under the filter of the address."""
    person, now = person_of(request), timezone.now()
    queue = QueueFilter.of(request.META.get("QUERY_STRING", ""))
    if is_personal_number(request.GET.get("q", "")):
        return _without_personal_number(request, queue)
    wake_due(now)
    counts = counts_of(queue, person, now)
    page = page_of(queue.items(person, now), queue, counts.total, request.GET.get("page", ""))
    controls = controls_of(queue, person, counts, places_for(person, queue), newest_titles())
    saved = list(person.filters.order_by("name"))
    context: dict[str, Any] = {
        "section": "queue",
        "queue": queue,
        "open_query": replace(queue, state=State.OPEN.value).query,
        "whole_query": queue.whole.query,
        "is_filtered": queue != queue.whole,
        "tabs": tabs_of(queue, counts),
        "controls": controls,
        "in_use": sum(control.in_use for control in controls) + bool(queue.text),
        "heads": {name: _head(queue, name) for name in SORTS},
        "page": page,
        "rows": rows_of(page.ids, queue, person, now),
        "no_office": no_office(person),
        "saved": saved,
        "saved_here": next((one for one in saved if one.query == queue.query), None),
    }
    if not page.ids:
        context["elsewhere"] = [tab for tab in context["tabs"] if tab.number and not tab.chosen]
        context["whole_total"] = counts_of(queue.whole, person, now).total
    response = render(request, "desk/queue/queue.html", context)
    response["HX-Push-Url"] = f"{reverse('queue')}?{queue.query}"
    return response


def _head(queue: QueueFilter, name: str) -> dict[str, str]:
    """Which way a column is sorted (aria-sort), and the query that sorts by it, or turns it."""
    turned = queue.sort == name
    query = replace(queue, sort=f"-{name}" if turned else name).query
    if queue.sort.removeprefix("-") != name:
        return {"query": query, "sorted": ""}
    # The column shows ages: where the oldest is first, they descend.
    descends = (queue.sort == name) == (name == "age")
    return {"query": query, "sorted": "descending" if descends else "ascending"}


def _without_personal_number(request: HttpRequest, queue: QueueFilter) -> HttpResponse:
    messages.warning(
        request,
        say(
            "为保护个人信息，不能用身份证号或手机号检索；请用姓名或申报编号。",
            "Nobody is searched for by identity or phone number. Use the name or the number of "
            "the application.",
        ),
    )
    address = f"{reverse('queue')}?{queue.query}"
    if request.htmx:  # type: ignore[attr-defined]  # django_htmx sets it
        return HttpResponseClientRedirect(address)
    return redirect(address)
