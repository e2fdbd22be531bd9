"""Signing out, and the language of the pages: both outlive no browser session."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from review.desk.access.guard import person_of
from review.desk.middleware import LANGUAGE, end_session
from review.desk.people.next_page import safe_next
from review.desk.record.chain import append_event


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the language stays."""
    if request.user.is_authenticated:
        name = person_of(request).username
        with transaction.atomic():
            append_event("logout", name, f"person/{name}")
            end_session(request)
    return redirect("login")


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Chinese or English, for this browser session."""
    request.session[LANGUAGE] = "en" if request.POST.get("language") == "en" else "zh"
    return redirect(safe_next(request))
