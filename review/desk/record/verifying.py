"""Walks the whole record and finds any break in it.

The chain first, then the rows that its events tell about, then what was published and where
applicants stand: nobody's standing can be changed without showing here. People may go on
working meanwhile: what was written together is read so that a new row never looks like a
forged one. Memory does not grow with the record.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings

from evidence.errors import Problem
from review.desk.models import Event, RecordHead
from review.desk.record.chain import kept_head, link_of
from review.desk.record.told_rows import events_without_row, rows_unlike_their_event
from review.desk.record.verifying_standings import (
    batches_unlike_published,
    standings_unlike_decided,
)

_AT_ONCE = 2000
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


@dataclass(slots=True)
class _Walk:
    """How far the walk is: the last event, and the breaks so far."""

    seq: int = 0
    link: str = ""
    events: int = 0
    breaks: list[Problem] = field(default_factory=list)

    def note(self, problems: Iterator[Problem]) -> None:
        """Add breaks, as many as are listed."""
        for problem in problems:
            if len(self.breaks) == _MOST_BREAKS:
                return
            self.breaks.append(problem)


def verify_record() -> RecordReport:
    """Check every link, the order, the kept head, and what events tell about."""
    walk = _Walk()
    walk.note(_chain(walk))
    walk.note(rows_unlike_their_event())
    walk.note(batches_unlike_published())
    walk.note(standings_unlike_decided())
    return RecordReport(walk.events, walk.link, tuple(walk.breaks))


def _chain(walk: _Walk) -> Iterator[Problem]:
    # Read before the walk: the walk comes past it.
    kept = kept_head(settings.PLACES.heads)
    kept_seen = kept is None
    for events in _in_order():
        for event in events:
            yield from _event(walk, event)
            kept_seen = kept_seen or kept == (event.seq, event.link)
            walk.seq, walk.link = event.seq, event.link
            walk.events += 1
        yield from events_without_row(events)
    head = RecordHead.objects.filter(pk=1).first()
    at_head = head is not None and (head.seq, head.link) == (walk.seq, walk.link)
    if not (kept_seen and at_head) and not Event.objects.filter(seq__gt=walk.seq).exists():
        yield Problem(
            "E-RECORD-END",
            f"记录止于第 {walk.seq} 条，但保存的末条不在其中或不一致：末尾可能被删除，"
            "请从备份恢复并查明原因。",
            f"The record ends with event {walk.seq}, but the last link that was kept is another "
            "or not in it: its end may have been cut off. Restore it from a backup.",
        )


def _in_order() -> Iterator[list[Event]]:
    """All events, some at a time, until none follows."""
    events = list(Event.objects.order_by("seq")[:_AT_ONCE])
    while events:
        yield events
        events = list(Event.objects.filter(seq__gt=events[-1].seq).order_by("seq")[:_AT_ONCE])


def _event(walk: _Walk, event: Event) -> Iterator[Problem]:
    """What is wrong with one event, coming from the one before."""
    if event.seq != walk.seq + 1:
        yield Problem(
            "E-RECORD-GAP",
            f"记录第 {walk.seq + 1} 条缺失（其后是第 {event.seq} 条）；请从备份恢复并查明原因。",
            f"Event {walk.seq + 1} of the record is missing (the next is {event.seq}). "
            "Restore it from a backup.",
        )
    elif event.before != walk.link:
        yield Problem(
            "E-RECORD-LINK",
            f"记录第 {event.seq} 条与前一条不衔接；请从备份恢复并查明原因。",
            f"Event {event.seq} of the record does not follow the one before it. "
            "Restore it from a backup.",
        )
    if not hmac.compare_digest(link_of(event, settings.RECORD_KEY), event.link):
        yield Problem(
            "E-RECORD-CONTENT",
            f"记录第 {event.seq} 条的内容被改动；请从备份恢复并查明原因。",
            f"The content of event {event.seq} of the record was changed. "
            "Restore it from a backup.",
        )
