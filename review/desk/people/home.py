"""The start: everybody begins where their work is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from review.desk.access.guard import person_of
from review.desk.access.roles import Role

_BEGINS = (
    (Role.REVIEWER, "queue"),
    (Role.SECOND_REVIEWER, "queue"),
    (Role.OPERATOR, "batches"),
    (Role.AUDITOR, "record"),
    (Role.ADMINISTRATOR, "batches"),
)
"""Where each role's work begins; of several roles the first in this order counts."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """On to the page where the person's work begins."""
    roles = person_of(request).role_set
    return redirect(next((name for role, name in _BEGINS if role in roles), "account"))
