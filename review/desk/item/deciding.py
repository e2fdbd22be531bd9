"""Saving a decision and going on to the next item; opening a decided item again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evidence.errors import Problem
from review.desk.access.guard import person_of
from review.desk.access.scope import item_for
from review.desk.case.pending_results import without_pending
from review.desk.flow.deciding import DecisionRefusedError, decide, reopen
from review.desk.flow.leases import take, take_next
from review.desk.item.addresses import item_page_address, queue_address
from review.desk.item.drafts import keep_draft
from review.desk.item.opening import note_opened, seconds_since
from review.desk.item.page import Asked, Sent, item_response
from review.desk.item.written import Written
from review.desk.models import Person
from review.desk.models.items import State
from review.desk.publishing.case_file import case_of
from review.desk.queue.filters import QueueFilter
from review.desk.templatetags.desk import say
from review.desk.whole_numbers import whole_number

_CONFLICTS = frozenset({"E-DESK-CLOSED", "E-DESK-HELD", "E-DESK-CHANGED", "E-DESK-STAGE"})
"""Refused for what happened to the item, not for what was written."""
_BUSY = Problem(
    "E-DESK-BUSY",
    "核验台正忙，您的决定没有保存；填写的内容已保留，请再保存一次。",
    "The desk was busy and your decision was not saved. What you wrote is kept; save it again.",
)


@require_http_methods(["GET", "POST"])
def decide_item(request: HttpRequest, item: int) -> HttpResponse:
    """Save the decision and open the next item of the queue.

    A refused decision comes back as the item's page as it is now, with everything that was
    written; it is kept as a draft as well. Whoever comes here otherwise (signing in again) is
    led to the item. Where the database has no time for it the page comes back likewise, to be
    saved again.
    """
    if request.method == "GET":
        return redirect("item", item=item)
    person, now = person_of(request), timezone.now()
    row = item_for(person, item)
    written = Written.of(request.POST)
    mark, within = request.POST.get("opened", ""), request.POST.get("in", "")
    try:
        intent = written.intent(_version(request), seconds_since(mark, person, row.pk, now))
        decide(person, row.pk, intent, now)
    except DecisionRefusedError as e:
        keep_draft(person, row, written, now)
        conflict = e.code in _CONFLICTS
        status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY
        sent = Sent(written, e.problem, mark, status)
        return _again(request, person, row.pk, Asked(within, sent=sent), now)
    except OperationalError:
        keep_draft(person, row, written, now)
        sent = Sent(written, _BUSY, mark, HTTPStatus.SERVICE_UNAVAILABLE)
        return _again(request, person, row.pk, Asked(within, sent=sent), now)
    return _onward(request, person, row.pk, within, now)


@require_POST
def reopen_item(request: HttpRequest, item: int) -> HttpResponse:
    """Open a decided item again, with the reason; deciding anew is the undoing."""
    person, now = person_of(request), timezone.now()
    row = item_for(person, item)
    within = request.POST.get("in", "")
    try:
        reopen(person, row.pk, request.POST.get("why", ""), now)
    except DecisionRefusedError as e:
        messages.error(request, say(e.problem.zh, e.problem.en))
    return redirect(item_page_address(row.pk, within))


def _version(request: HttpRequest) -> int:
    """The item's version that the page showed; one that never was where it says none."""
    return whole_number(request.POST.get("version", "")) or 0


def _again(
    request: HttpRequest, person: Person, item: int, asked: Asked, now: dt.datetime
) -> HttpResponse:
    """The page after a refusal; where the item itself changed, that is another opening of it."""
    row = item_for(person, item)
    case = case_of(row.applicant_id)
    if asked.sent and asked.sent.status is HTTPStatus.CONFLICT:
        with transaction.atomic():
            take(person, row, now)
            note_opened(person, row, case, now)
        row = item_for(person, item)
    return item_response(request, row, case, asked, now)


def _onward(
    request: HttpRequest, person: Person, item: int, within: str, now: dt.datetime
) -> HttpResponse:
    """The next free item under the filter, or the queue where there is none."""
    queue = replace(QueueFilter.of(within), state=State.OPEN.value)
    items = without_pending(queue.items(person, now), settings.PLACES.inbox, now)
    following = take_next(person, items, now)
    if following is not None:
        return redirect(item_page_address(following.pk, within, after=item))
    messages.success(
        request,
        say(
            "决定已保存。此筛选下暂无您可以取的事项。",
            "Your decision is saved. There is nothing more for you to take under this filter.",
        ),
    )
    return redirect(queue_address(within))
