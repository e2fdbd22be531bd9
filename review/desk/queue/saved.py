"""Filters that somebody saved: each person's own, under a name."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from review.desk.access.guard import person_of
from review.desk.models import SavedFilter
from review.desk.queue.filters import QueueFilter
from review.desk.record.chain import append_event
from review.desk.templatetags.desk import say

_LONGEST_NAME = 64
MOST = 40
"""Filters a person; more would be no help to anybody."""


@require_http_methods(["GET", "HEAD", "POST"])
def saved_filters(request: HttpRequest) -> HttpResponse:
    """Those of the person; POST saves `query` under `name`, in place of one of that name."""
    person = person_of(request)
    if request.method != "POST":
        found = person.filters.order_by("name")
        return render(request, "desk/queue/filters.html", {"section": "queue", "saved": found})
    query = QueueFilter.of(request.POST.get("query", "")).query
    name = _name(request)
    others = person.filters.exclude(name=name).count()
    if not name:
        messages.error(request, _needs_name())
    elif others >= MOST:
        messages.error(
            request,
            say(
                f"已保存{MOST}个筛选，请先删除不用的。",
                f"You have saved {MOST} filters. Remove one that you do not use first.",
            ),
        )
    else:
        with transaction.atomic():
            SavedFilter.objects.update_or_create(
                person=person, name=name, defaults={"query": query}
            )
            append_event("filter.saved", person.username, f"person/{person.username}")
        messages.success(request, say(f"已保存筛选“{name}”。", f"Saved the filter “{name}”."))
    return redirect(f"{reverse('queue')}?{query}")


@require_POST
def rename_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Give a filter another name."""
    person = person_of(request)
    saved = get_object_or_404(person.filters, pk=filter_id)
    name = _name(request)
    if not name:
        messages.error(request, _needs_name())
    elif person.filters.filter(name=name).exclude(pk=saved.pk).exists():
        messages.error(
            request,
            say(f"已有名为“{name}”的筛选。", f"There is a filter “{name}” already."),
        )
    else:
        with transaction.atomic():
            saved.name = name
            saved.save(update_fields=["name"])
            append_event("filter.renamed", person.username, f"person/{person.username}")
        messages.success(request, say("已改名。", "Renamed."))
    return redirect("saved-filters")


@require_POST
def remove_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Delete a filter; items are not touched by it."""
    person = person_of(request)
    saved = get_object_or_404(person.filters, pk=filter_id)
    with transaction.atomic():
        saved.delete()
        append_event("filter.removed", person.username, f"person/{person.username}")
    messages.success(
        request, say(f"已删除筛选“{saved.name}”。", f"Removed the filter “{saved.name}”.")
    )
    return redirect("saved-filters")


def _name(request: HttpRequest) -> str:
    return request.POST.get("name", "").replace("\x00", "").strip()[:_LONGEST_NAME]


def _needs_name() -> str:
    return str(say("请为筛选取一个名称。", "Give the filter a name."))
