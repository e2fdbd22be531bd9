"""Signing in: one page, few tries, every try told to the record."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib.auth import authenticate, login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from review.desk.middleware import EXPIRED
from review.desk.models import Person
from review.desk.people.next_page import safe_next
from review.desk.people.throttling import (
    ADDRESS_LIMIT,
    client_address,
    counted_name,
    failures_from,
    is_crowded,
    locked_until,
)
from review.desk.publishing.storable import storable
from review.desk.record.chain import append_event

NOBODY = ""
"""The actor of a try to sign in: who it was is not known."""
_LONGEST = 128


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The page for name and password, and the try itself."""
    to = safe_next(request)
    if request.user.is_authenticated:
        return redirect(to)
    wrong = False
    username = ""
    if request.method == "POST":
        username = _username(request)
        now = timezone.now()
        if is_crowded(client_address(request), now):
            return locked_out(request)
        person = _try(request, username, request.POST.get("password", ""), now)
        if person is not None:
            return redirect(to)
        wrong = True
    page = {
        "to": to if to != reverse("home") else "",
        "username": username,
        "wrong": wrong,
        "expired": request.session.pop(EXPIRED, False) if not wrong else False,
    }
    status = HTTPStatus.UNAUTHORIZED if wrong else HTTPStatus.OK
    return render(request, "desk/people/sign_in.html", page, status=status)


def _username(request: HttpRequest) -> str:
    return unicodedata.normalize("NFKC", storable(request.POST.get("username", ""))).strip()


def _try(request: HttpRequest, username: str, password: str, now: dt.datetime) -> Person | None:
    """Try to sign in, and tell the record; the session gets a new key."""
    if len(username) > _LONGEST or len(password) > _LONGEST:
        return None
    # Outside a transaction: hashing takes long, and nobody else could write meanwhile.
    person = authenticate(request, username=username, password=password)
    with transaction.atomic():
        if not isinstance(person, Person):
            tell_failure(request, username, now)
            return None
        login(request, person)
        request.session.clear_expired()
        append_event(
            "login",
            person.username,
            f"person/{person.username}",
            detail={"address": client_address(request)},
        )
    return person


def tell_failure(request: HttpRequest, username: str, now: dt.datetime) -> None:
    """Tell the record of a wrong password, and of the lock that it brought about.

    Must run inside a transaction, as `append_event` must.
    Tries while a lock lasts change nothing and are not told: they would flood the record.
    """
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    known = Person.objects.filter(username=username).exists()
    subject = f"person/{username}" if known else ""
    address = client_address(request)
    append_event("login.failed", NOBODY, subject, detail={"address": address})
    until = locked_until(counted_name(request, {"username": username}), address)
    detail = {"address": address, "until": until.isoformat(timespec="seconds") if until else ""}
    if getattr(request, "axes_locked_out", False):
        append_event("login.locked", NOBODY, subject, detail=detail)
    if failures_from(address, now) == ADDRESS_LIMIT:
        append_event("login.locked", NOBODY, "", detail=detail)


def locked_out(
    request: HttpRequest,
    original_response: HttpResponseBase | None = None,  # noqa: ARG001  axes' signature
    credentials: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page that says when to try again, and whom to ask. django-axes calls it, too."""
    until = locked_until(counted_name(request, credentials), client_address(request))
    return render(
        request,
        "desk/people/locked.html",
        {"until": until},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
