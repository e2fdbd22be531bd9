"""What happens to every request: its language, its caching, the end of an idle session."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from review.desk.record.chain import append_event

GetResponse = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE = "language"
"""Session key: `en` where the person switched to English."""
EXPIRED = "expired"
"""Session key: set where the session before this one ended because nobody was there."""
UNATTENDED = frozenset({"heartbeat", "batch-progress"})
"""Names of the addresses that an open page asks by itself: no sign that anybody is there."""
_SEEN = "seen"
_NOTE_EVERY = 300
"""Seconds between notes of life, so that reading a page seldom writes to the database."""


def language(get_response: GetResponse) -> GetResponse:
    """Middleware: Chinese, unless the person switched."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        chosen = "en" if request.session.get(LANGUAGE) == "en" else "zh-hans"
        with translation.override(chosen):
            response = get_response(request)
            render = getattr(response, "render", None)
            return render() if callable(render) else response

    return answer


def caching(get_response: GetResponse) -> GetResponse:
    """Middleware: nothing of the desk stays in a browser's or a proxy's cache unless it says so."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def idle_expiry(get_response: GetResponse) -> GetResponse:
    """Middleware: ends a session in which nobody did anything for long."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        now = int(time.time())
        last = request.session.get(_SEEN, now)
        if request.user.is_authenticated and now - last > settings.IDLE_MINUTES * 60:
            _expire(request)
        response = get_response(request)
        if request.user.is_authenticated and _is_sign_of_life(request):
            _note(request, now)
        return response

    return answer


def end_session(request: HttpRequest) -> None:
    """Sign out; the language stays."""
    chosen = request.session.get(LANGUAGE)
    logout(request)
    if chosen:
        request.session[LANGUAGE] = chosen


def _expire(request: HttpRequest) -> None:
    name = request.user.get_username()
    with transaction.atomic():
        append_event("session.expired", name, f"person/{name}")
        end_session(request)
    request.session[EXPIRED] = True


def _is_sign_of_life(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.url_name not in UNATTENDED


def _note(request: HttpRequest, now: int) -> None:
    if now - request.session.get(_SEEN, 0) > _NOTE_EVERY:
        request.session[_SEEN] = now
