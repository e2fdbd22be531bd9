"""Originals: bytes of strangers, saved to the reviewer's disk and never shown by the browser."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from review.desk.access.guard import person_of
from review.desk.access.scope import applicants_of
from review.desk.record.chain import append_event
from review.desk.serving.download_names import attachment, download_name, served_type
from review.desk.serving.pages import unavailable
from review.desk.serving.stored_files import Shelf, StoredFileError, open_stored

DOWNLOADED = "original.downloaded"


@require_safe
def original(request: HttpRequest, applicant: int, upload: int) -> HttpResponseBase:
    """An upload exactly as it came, as an attachment; the record notes every download."""
    person = person_of(request)
    found = (
        applicants_of(person)
        .filter(pk=applicant)
        .select_related("casefile")
        .defer("casefile__data")
        .first()
    )
    if found is None or upload >= len(found.casefile.files):
        raise Http404
    path, media_type, name = found.casefile.files[upload]
    try:
        file = open_stored(settings.PLACES, Shelf.ORIGINALS, path)
    except StoredFileError as e:
        return unavailable(request, e)
    with transaction.atomic():
        append_event(
            DOWNLOADED,
            person.username,
            f"applicant/{found.pk}",
            batch=found.batch_id,
            detail={"file": name, "stored": path},
        )
    response = FileResponse(file, content_type=served_type(media_type))
    response["Content-Disposition"] = attachment(download_name(name, media_type))
    # Should a browser show it after all: no script, no form, no origin of ours.
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
