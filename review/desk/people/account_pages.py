"""The administrator's pages about accounts."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evidence.errors import Problem
from review.desk.access.guard import person_of
from review.desk.access.roles import ROLE_NAMES, ROLE_TASKS, Role
from review.desk.access.scope import usual_names
from review.desk.flow.offices import without_office
from review.desk.models import Item, Person
from review.desk.people import changing
from review.desk.people.account import last_tries
from review.desk.people.changing import AccountRefusedError
from review.desk.people.person_form import posted_or_now
from review.desk.people.places_known import KnownPlaces, known_places, newest_areas
from review.desk.people.throttling import cool_off
from review.desk.publishing.storable import storable
from review.desk.templatetags.desk import say, speaks_english


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Every account, those in use first."""
    locked, areas = _locked_names(), newest_areas()
    rows = [
        {
            "person": person,
            "roles": [
                ROLE_NAMES[role][speaks_english()] for role in Role if role in person.role_set
            ],
            "locked": person.username in locked,
            "places": "、".join(usual_names(person.regions, areas)),
        }
        for person in Person.objects.order_by("-is_active", "username")
    ]
    return render(request, "desk/people/people.html", {"rows": rows, "section": "people"})


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Open an account; its one-time password is on the answer, and nowhere else."""
    known = known_places()
    shown = posted_or_now(request, known, None)
    problem = None
    if request.method == "POST":
        try:
            person, password = changing.open_account(
                person_of(request), request.POST.get("username", ""), shown
            )
        except AccountRefusedError as refused:
            problem = refused.problem
        else:
            return _password_page(request, person, password)
    page = {"username": request.POST.get("username", ""), "new": True}
    return _form(request, page | _choices(shown, known), problem)


@require_http_methods(["GET", "HEAD", "POST"])
def one_person(request: HttpRequest, username: str) -> HttpResponse:
    """An account: what it may do, and how it was used."""
    person = _person(username)
    known = known_places(person.regions)
    shown = posted_or_now(request, known, person)
    problem = None
    if request.method == "POST":
        try:
            changed = changing.change_account(person_of(request), username, shown)
        except AccountRefusedError as refused:
            problem = refused.problem
        else:
            _tell(request, changed.released, anything=changed.anything)
            return redirect("person", username)
    page = {
        "username": username,
        "person": person,
        "own": person.pk == person_of(request).pk,
        "tries": last_tries(person),
        "locked": username in _locked_names(),
        "held": Item.objects.filter(holder=person, lease_until__gte=timezone.now()).count(),
        "decided": person.decisions.count(),
        "no_office": _no_office(person),
    }
    return _form(request, page | _choices(shown, known), problem)


@require_POST
def close_person(request: HttpRequest, username: str) -> HttpResponseBase:
    """Close an account."""
    return _done(request, username, _close)


@require_POST
def reopen_person(request: HttpRequest, username: str) -> HttpResponseBase:
    """Open a closed account again."""
    return _done(request, username, changing.reopen_account)


@require_POST
def unlock_person(request: HttpRequest, username: str) -> HttpResponseBase:
    """Let somebody try to sign in again at once."""
    return _done(request, username, changing.unlock)


@require_POST
def reset_password(request: HttpRequest, username: str) -> HttpResponseBase:
    """Give an account a new one-time password, shown once on the answer."""
    person = _person(username)
    try:
        password = changing.give_password(person_of(request), username)
    except AccountRefusedError as refused:
        return _back(request, username, refused.problem)
    return _password_page(request, person, password)


def _close(actor: Person, username: str) -> None:
    changing.close_account(actor, username)


def _done(
    request: HttpRequest, username: str, change: Callable[[Person, str], None]
) -> HttpResponseBase:
    _person(username)
    try:
        change(person_of(request), username)
    except AccountRefusedError as refused:
        return _back(request, username, refused.problem)
    messages.success(request, say("✓ 已保存，并已记入记录。", "✓ Saved, and told to the record."))
    return redirect("person", username)


def _back(request: HttpRequest, username: str, problem: Problem) -> HttpResponse:
    messages.error(request, f"✕ {say(problem.zh, problem.en)}（{problem.code}）")
    return redirect("person", username)


def _tell(request: HttpRequest, released: int, *, anything: bool) -> None:
    if not anything:
        messages.info(request, say("没有变化。", "Nothing was changed."))
        return
    text = say("✓ 已保存，并已记入记录。", "✓ Saved, and told to the record.")
    if released:
        text += say(
            f"此人正在处理的 {released} 件不在所选地区，已退回队列（草稿保留）。",
            f" {released} items that the person held outside these places are back in the queue "
            "(drafts are kept).",
        )
    messages.success(request, text)


def _form(request: HttpRequest, page: dict[str, Any], problem: Problem | None) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    page |= {
        "section": "people",
        "problem": problem,
        "sentence": say(problem.zh, problem.en) if problem else "",
    }
    return render(request, "desk/people/person.html", page, status=status)


def _choices(shown: changing.Wanted, known: KnownPlaces) -> dict[str, Any]:
    english = speaks_english()
    return {
        "display_name": shown.display_name,
        "role_choices": [
            {
                "value": role.value,
                "name": ROLE_NAMES[role][english],
                "chosen": role in shown.roles,
                "task": ROLE_TASKS[role][english],
            }
            for role in Role
        ],
        "place_choices": [
            (place, "、".join(others), not {place, *others}.isdisjoint(shown.regions))
            for place, *others in dict.fromkeys(
                [*known.names, *((one,) for one in shown.regions if one not in known.places)]
            )
        ],
        "other_places": known.others,
    }


def _no_office(person: Person) -> str:
    """What to know where the account's places have no office, so that it has less to decide."""
    areas = newest_areas()
    bare = without_office(person, areas)
    if not bare:
        return ""
    places = "、".join(usual_names(bare, areas))
    if len(bare) < len(person.regions):
        return say(
            f"{places}没有设县区初审机构：那里的事项由市级审核，该账号只能查看。",
            f"{places}: no county office. The city decides there; this account only looks on.",
        )
    return say(
        f"{places}没有设县区初审机构：事项都由市级审核，该账号暂时没有可办的事项。",
        f"{places}: no county office. The city decides all items there, and this account has "
        "nothing to decide for now.",
    )


def _password_page(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    page = {
        "person": person,
        "password": password,
        "section": "people",
        "no_office": _no_office(person),
    }
    return render(request, "desk/people/one_time_password.html", page)


def _person(username: str) -> Person:
    person = Person.objects.filter(username=storable(username)).first()
    if person is None:
        raise Http404
    return person


def _locked_names() -> set[str]:
    """Accounts that some address cannot sign in to at present."""
    lately = AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - cool_off())
    failures = lately.values("username", "ip_address").annotate(n=Sum("failures_since_start"))
    limit = settings.AXES_FAILURE_LIMIT
    return {row["username"] for row in failures if row["n"] >= limit}
