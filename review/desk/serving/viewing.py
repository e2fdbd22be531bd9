"""The record of who saw which file: noted once a session, not once a page and reload."""

from __future__ import annotations

import hashlib

from django.db import transaction

from review.desk.models import Applicant, Event, Person, RecordHead
from review.desk.record.chain import append_event, canonical

VIEWED = "scan.viewed"
_VISIT_CHARACTERS = 12


def note_viewed(person: Person, applicant: Applicant, file: str, session: str) -> None:
    """Note that the person saw pages of a file (its path in the batch), once a session.

    `session` is the session's key; the record keeps a digest of it that opens nothing.
    """
    visit = hashlib.sha256(session.encode()).hexdigest()[:_VISIT_CHARACTERS]
    detail = {"file": file, "visit": visit}
    if _is_noted(person, applicant, detail):
        return
    with transaction.atomic():
        # Pages of one file are asked for at once: whoever holds the record looks again.
        RecordHead.objects.select_for_update().get_or_create(pk=1)
        if not _is_noted(person, applicant, detail):
            append_event(
                VIEWED,
                person.username,
                f"applicant/{applicant.pk}",
                batch=applicant.batch_id,
                detail=detail,
            )


def _is_noted(person: Person, applicant: Applicant, detail: dict[str, str]) -> bool:
    return Event.objects.filter(
        subject=f"applicant/{applicant.pk}",
        action=VIEWED,
        actor=person.username,
        detail=canonical(detail),
    ).exists()
