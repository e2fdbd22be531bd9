"""What is done on the server and no person of the desk does, told to the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from review.desk.record.chain import PIPELINE, append_event

ARCHIVED = "archive.made"
RESTORED = "state.restored"


def note(action: str, detail: Mapping[str, Any], subject: str = "", batch: str = "") -> None:
    """Append one event of the pipeline's."""
    with transaction.atomic():
        append_event(action, PIPELINE, subject, batch=batch, detail=detail)
