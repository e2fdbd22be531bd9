"""Everything about one applicant on one page; masked numbers are shown once, with a reason."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from review.desk.access.guard import person_of
from review.desk.access.scope import applicant_for
from review.desk.case.claims_shown import claims_shown
from review.desk.case.corrections import corrections_of
from review.desk.case.corrections_shown import corrections_shown
from review.desk.case.declaration_shown import declaration_shown
from review.desk.case.files_shown import files_shown
from review.desk.case.findings_shown import findings_shown
from review.desk.case.history import history_of
from review.desk.case.items_shown import items_shown, still_against
from review.desk.case.masks import SECRET_NAMES, Masks, Secret
from review.desk.case.official_entries import entries_of, entries_shown
from review.desk.case.readings import readings_of, without_reading
from review.desk.case.records_shown import records_shown
from review.desk.case.shown_decisions import shown_decisions
from review.desk.flow.blind import blind_sample
from review.desk.models import Applicant
from review.desk.publishing.batch_content import content_of
from review.desk.publishing.case_file import case_of
from review.desk.record.chain import append_event
from review.desk.templatetags.desk import say

REVEALED = "personal.revealed"
_LONGEST_REASON = 200


@require_safe
def applicant(request: HttpRequest, applicant: int) -> HttpResponse:
    """The page of an applicant, with identity number and phone masked."""
    row = applicant_for(person_of(request), applicant)
    return _page(request, row, Masks.of(row))


@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, applicant: int) -> HttpResponse:
    """Answer with the page unmasked, this once; the record notes what was shown and why.

    Whoever comes to this address otherwise is led to the masked page.
    """
    person = person_of(request)
    row = applicant_for(person, applicant)
    if request.method == "GET":
        return redirect("applicant", applicant=row.pk)
    fields = [one for one in Secret if one.value in request.POST.getlist("field")]
    reason = " ".join(request.POST.get("reason", "").split())[:_LONGEST_REASON]
    if not fields or not reason:
        return _page(
            request,
            row,
            Masks.of(row),
            refused=say(
                "没有显示：请勾选要查看的项目并写明理由。（E-REVEAL-REASON）",
                "Nothing was shown: say what you want to see, and why. (E-REVEAL-REASON)",
            ),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    with transaction.atomic():
        append_event(
            REVEALED,
            person.username,
            f"applicant/{row.pk}",
            batch=row.batch_id,
            detail={"fields": [one.value for one in fields], "reason": reason},
        )
    return _page(request, row, Masks.of(row, frozenset(fields)))


def _page(
    request: HttpRequest,
    row: Applicant,
    masks: Masks,
    *,
    refused: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    items = list(row.items.order_by("pk"))
    sample = blind_sample(person_of(request), items)
    if sample is not None:
        shown = {"section": "queue", "applicant": row, "sample": sample}
        return render(request, "desk/case/blind.html", shown)
    case = case_of(row.pk)
    content = content_of(row.batch_id, row.batch.published_at, row.batch.run)
    decisions = shown_decisions(person_of(request), items)
    corrections, entries = corrections_of(row.pk), entries_of(row)
    readings = readings_of(case, corrections)
    typed_in = entries_shown(entries, case, settings.PLACES.inbox)
    context = {
        "section": "queue",
        "applicant": row,
        "declaration": declaration_shown(case.dossier.application, masks),
        "masks": masks,
        "secrets": [(one.value, say(*SECRET_NAMES[one])) for one in Secret],
        "refused": refused,
        "items": items_shown(items, decisions, masks),
        "against": still_against(case, items, masks),
        "whole": findings_shown(case, None, content, masks),
        "claims": claims_shown(case, content, masks),
        "files": files_shown(case, readings, masks),
        "strayed": corrections_shown(without_reading(readings, corrections), masks),
        "records": records_shown(case),
        "entries": typed_in,
        "waiting": any(one.progress.waiting for one in typed_in),
        "history": history_of(row, items, decisions, corrections, entries, masks),
    }
    return render(request, "desk/case/applicant.html", context, status=status)
