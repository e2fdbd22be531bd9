"""查询清单: which patent numbers to look up on CNIPA's site, and what came back."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evidence.batch_names import validate_batch_id
from evidence.errors import BatchError, MachineError, Problem, UploadError
from review.desk.access.guard import person_of, refused
from review.desk.access.scope import applicants_of
from review.desk.case.bringing import (
    ENDINGS,
    MOST_BYTES,
    MOST_FILES,
    TOO_LARGE,
    bring,
    bringings_shown,
    is_of_all_places,
    is_told,
)
from review.desk.case.claims_shown import printed_number
from review.desk.case.lookups_shown import lookups_shown, shown_lookup
from review.desk.case.official_entries import EntryProgress, is_committed, progress_of
from review.desk.case.trays import Handing, files_tray, folder_name, results_tray
from review.desk.case.wanted_lookups import (
    WantedLookup,
    as_listed,
    number_key,
    wanted_lookups,
)
from review.desk.form_quota import is_over_quota
from review.desk.models import Applicant, Batch, OfficialEntry, Person
from review.desk.record.chain import append_event
from review.desk.templatetags.desk import say
from review.rosters.lookups_csv import lookups_csv as csv_file
from review.rosters.lookups_xlsx import lookups_workbook
from review.rosters.official_sites import SITES

_RECENT = 50
"""Entries that the page lists."""
_TOKEN_BYTES = 6
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class RecentEntry:
    """A result that was typed in: for whom, by whom, when, and what became of it."""

    printed: str
    applicant: Applicant
    person: str
    at: dt.datetime
    progress: EntryProgress


@require_safe
def lookups(request: HttpRequest) -> HttpResponse:
    """The list, group by group, and the results that came in last; `?batch=` is one batch's."""
    if request.GET.get("part") == "brought":
        return render(request, "desk/case/brought.html", _brought(person_of(request)))
    return _page(request)


@require_safe
def lookups_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file for Excel, as the pipeline writes it beside the rosters."""
    wanted = _exported(request, "csv")
    return _attachment(csv_file(as_listed(wanted)), "patent_lookups.csv", "text/csv; charset=utf-8")


@require_safe
def lookups_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a workbook, to print and to work from."""
    wanted = _exported(request, "xlsx")
    scope = _batch_of(request) or "全部批次"
    content = lookups_workbook(as_listed(wanted), scope, timezone.now())
    return _attachment(content, "patent_lookups.xlsx", _XLSX)


@require_POST
def bring_files(request: HttpRequest) -> HttpResponse:
    """Take printouts and exports of the sites, and leave them for the pipeline."""
    if not is_of_all_places(person_of(request)):
        return refused(request)
    now, files = timezone.now(), request.FILES.getlist("files")
    if is_over_quota(request):
        return _page(request, TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        count = bring(
            person_of(request),
            files,
            inbox=settings.PLACES.inbox,
            folder=folder_name(now, secrets.token_hex(_TOKEN_BYTES)),
            now=now,
        )
    except UploadError as e:
        return _page(request, e.problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    except MachineError as e:
        return _page(request, e.problem, HTTPStatus.SERVICE_UNAVAILABLE)
    messages.success(
        request,
        say(
            f"已收到 {count} 个文件，识读后清单会自动缩短。",
            f"{count} files received. Once they are read the list gets shorter.",
        ),
    )
    return redirect(f"{reverse('lookups')}#brought")


def _page(
    request: HttpRequest, problem: Problem | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    person, now, batch = person_of(request), timezone.now(), _batch_of(request)
    results_tray(settings.PLACES.inbox).finish_interrupted(is_committed, now)
    files_tray(settings.PLACES.inbox).finish_interrupted(is_told, now)
    wanted = wanted_lookups(person, batch)
    recent, answering = _recent(person), _answering(person, wanted)
    progress = {entry.pk: _progress(entry, wanted) for entry in (*recent, *answering)}
    by_number: dict[str, list[EntryProgress]] = {}
    for entry in answering:
        by_number.setdefault(number_key(entry.patent_number), []).append(progress[entry.pk])
    found = [shown_lookup(one, by_number.get(one.key, ()), now) for one in wanted]
    return render(
        request,
        "desk/case/lookups.html",
        _brought(person)
        | {
            "section": "lookups",
            "batch": batch,
            "problem": problem,
            "sites": SITES.values(),
            "endings": ",".join(ENDINGS),
            "most_files": MOST_FILES,
            "most_mib": MOST_BYTES // 1024**2,
            "shown": lookups_shown(found, request.GET.get("page")),
            "entries": [
                RecentEntry(
                    printed_number(entry.patent_number),
                    entry.applicant,
                    str(entry.person),
                    entry.at,
                    progress[entry.pk],
                )
                for entry in recent
            ],
        },
        status=status,
    )


def _batch_of(request: HttpRequest) -> str:
    """The batch asked for, empty for all. Raises Http404 where there is none such."""
    batch = request.GET.get("batch", "")
    if not batch:
        return ""
    try:
        # What is no batch's name is not asked of the database at all.
        known = Batch.objects.filter(pk=validate_batch_id(batch)).exists()
    except BatchError as e:
        raise Http404 from e
    if not known:
        raise Http404
    return batch


def _brought(person: Person) -> dict[str, Any]:
    may_bring = is_of_all_places(person)
    brought = bringings_shown(settings.PLACES.inbox) if may_bring else []
    return {
        "may_bring": may_bring,
        "brought": brought,
        "waiting": any(one.waiting for one in brought),
    }


def _exported(request: HttpRequest, form: str) -> list[WantedLookup]:
    """What goes into a file; the record tells of it."""
    person = person_of(request)
    wanted = wanted_lookups(person, _batch_of(request))
    with transaction.atomic():
        append_event(
            "export.lookups", person.username, detail={"numbers": len(wanted), "format": form}
        )
    return wanted


def _attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _entries(person: Person) -> QuerySet[OfficialEntry]:
    rows = OfficialEntry.objects.filter(applicant__in=applicants_of(person))
    return rows.select_related("applicant__batch", "person").order_by("-pk")


def _recent(person: Person) -> list[OfficialEntry]:
    return list(_entries(person)[:_RECENT])


def _answering(person: Person, wanted: Iterable[WantedLookup]) -> list[OfficialEntry]:
    """What was typed in for numbers that are still wanted."""
    return list(_entries(person).filter(patent_number__in=[one.official for one in wanted]))


def _progress(entry: OfficialEntry, wanted: Iterable[WantedLookup]) -> EntryProgress:
    """What became of an entry, without opening the applicant's case."""
    inbox = settings.PLACES.inbox
    taken = results_tray(inbox).handing_of(entry.folder) is Handing.TAKEN
    if not taken or entry.applicant.batch.published_at <= entry.at:
        return progress_of(inbox, entry.folder)
    if any(entry.patent_number == one.official for one in wanted):
        return EntryProgress(
            say("已核验，但仍需查询，见原因", "checked, but still wanted; see the reason")
        )
    return EntryProgress(say("已核验", "checked"))
