"""Walks the whole record and finds any break in it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models

from evidence.errors import Problem
from review.desk.models import Correction, Decision, Event, OfficialEntry, RecordHead
from review.desk.record.chain import canonical, kept_head, link_of
from review.desk.record.told import CORRECTED, DECIDED, OFFICIAL, told

_MOST_BREAKS = 50
"""So many breaks are listed; one is enough to know."""


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What a walk over the record found: `head` is the last link, to be noted elsewhere."""

    events: int
    head: str
    breaks: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is broken."""
        return not self.breaks


def verify_record() -> RecordReport:
    """Check every link, the order, the kept head, and the rows that events tell about."""
    breaks: list[Problem] = []
    before, expected = "", 1
    kept = kept_head(settings.PLACES.heads)
    kept_seen = kept is None
    mentioned: dict[str, dict[int, str]] = {DECIDED: {}, CORRECTED: {}, OFFICIAL: {}}
    for event in Event.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected:
            breaks.append(_gap(expected, event.seq))
        elif event.before != before:
            breaks.append(_link(event.seq))
        if not hmac.compare_digest(link_of(event, settings.RECORD_KEY), event.link):
            breaks.append(_content(event.seq))
        if kept and event.seq == kept[0]:
            kept_seen = event.link == kept[1]
        if event.action in mentioned:
            mentioned[event.action][int(event.subject.rpartition("/")[2])] = _digest(event.detail)
        before, expected = event.link, event.seq + 1
    breaks += _end(expected - 1, before, kept_seen=kept_seen)
    for action, model in ((DECIDED, Decision), (CORRECTED, Correction), (OFFICIAL, OfficialEntry)):
        breaks += _rows(model.objects.all(), mentioned[action], told, action)
    return RecordReport(expected - 1, before, tuple(breaks[:_MOST_BREAKS]))


def _end(last: int, link: str, *, kept_seen: bool) -> Iterator[Problem]:
    head = RecordHead.objects.filter(pk=1).first()
    if not kept_seen or (head is not None and (head.seq, head.link) != (last, link)):
        yield Problem(
            "E-RECORD-END",
            f"记录止于第 {last} 条，但库外保存的末条不在其中或不一致：末尾可能被删除，请从备份恢复。",
            f"The record ends with event {last}, but the last link kept outside is not in it: "
            "its end may have been cut off. Restore it from a backup.",
        )


def _rows(
    rows: models.QuerySet[Any],
    mentioned: dict[int, str],
    describe: Callable[[Any], dict[str, Any]],
    action: str,
) -> Iterator[Problem]:
    """Rows that no event tells about, rows unlike their event, events without their row."""
    found = set()
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        found.add(row.pk)
        if mentioned.get(row.pk) != _digest(canonical(describe(row))):
            yield Problem(
                "E-RECORD-ROW",
                f"{action} {row.pk} 与记录不符，可能被改动；请从备份恢复并查明原因。",
                f"{action} {row.pk} is not as the record tells; it may have been changed.",
            )
    for missing in sorted(mentioned.keys() - found):
        yield Problem(
            "E-RECORD-ROW",
            f"记录中的 {action} {missing} 已不在库中，可能被删除；请从备份恢复并查明原因。",
            f"{action} {missing} of the record is no longer in the database.",
        )


def _digest(detail: str) -> str:
    return hashlib.sha256(detail.encode()).hexdigest()


def _gap(expected: int, found: int) -> Problem:
    return Problem(
        "E-RECORD-GAP",
        f"记录第 {expected} 条缺失（其后是第 {found} 条）；请从备份恢复并查明原因。",
        f"Event {expected} of the record is missing (the next is {found}).",
    )


def _link(seq: int) -> Problem:
    return Problem(
        "E-RECORD-LINK",
        f"记录第 {seq} 条与前一条不衔接；请从备份恢复并查明原因。",
        f"Event {seq} of the record does not follow the one before it.",
    )


def _content(seq: int) -> Problem:
    return Problem(
        "E-RECORD-CONTENT",
        f"记录第 {seq} 条的内容被改动；请从备份恢复并查明原因。",
        f"The content of event {seq} of the record was changed.",
    )
