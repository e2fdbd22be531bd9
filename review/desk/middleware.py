"""What happens to every request: its language, its caching, the end of an idle session."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE = "language"
"""Session key: `en` where the person switched to English."""
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
    """Middleware: ends a session in which nothing happened for long."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(_SEEN, now)
            if now - seen > settings.IDLE_MINUTES * 60:
                logout(request)
            elif now - seen > _NOTE_EVERY or _SEEN not in request.session:
                request.session[_SEEN] = now
        return get_response(request)

    return answer
