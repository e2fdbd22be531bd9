"""The page on which an official CNIPA result is typed in (附件1 第九条)."""

from __future__ import annotations

import datetime as dt
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from evidence.cases import Case
from evidence.errors import MachineError, NormalFormError, Problem
from evidence.patent_numbers import parse_patent_number
from review.desk.access.guard import person_of
from review.desk.access.scope import applicant_for
from review.desk.case.claims_shown import printed_number
from review.desk.case.official_entries import (
    enter_official,
    entries_of,
    entries_shown,
    is_committed,
)
from review.desk.case.official_form import CASE_STATUS, LEGAL_STATUS, OfficialForm
from review.desk.case.trays import folder_name, results_tray
from review.desk.models import Applicant
from review.desk.publishing.batch_content import content_of
from review.desk.publishing.case_file import case_of
from review.desk.templatetags.desk import say

_TOKEN_BYTES = 6


@require_http_methods(["GET", "POST"])
def official(request: HttpRequest, applicant: int) -> HttpResponse:
    """The form, and what became of what was typed in before; `?patent=` fills the number in."""
    row = applicant_for(person_of(request), applicant)
    case, now, inbox = case_of(row.pk), timezone.now(), settings.PLACES.inbox
    results_tray(inbox).finish_interrupted(is_committed, now)
    if request.method == "GET":
        if request.GET.get("part") == "entries":
            return render(request, "desk/case/entries.html", _entries(row, case))
        blank = OfficialForm(now=now, claimed=_claimed(case), initial=_begun(request, now))
        return _page(request, row, case, blank)
    form = OfficialForm(request.POST, request.FILES, now=now, claimed=_claimed(case))
    if not form.is_valid():
        return _page(request, row, case, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        enter_official(
            person_of(request),
            row,
            form.record,
            form.picture,
            inbox=inbox,
            folder=folder_name(now, secrets.token_hex(_TOKEN_BYTES)),
            now=now,
        )
    except MachineError as e:
        return _page(
            request, row, case, form, problem=e.problem, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    messages.success(
        request,
        say(
            "已交核验，通常一两分钟后自动更新，批次处理中会更久；更新后该申报人的结论会重新得出。",
            "Handed over. Within a minute or two the applicant's case is checked again; longer "
            "while a batch is being processed.",
        ),
    )
    if not (form.record.legal_status or form.record.case_status):
        messages.warning(
            request,
            say(
                "法律状态和案件状态都没有填写：规则 A9 要看专利是否仍有效，没有状态不能认定，"
                "仍会列在查询清单上。网站显示了状态的，请再录入一次。",
                "Neither legal nor case status was given. Rule A9 asks whether the patent is in "
                "force and cannot say so without one; the number stays on the list. If the site "
                "shows a status, type the result in again with it.",
            ),
        )
    query = urlencode({"patent": form.record.patent_number})
    return redirect(f"{reverse('official', args=[row.pk])}?{query}#entries")


def _claimed(case: Case) -> frozenset[str]:
    """The digits of the patents that the applicant claims."""
    application = case.dossier.application
    found = set()
    for claim in application.claims if application else ():
        with suppress(NormalFormError):
            found.add(parse_patent_number(claim.patent_number).digits)
    return frozenset(found)


def _begun(request: HttpRequest, now: dt.datetime) -> dict[str, Any]:
    """What the form is filled with: the number asked for, and what follows from it."""
    try:
        number = parse_patent_number(request.GET.get("patent", ""))
    except NormalFormError:
        return {"queried_at": now}
    return {
        "patent_number": number.printed,
        "patent_type": number.type.value,
        "queried_at": now,
    }


def _page(
    request: HttpRequest,
    applicant: Applicant,
    case: Case,
    form: OfficialForm,
    *,
    problem: Problem | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    application = case.dossier.application
    content = content_of(applicant.batch_id, applicant.batch.published_at, applicant.batch.run)
    return render(
        request,
        "desk/case/official.html",
        _entries(applicant, case)
        | {
            "section": "lookups",
            "form": form,
            "problem": problem,
            "claimed": [
                (claim.no, printed_number(claim.patent_number), claim.title)
                for claim in (application.claims if application else ())
                if claim.patent_number
            ],
            "wanted": [
                (printed_number(one.patent_number), one.reason)
                for one in content.lookups
                if applicant.number in one.applications
            ],
            "legal_words": LEGAL_STATUS,
            "case_words": CASE_STATUS,
        },
        status=status,
    )


def _entries(applicant: Applicant, case: Case) -> dict[str, Any]:
    shown = entries_shown(entries_of(applicant), case, settings.PLACES.inbox)
    return {
        "applicant": applicant,
        "entries": shown,
        "waiting": any(one.progress.waiting for one in shown),
    }
