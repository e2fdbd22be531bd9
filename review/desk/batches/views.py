"""The pages about batches: all of them, and one of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from evidence.batch_names import validate_batch_id
from evidence.errors import BatchError
from review.desk.access.guard import person_of
from review.desk.access.scope import applicants_of
from review.desk.batches.batch_page import BatchPage, batch_page, unread_files
from review.desk.batches.figures import UnreadFile
from review.desk.batches.inbox import lying_of
from review.desk.batches.live import LivePart
from review.desk.batches.news import news_of
from review.desk.batches.overview import overview
from review.desk.batches.own_places import is_of_own_places
from review.desk.batches.refusals import problem
from review.desk.models import Batch, Person
from review.desk.models.applicants import Standing
from review.desk.models.items import Stage, State
from review.desk.models.uploads import Mode
from review.desk.record.chain import append_event
from review.desk.templatetags.desk import speaks_english
from review.desk.whole_numbers import whole_number
from review.desk.wording import word_for

FIRST_FILES = 20
"""Unread files on a batch's own page; all of them have a page of theirs."""
FILES_ON_PAGE = 200


@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch that came in."""
    context = {"section": "batches", "part": _rows(request), "scoped": _is_scoped(request)}
    return render(request, "desk/batches/batches.html", context)


@require_GET
def batches_progress(request: HttpRequest) -> HttpResponse:
    """The rows again, where they changed."""
    return _rows(request).answer(request)


def _rows(request: HttpRequest) -> LivePart:
    page = whole_number(request.GET.get("page", "1")) or 1
    found = overview(person_of(request), timezone.now(), page)
    context = {"overview": found, "scoped": _is_scoped(request)}
    return LivePart(
        content=render_to_string("desk/batches/rows.html", context, request),
        address=f"{reverse('batch-progress')}?page={found.page}",
        live=found.live,
        news=news_of((row.key, row.where, row.sending) for row in found.rows if row.live),
    )


def _is_scoped(request: HttpRequest) -> bool:
    """Whether the person sees the applicants of some places only."""
    return bool(person_of(request).regions)


@require_GET
def batch(request: HttpRequest, key: str) -> HttpResponse:
    """One batch: where it is, its counts, what was read and found, what is left to do."""
    person = person_of(request)
    page = _page(key, person)
    first = page.unread[:FIRST_FILES]
    context = {
        "section": "batches",
        "page": page,
        "part": _state(request, page),
        "scoped": _is_scoped(request),
        "standings": [(word_for(one), page.standings.get(one, 0)) for one in Standing],
        "states": [(word_for(one), page.work.states.get(one, 0)) for one in State],
        "stages": [(word_for(one), page.stages.get(one, 0)) for one in Stage],
        "files": _with_applicants(first, key, person),
        "uploads": [(one, word_for(Mode(one.mode))) for one in page.uploads],
        "more_files": len(page.unread) - len(first),
        "dagster": settings.DAGSTER_URL,
    }
    return render(request, "desk/batches/batch.html", context)


@require_GET
def batch_progress(request: HttpRequest, key: str) -> HttpResponse:
    """Where the batch is, again; once it is there, the whole page is to be loaded anew."""
    page = _page(key, person_of(request))
    answer = _state(request, page).answer(request)
    if not page.live:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _page(key: str, person: Person) -> BatchPage:
    page = batch_page(key, person, timezone.now())
    if page is None:
        raise Http404
    return page


def _state(request: HttpRequest, page: BatchPage) -> LivePart:
    context = {"page": page, "scoped": _is_scoped(request)}
    return LivePart(
        content=render_to_string("desk/batches/state.html", context, request),
        address=reverse("batch-progress", args=[page.key]),
        live=page.live,
        news=news_of([(page.key, page.where, page.sending)] if page.live else []),
    )


@require_GET
def batch_files(request: HttpRequest, key: str) -> HttpResponse:
    """Every file of the batch that is not read whole, and why."""
    row = get_object_or_404(Batch.objects.defer("content", "figures"), pk=key)
    person = person_of(request)
    shown = Paginator(unread_files(row, person), FILES_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "batches",
        "key": key,
        "shown": shown,
        "files": _with_applicants(shown.object_list, key, person),
    }
    return render(request, "desk/batches/files.html", context)


def _with_applicants(files: Any, key: str, person: Person) -> list[tuple[UnreadFile, int | None]]:
    """Files beside their applicant's row, None where they are nobody's."""
    numbers = {one.applicant for one in files}
    found = applicants_of(person).filter(batch=key, number__in=numbers)
    rows = dict(found.values_list("number", "pk"))
    return [(one, rows.get(one.applicant)) for one in files]


@require_POST
def try_again(request: HttpRequest, key: str) -> HttpResponse:
    """Touch the marker of a batch in the inbox: the pipeline takes it once more."""
    try:
        validate_batch_id(key)
    except BatchError as e:
        raise Http404 from e
    person = person_of(request)
    if not is_of_own_places(person, key):
        refused = problem("E-UPLOAD-PLACES")
        messages.error(request, refused.en if speaks_english() else refused.zh)
        return redirect("batch", key)
    markers = [one.marker for one in lying_of(settings.PLACES.inbox, key) if one.ready_at]
    if not markers:
        raise Http404
    with transaction.atomic():
        append_event("batch.tried_again", person.username, f"batch/{key}", batch=key)
        for marker in markers:
            marker.touch()
    zh, en = f"已请求重新处理 {key}。", f"{key} will be tried again."
    messages.success(request, en if speaks_english() else zh)
    return redirect("batch", key)
