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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from review.desk.models import Event, RecordHead

PIPELINE = "heyan"
"""The actor of what no person does."""


def append_event(
    action: str,
    actor: str,
    subject: str = "",
    *,
    batch: str = "",
    detail: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Append one event; `subject` is `item/12`, `applicant/7`, `person/name` and the like.

    Must run inside a transaction (raises TransactionManagementError otherwise): other writers
    wait until it ends, so keep it short.
    """
    head, _ = RecordHead.objects.select_for_update().get_or_create(pk=1)
    event = Event(
        seq=head.seq + 1,
        at=(at or timezone.now()).astimezone(dt.UTC).isoformat(timespec="microseconds"),
        actor=actor,
        action=action,
        subject=subject,
        batch=batch,
        detail=canonical(detail or {}),
        before=head.link,
    )
    event.link = link_of(event, settings.RECORD_KEY)
    event.save(force_insert=True)
    head.seq, head.link = event.seq, event.link
    head.save(update_fields=["seq", "link"])
    seq, link = event.seq, event.link
    transaction.on_commit(lambda: keep_head(settings.PLACES.heads, seq, link))
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
        kept = file.read().split()
        if not kept or int(kept[0]) < seq:
            file.seek(0)
            # One line of one width, so that a later head covers an earlier one whole.
            file.write(f"{seq:020d} {link}\n")


def kept_head(path: Path) -> tuple[int, str] | None:
    """The last link that was kept outside the database; None where none was yet."""
    try:
        seq, link = path.read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return int(seq), link
