"""One's own account: what it may do, when it was used, its password."""

from __future__ import annotations

import json

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from review.desk.access.guard import person_of
from review.desk.access.scope import usual_names
from review.desk.models import Event, Person
from review.desk.people.password_form import PasswordForm, politely
from review.desk.people.places_known import newest_areas
from review.desk.people.signing_in import tell_failure
from review.desk.record.chain import append_event

_SIGN_INS = ("login", "login.failed", "login.locked")
_SHOWN = 10


@require_safe
def account(request: HttpRequest) -> HttpResponseBase:
    """Name, roles, regions and the last sign-ins."""
    person = person_of(request)
    places = usual_names(person.regions, newest_areas())
    page = {"tries": last_tries(person), "places": "、".join(places)}
    return render(request, "desk/people/account.html", page)


def last_tries(person: Person) -> list[dict[str, object]]:
    """The last tries to sign in to an account, newest first: when, from where, how it went."""
    events = Event.objects.filter(subject=f"person/{person.username}", action__in=_SIGN_INS)
    return [
        {
            "at": parse_datetime(event.at),
            "address": json.loads(event.detail).get("address", ""),
            "action": event.action,
        }
        for event in events.order_by("-seq")[:_SHOWN]
    ]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password; the account's other sessions end with the old one."""
    person = person_of(request)
    form = PasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid() and _knows_password(request, person, form):
        person.set_password(form.cleaned_data["new"])
        person.must_change_password = False
        with transaction.atomic():
            person.save(update_fields=["password", "must_change_password"])
            append_event("password.changed", person.username, f"person/{person.username}")
        update_session_auth_hash(request, person)
        return redirect("home")
    return render(
        request,
        "desk/people/new_password.html",
        {"form": form, "rules": [politely(rule) for rule in password_validators_help_texts()]},
    )


def _knows_password(request: HttpRequest, person: Person, form: PasswordForm) -> bool:
    """Whether the present password is right; tries count like those of signing in."""
    given = form.cleaned_data["present"]
    if authenticate(request, username=person.username, password=given) is not None:
        return True
    with transaction.atomic():
        tell_failure(request, person.username, timezone.now())
    form.refuse_present()
    return False
