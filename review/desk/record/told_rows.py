"""Compares rows with the events that tell about them, both ways round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Model

from evidence.errors import Problem
from review.desk.models import Event
from review.desk.record.chain import canonical
from review.desk.record.told import TOLD, subject_of, told
from review.desk.whole_numbers import whole_number

_AT_ONCE = 1000


def rows_unlike_their_event() -> Iterator[Problem]:
    """Rows that no event tells about, and rows that are not as their event tells.

    A row is read before its event is looked for: the two were written together.
    """
    for action, model in TOLD.items():
        for rows in _in_order(model):
            events: dict[str, list[str]] = {}
            subjects = [subject_of(row) for row in rows]
            found = Event.objects.filter(action=action, subject__in=subjects)
            for subject, detail in found.values_list("subject", "detail"):
                events.setdefault(subject, []).append(detail)
            for row in rows:
                if events.get(subject_of(row)) != [canonical(told(row))]:
                    yield Problem(
                        "E-RECORD-ROW",
                        f"{subject_of(row)} 与记录不符，可能被改动或伪造；请从备份恢复并查明原因。",
                        f"{subject_of(row)} is not as the record tells: it was changed or forged. "
                        "Restore it from a backup.",
                    )


def events_without_row(events: Sequence[Event]) -> Iterator[Problem]:
    """Events of these whose row is no longer there."""
    for action, model in TOLD.items():
        subjects = {one.subject: _key(one.subject) for one in events if one.action == action}
        keys = [key for key in subjects.values() if key is not None]
        there = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))  # noqa: SLF001  Django's public API, whatever its name
        for subject, key in subjects.items():
            if key not in there:
                yield Problem(
                    "E-RECORD-ROW",
                    f"记录中的 {subject} 已不在库中，可能被删除；请从备份恢复并查明原因。",
                    f"{subject} of the record is no longer in the database: it was deleted. "
                    "Restore it from a backup.",
                )


def _in_order(model: type[Model]) -> Iterator[list[Model]]:
    rows = model._default_manager.order_by("pk")  # noqa: SLF001  Django's public API, whatever its name
    some = list(rows[:_AT_ONCE])
    while some:
        yield some
        some = list(rows.filter(pk__gt=some[-1].pk)[:_AT_ONCE])


def _key(subject: str) -> int | None:
    return whole_number(subject.rpartition("/")[2])
