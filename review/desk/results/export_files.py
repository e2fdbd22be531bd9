"""Exports of a batch's applicants with what was decided about them."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from review.desk.access.guard import person_of
from review.desk.record.chain import append_event
from review.desk.results.export_forms import as_csv, as_json
from review.desk.results.export_rows import exported, most_items
from review.desk.results.heading import heading_of
from review.desk.results.overview import batch_of, listed

_MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def export_file(request: HttpRequest, key: str, syntax: str) -> HttpResponse:
    """A row or an object an applicant, of those whom the person may see."""
    if syntax not in _MEDIA_TYPES:
        raise Http404
    person = person_of(request)
    batch = batch_of(key)
    applicants = listed(batch, person)
    rows = exported(applicants, person)
    run = heading_of(batch, person)
    content = as_csv(rows, most_items(applicants)) if syntax == "csv" else as_json(run, rows)
    with transaction.atomic():
        append_event(
            "export.batch",
            person.username,
            f"batch/{batch.key}",
            batch=batch.key,
            detail={
                "format": syntax,
                "people": applicants.count(),
                "sha256": hashlib.sha256(content).hexdigest(),
                "scope": list(person.regions),
            },
        )
    name = "_".join(filter(None, (batch.key, run.scope)))
    return HttpResponse(
        content,
        content_type=_MEDIA_TYPES[syntax],
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{syntax}")},
    )
