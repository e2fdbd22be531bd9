"""The page that says why a file was not made, and what to do about it."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evidence.errors import Problem


def not_made(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Something of this machine is missing; nothing was saved and the record tells of nothing."""
    return render(
        request,
        "desk/results/not_made.html",
        {"section": "rosters", "problem": problem},
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )
