"""Taking an item, showing signs of life, and giving it back."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from review.desk.access.guard import person_of
from review.desk.access.scope import item_for
from review.desk.flow.leases import release, renew, take
from review.desk.item.addresses import item_page_address, queue_address
from review.desk.item.lease_shown import lease_shown
from review.desk.models.items import State
from review.desk.templatetags.desk import say


@require_POST
def take_item(request: HttpRequest, item: int) -> HttpResponse:
    """Take the item over where it is free by now, and open it again."""
    person, now = person_of(request), timezone.now()
    row = item_for(person, item)
    if not take(person, row, now):
        row = item_for(person, item)
        line = lease_shown(person, row, now).line
        messages.warning(
            request,
            say(f"暂时不能接手：{line}。", f"You cannot take it over yet: {line}."),
        )
    return redirect(item_page_address(item, request.POST.get("in", "")))


@require_POST
def heartbeat(request: HttpRequest, item: int) -> HttpResponse:
    """A sign of life from an open page: the lease goes on while nobody else took the item.

    Where another window of the same person gave it back meanwhile, it is taken again. The
    answer says who has it, and the item's version, by which the page knows that it is out of
    date.
    """
    person, now = person_of(request), timezone.now()
    row = item_for(person, item)
    seen = request.POST.get("version", "")
    if renew(person, row.pk, now) is None and seen == str(row.version):
        take(person, row, now)
    row = item_for(person, item)
    shown = lease_shown(person, row, now)
    return JsonResponse(
        {
            "mine": shown.mine,
            "line": shown.line,
            "lease": shown.end,
            "version": row.version,
            "open": row.state == State.OPEN,
        }
    )


@require_POST
def release_item(request: HttpRequest, item: int) -> HttpResponse:
    """Give the item back without a decision; what was written stays as a draft.

    A page that is being left (`leaving`) gives back its own lease only: the page that came
    after it, or another window, has a later one. It gets no answer: nobody would see it.
    """
    person, now = person_of(request), timezone.now()
    row = item_for(person, item)
    if "leaving" in request.POST:
        given = _lease_end(request.POST.get("lease", ""))
        if given is not None:
            release(person, row.pk, now, given=given)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    release(person, row.pk, now)
    return redirect(queue_address(request.POST.get("in", "")))


def _lease_end(text: str) -> dt.datetime | None:
    """The lease's end that a page was given; None where it says none."""
    try:
        end = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return end if end.tzinfo else None
