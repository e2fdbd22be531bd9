"""Drafts: what a person began to write stays theirs until they decide or throw it away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from review.desk.access.guard import person_of
from review.desk.access.scope import item_for
from review.desk.item.written import Written
from review.desk.models import Draft, Item, Person


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft and when it was kept."""

    written: Written
    at: dt.datetime


def draft_of(person: Person, item: Item) -> KeptDraft | None:
    """The person's draft about the item; None where there is none."""
    row = Draft.objects.filter(person=person, item=item).first()
    return KeptDraft(Written.of(row.content), row.at) if row else None


def keep_draft(person: Person, item: Item, written: Written, now: dt.datetime) -> None:
    """Keep what was written so far; a form that says nothing leaves no draft."""
    with transaction.atomic():
        if written.says_something:
            Draft.objects.update_or_create(
                person=person, item=item, defaults={"content": written.content, "at": now}
            )
        else:
            Draft.objects.filter(person=person, item=item).delete()


@require_POST
def draft(request: HttpRequest, item: int) -> HttpResponse:
    """Keep the form's fields as the person's draft; answers with the time of it."""
    person, now = person_of(request), timezone.now()
    keep_draft(person, item_for(person, item), Written.of(request.POST), now)
    return JsonResponse({"at": timezone.localtime(now).strftime("%H:%M")})
