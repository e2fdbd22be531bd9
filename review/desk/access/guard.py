"""Every address of the desk names the action it takes; without one nobody gets through."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from review.desk.access.roles import Action, may
from review.desk.models import Person

View = Callable[..., HttpResponseBase]
GetResponse = Callable[[HttpRequest], HttpResponseBase]

PUBLIC = "public"
"""In place of an action: open to whoever is not signed in."""
_NEW_PASSWORD = "new-password"  # noqa: S105  the name of an address


def route(where: str, view: View, action: Action | str, name: str) -> URLPattern:
    """A URL with the action that it takes. `PUBLIC` opens it to everybody."""
    return path(where, view, {"_action": action}, name=name)


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; only for views behind an action."""
    return cast("Person", request.user)


def default_deny(get_response: GetResponse) -> GetResponse:
    """Middleware: lets a request through to its view only where its action allows it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    answer.process_view = _process_view  # type: ignore[attr-defined]
    return answer


def _process_view(
    request: HttpRequest,
    view: View,  # noqa: ARG001  Django's signature
    args: tuple[Any, ...],  # noqa: ARG001  Django's signature
    kwargs: dict[str, Any],
) -> HttpResponseBase | None:
    action = kwargs.pop("_action", None)
    if action == PUBLIC:
        return None
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    person = person_of(request)
    if person.must_change_password and not _is_at(request, _NEW_PASSWORD):
        return redirect(reverse(_NEW_PASSWORD))
    if isinstance(action, Action) and may(person.role_set, action):
        return None
    return refused(request)


def _is_at(request: HttpRequest, name: str) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == name


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """On to the sign-in page, and back afterwards to the page that the person was on."""
    page = request.get_full_path()
    if request.method not in ("GET", "HEAD") or "HX-Request" in request.headers:
        # What was posted, or a part of a page, is no page to come back to.
        before = urlsplit(request.headers.get("Referer", ""))
        page = urlunsplit(("", "", before.path or "/", before.query, ""))
    answer = redirect_to_login(page)
    if "HX-Request" in request.headers:
        return HttpResponse(
            status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": answer.headers["Location"]}
        )
    return answer


def refused(request: HttpRequest) -> HttpResponse:
    """The page that says that this account may not do that, and whom to ask."""
    return render(request, "desk/refused.html", status=HTTPStatus.FORBIDDEN)
