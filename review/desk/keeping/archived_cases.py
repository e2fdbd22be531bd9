"""An applicant as the archive keeps them: the case, every item with its decisions, the record.

Nothing is masked and nothing kept back: what was decided is for the archive as it was decided.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from evidence.keeping import ArchivedCase, RecordedEvent
from review.desk.models import Applicant, Correction, Decision, Event, Item, OfficialEntry
from review.desk.publishing.case_file import case_of
from review.desk.record.noting import ARCHIVED
from review.desk.record.subjects import about_applicant
from review.desk.record.told import subject_of, told


def archived_applicants(batch: str, number: str) -> list[tuple[str, str]]:
    """Batch and 申报编号 of the applicants of a batch, or with a 申报编号; empty asks for all."""
    applicants = Applicant.objects.order_by("batch", "number")
    if batch:
        applicants = applicants.filter(batch=batch)
    if number:
        applicants = applicants.filter(number=number)
    return list(applicants.values_list("batch", "number"))


def archived_case(batch: str, number: str) -> ArchivedCase:
    """The applicant. Raises Applicant.DoesNotExist, DataError (`E-RECORD`)."""
    row = Applicant.objects.select_related("batch").get(batch=batch, number=number)
    return ArchivedCase(
        batch=row.batch_id,
        number=row.number,
        subject=f"applicant/{row.pk}",
        standing=row.standing,
        review_body=row.batch.review_body,
        notice=row.batch.notice_title,
        case=case_of(row.pk),
        work=_work(row),
        events=_events(Event.objects.filter(subject__in=about_applicant(row.pk))),
    )


def batch_events(batch: str) -> tuple[RecordedEvent, ...]:
    """What the record tells of a batch as a whole: handed over, published, rosters exported."""
    return _events(Event.objects.filter(subject=f"batch/{batch}"))


def _work(row: Applicant) -> dict[str, Any]:
    items = Item.objects.filter(applicant=row).order_by("pk")
    decisions = Decision.objects.filter(item__applicant=row).select_related("person").order_by("pk")
    by_item: dict[int, list[Decision]] = {}
    for decision in decisions:
        by_item.setdefault(decision.item_id, []).append(decision)
    return {
        "standing": row.standing,
        "machine": row.outcome,
        "provisional": row.provisional,
        "gone": row.gone,
        "items": [_item(item, by_item.get(item.pk, [])) for item in items],
        "corrections": [
            _row(one)
            for one in Correction.objects.filter(applicant=row)
            .select_related("person")
            .order_by("pk")
        ],
        "official": [
            _row(one)
            for one in OfficialEntry.objects.filter(applicant=row)
            .select_related("person")
            .order_by("pk")
        ],
    }


def _item(item: Item, decisions: list[Decision]) -> dict[str, Any]:
    return {
        "item": f"item/{item.pk}",
        "kind": item.kind,
        "claim": item.claim,
        "condition": item.condition,
        "state": item.state,
        "stage": item.stage,
        "round": item.round,
        "choice": item.choice,
        "rule": item.headline_rule,
        "why_zh": item.headline_zh,
        "why_en": item.headline_en,
        "opened_at": _moment(item.opened_at),
        "closed_at": _moment(item.closed_at) if item.closed_at else None,
        "decisions": [_row(one) for one in decisions],
    }


def _row(row: Decision | Correction | OfficialEntry) -> dict[str, Any]:
    """A row as the record tells it, with the names of the event's subject and of the person."""
    person = row.person
    return {
        "subject": subject_of(row),
        "by": {"account": person.username, "name": person.display_name},
        **told(row),
    }


def _events(events: QuerySet[Event]) -> tuple[RecordedEvent, ...]:
    # Archiving again must not make another bag of the same case.
    rows = events.exclude(action=ARCHIVED).order_by("seq")
    return tuple(
        RecordedEvent(
            one.seq,
            one.at,
            one.actor,
            one.action,
            one.subject,
            one.batch,
            one.detail,
            one.before,
            one.link,
        )
        for one in rows
    )


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
