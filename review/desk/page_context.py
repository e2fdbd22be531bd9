"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from review.desk.access.roles import ROLE_NAMES, Role
from review.desk.templatetags.desk import speaks_english


def page_context(request: HttpRequest) -> dict[str, Any]:
    """The language, whom to ask, and the names of the roles of who is signed in."""
    english = speaks_english()
    user = getattr(request, "user", None)
    roles = user.role_set if user is not None and user.is_authenticated else frozenset()
    return {
        "english": english,
        "contact": settings.CONTACT,
        "role_names": [ROLE_NAMES[role][english] for role in Role if role in roles],
    }
