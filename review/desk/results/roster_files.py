"""Makes the lists that are stamped, as XLSX and PDF, and tells the record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from evidence.errors import MachineError
from review.desk.access.guard import person_of
from review.desk.models.applicants import Standing
from review.desk.record.chain import append_event
from review.desk.results.final import final_rosters
from review.desk.results.heading import heading_of, imprint_of
from review.desk.results.judged import judged_cases
from review.desk.results.not_made import not_made
from review.desk.results.overview import batch_of, listed
from review.desk.results.sheets import LISTS
from review.desk.results.undecided import blocked, pending_of, undecided_of
from review.rosters.heading import BatchRun
from review.rosters.imprint import Imprint
from review.rosters.people import Roster
from review.rosters.press import typeset_apart
from review.rosters.roster_pdf import roster_manuscript
from review.rosters.roster_xlsx import roster_workbook


@dataclass(frozen=True, slots=True)
class _Format:
    """A kind of file: its media type, and what writes it."""

    media_type: str
    write: Callable[[BatchRun, Roster, Imprint], bytes]


_FORMATS = {
    "xlsx": _Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", roster_workbook
    ),
    "pdf": _Format(
        "application/pdf",
        lambda run, roster, imprint: typeset_apart(roster_manuscript(run, roster, imprint)),
    ),
}


@require_safe
def roster_file(request: HttpRequest, key: str, roster: str, form: str) -> HttpResponse:
    """A finished list; the page that says who is undecided while somebody is.

    The same decisions give whoever makes the list the same bytes.
    """
    if roster not in LISTS or form not in _FORMATS:
        raise Http404
    person = person_of(request)
    batch = batch_of(key)
    applicants = listed(batch, person)
    if not applicants.exists():
        raise Http404
    # Asked before the cases are read: what is answered by then stands in them.
    pending = pending_of(applicants, settings.PLACES.inbox, timezone.now())
    waiting = applicants.filter(standing=Standing.UNDECIDED)
    if waiting.exists() or pending:
        left = undecided_of(waiting, person) if waiting.exists() else None
        return blocked(request, batch, left, pending)
    run = heading_of(batch, person)
    final = final_rosters(run, judged_cases(applicants))
    if final.undecided:
        left = undecided_of(applicants.filter(number__in=final.undecided), person)
        return blocked(request, batch, left, pending)
    made = final.of(LISTS[roster])
    imprint = imprint_of(run, batch, applicants, made, person)
    try:
        content = _FORMATS[form].write(run, made, imprint)
    except MachineError as e:
        return not_made(request, e.problem)
    with transaction.atomic():
        append_event(
            "roster.exported",
            person.username,
            f"batch/{batch.key}",
            batch=batch.key,
            detail={
                "roster": roster,
                "format": form,
                "people": made.people,
                "digest": imprint.digest,
                "sha256": hashlib.sha256(content).hexdigest(),
                "as_of": imprint.as_of.isoformat(),
                "scope": list(person.regions),
            },
        )
    title = "_".join(filter(None, (made.title, batch.key, run.scope)))
    return HttpResponse(
        content,
        content_type=_FORMATS[form].media_type,
        headers={"Content-Disposition": content_disposition_header(True, f"{title}.{form}")},
    )
