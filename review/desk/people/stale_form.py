"""A form that was opened before somebody signed in or out, or that another site sends."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's
    """The page in place of an answer to a form without a valid token."""
    return render(request, "desk/people/stale_form.html", status=HTTPStatus.FORBIDDEN)
