"""Appends events to the record: one chain, whoever writes, on any database.

An event is written in the transaction of what it tells about, so neither exists without the
other. The last link is kept in a file beside the database as well: cutting off the chain's
end shows against it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from review.desk.models import Event, RecordHead

PIPELINE = "heyan"
"""The actor of what no person does."""
_SECRETS = frozenset({"password", "secret", "token", "session"})
_KEPT = re.compile(r"(?P<seq>\d{20}) (?P<link>[0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an event will say; `subject` is `item/12`, `applicant/7`, `person/name` and the like."""

    action: str
    actor: str
    subject: str = ""
    batch: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def append_event(
    action: str,
    actor: str,
    subject: str = "",
    *,
    batch: str = "",
    detail: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Append one event.

    Must run inside a transaction (raises TransactionManagementError otherwise): other writers
    wait until it ends, so do this last in it. A detail never holds a password or another
    secret (raises ValueError).
    """
    (event,) = append_events([Entry(action, actor, subject, batch, detail or {})], at=at)
    return event


def append_events(entries: Sequence[Entry], *, at: dt.datetime | None = None) -> list[Event]:
    """Append several events in their order; see `append_event`."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("an event is written in the transaction it tells about")
    if not entries:
        return []
    moment = (at or timezone.now()).astimezone(dt.UTC).isoformat(timespec="microseconds")
    head, _ = RecordHead.objects.select_for_update().get_or_create(pk=1)
    events = []
    for entry in entries:
        event = _event(entry, moment, head)
        head.seq, head.link = event.seq, event.link
        events.append(event)
    Event.objects.bulk_create(events)
    head.save(update_fields=["seq", "link"])
    seq, link = head.seq, head.link
    # The events are there by then: a head that cannot be kept must not look like a failure.
    transaction.on_commit(lambda: keep_head(settings.PLACES.heads, seq, link), robust=True)
    return events


def _event(entry: Entry, moment: str, head: RecordHead) -> Event:
    secret = _SECRETS & {word for key in entry.detail for word in key.lower().split("_")}
    if secret:
        raise ValueError(f"{entry.action}: no {' or '.join(secret)} belongs into the record")
    event = Event(
        seq=head.seq + 1,
        at=moment,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        batch=entry.batch,
        detail=canonical(entry.detail),
        before=head.link,
    )
    event.link = link_of(event, settings.RECORD_KEY)
    return event


def canonical(detail: Mapping[str, Any]) -> str:
    """The one JSON text of a detail: the same content gives the same characters."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link_of(event: Event, key: bytes) -> str:
    """HMAC-SHA256 in hex over everything that the event says and the link before it."""
    content = json.dumps(
        [
            event.seq,
            event.at,
            event.actor,
            event.action,
            event.subject,
            event.batch,
            event.detail,
            event.before,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()


def keep_head(path: Path, seq: int, link: str) -> None:
    """Keep the last link outside the database; of several writers the later link stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        kept = _parsed(text)
        # What cannot be read stays, for `verify_record` to find.
        if not text or (kept is not None and kept[0] < seq):
            file.seek(0)
            # One line of one width, so that a later head covers an earlier one whole.
            file.write(f"{seq:020d} {link}\n")


def kept_head(path: Path) -> tuple[int, str] | None:
    """The last link that was kept outside the database; None where none was yet.

    What cannot be read as one is (-1, ""), which no event has.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    return _parsed(text) or ((-1, "") if text else None)


def _parsed(text: str) -> tuple[int, str] | None:
    found = _KEPT.fullmatch(text)
    return (int(found["seq"]), found["link"]) if found else None
