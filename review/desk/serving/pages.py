"""Page images: the only pictures of an upload that a browser shows."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from review.desk.access.guard import person_of
from review.desk.access.scope import applicants_of
from review.desk.serving.stored_files import Shelf, StoredFileError, open_stored
from review.desk.serving.viewing import note_viewed

_STATUS = {"E-STORE-AWAY": HTTPStatus.SERVICE_UNAVAILABLE}
"""Of what may be there again in a moment; everything else is not there."""


@require_safe
def page_image(request: HttpRequest, applicant: int, upload: int, page: int) -> HttpResponseBase:
    """The JPEG that Heyan rendered of a page; 404 where the person may not see it."""
    person = person_of(request)
    found = (
        applicants_of(person)
        .filter(pk=applicant)
        .select_related("casefile")
        .defer("casefile__data")
        .first()
    )
    if found is None:
        raise Http404
    path = found.casefile.pages.get(f"{upload}/{page}")
    if path is None:
        raise Http404
    try:
        file = open_stored(settings.PLACES, Shelf.PAGES, path)
    except StoredFileError as e:
        return unavailable(request, e)
    note_viewed(person, found, found.casefile.files[upload][2], request.session.session_key or "")
    response = FileResponse(file, content_type="image/jpeg")
    # The reviewer goes back and forth between pages; nobody else's cache keeps them.
    response["Cache-Control"] = "private, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def unavailable(request: HttpRequest, error: StoredFileError) -> HttpResponseBase:
    """The page that says why a file is not there, with the code."""
    return render(
        request,
        "desk/serving/unavailable.html",
        {"problem": error.problem},
        status=_STATUS.get(error.code, HTTPStatus.NOT_FOUND),
    )
