"""The statement of an applicant's case as PDF (A4, PDF/A-2b)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from evidence.errors import MachineError
from review.desk.access.guard import person_of
from review.desk.access.scope import applicant_for
from review.desk.flow.blind import blind_sample
from review.desk.record.chain import append_event
from review.desk.results.not_made import not_made
from review.desk.results.statement import TITLE, statement_of
from review.rosters.press import typeset_apart
from review.rosters.typesetting import Manuscript

_TEMPLATE: Final = Path(__file__).with_name("statement.typ")


@require_safe
def statement_file(request: HttpRequest, applicant: int) -> HttpResponse:
    """Everything of an applicant's case on paper; the record notes who took it."""
    person, now = person_of(request), timezone.now()
    row = applicant_for(person, applicant)
    if blind_sample(person, row.items.all()) is not None:
        return redirect("applicant", applicant=row.pk)
    try:
        content = typeset_apart(Manuscript(_TEMPLATE, statement_of(row, person, now), now))
    except MachineError as e:
        return not_made(request, e.problem)
    with transaction.atomic():
        append_event(
            "statement.exported",
            person.username,
            f"applicant/{row.pk}",
            batch=row.batch_id,
            detail={"sha256": hashlib.sha256(content).hexdigest(), "standing": row.standing},
            at=now,
        )
    name = f"{TITLE}_{row.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
