"""Opening an item: told to the record, and the moment of it kept to measure the handling by."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.db import transaction

from evidence.cases import Case
from review.desk.models import Item, Person
from review.desk.record.chain import append_event

OPENED = "item.opened"
_SALT = "desk.item.opened"


def note_opened(person: Person, item: Item, case: Case, now: dt.datetime) -> None:
    """Tell the record that the person opened the item, and which uploads the page shows."""
    with transaction.atomic():
        append_event(
            OPENED,
            person.username,
            f"item/{item.pk}",
            batch=item.batch_id,
            detail={
                "uploads": [one.outcome.upload.path for one in case.uploads],
                "version": item.version,
                "round": item.round,
            },
            at=now,
        )


def opened_mark(person: Person, item: int, now: dt.datetime) -> str:
    """The moment of opening, signed: the page carries it and cannot change it."""
    return signing.dumps([item, person.pk, int(now.timestamp())], salt=_SALT)


def seconds_since(mark: str, person: Person, item: int, now: dt.datetime) -> int | None:
    """Whole seconds since that opening; None where the mark is not of this person and item."""
    try:
        opened, opener, at = signing.loads(mark, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (opened, opener) != (item, person.pk):
        return None
    return max(0, int(now.timestamp()) - int(at))
