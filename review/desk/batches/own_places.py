"""What an operator who is bound to places may change: the uploads and batches of these places."""

from __future__ import annotations

from review.desk.models import Applicant, IncomingBatch, Person


def is_of_own_places(person: Person, batch: str) -> bool:
    """Whether a batch that is there already may be changed by this person.

    Whoever is not bound to places may change any. A county's operator may change what their
    own office handed over last, and what has applicants of their places alone.
    """
    if not person.regions:
        return True
    uploads = IncomingBatch.objects.filter(batch=batch, handed_over_at__isnull=False)
    last = uploads.select_related("person").order_by("-handed_over_at").first()
    if last is not None and is_of_own_office(person, last):
        return True
    regions = set(Applicant.objects.filter(batch=batch).values_list("region", flat=True))
    return bool(regions) and regions <= set(person.regions)


def is_of_own_office(person: Person, upload: IncomingBatch) -> bool:
    """Whether an upload is the person's or of somebody bound to no other places than theirs."""
    if not person.regions or upload.person_id == person.pk:
        return True
    return bool(upload.person.regions) and set(upload.person.regions) <= set(person.regions)
