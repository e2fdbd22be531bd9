"""What stands at the head of a batch's results."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from review.desk.models import Batch, Person
from review.rosters.heading import BatchRun


def heading_of(batch: Batch, person: Person) -> BatchRun:
    """The batch as its lists name it, with the places that the person's are limited to."""
    run = _heading(batch.key, batch.published_at)
    return replace(run, scope="、".join(person.regions))


@lru_cache(maxsize=64)
def _heading(key: str, published_at: dt.datetime) -> BatchRun:  # noqa: ARG001  a new one, a new content
    """A batch's content is long: it is read once a publication, and only what is needed of it."""
    batch = Batch.objects.get(pk=key)
    content: dict[str, Any] = json.loads(batch.content)
    return BatchRun(
        batch=batch.key,
        notice_id=content["notice_id"],
        notice_title=batch.notice_title,
        review_body=batch.review_body,
        rules_version=batch.rules_version,
        received_at=batch.received_at,
        notice_number=content["notice_number"],
        rule_titles={rule["id"]: rule["title"] for rule in content["rules"]},
    )
