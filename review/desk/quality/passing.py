"""How many the machine passes straight through, batch by batch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from evidence.findings import Outcome
from review.desk.access.scope import applicants_of, items_of
from review.desk.models import Batch, Person
from review.desk.models.items import Kind, State
from review.desk.quality.filters import QualityFilter
from review.desk.quality.intervals import Share


@dataclass(frozen=True, slots=True)
class BatchPassing:
    """A batch: its applicants whom the machine passed, and how many of them were drawn."""

    batch: str
    at: dt.datetime
    passed: Share
    sampled: int


def passing(person: Person, wanted: QualityFilter) -> list[BatchPassing]:
    """The batches that came in during these days, oldest first."""
    batches = (
        Batch.objects.annotate(at=Coalesce(F("received_at"), F("published_at")))
        .filter(wanted.of_batch("pk"), wanted.during("at"))
        .order_by("at", "key")
        .values_list("key", "at")
    )
    people = applicants_of(person).filter(wanted.of_batch(), gone=False).order_by()
    counted = people.values_list("batch").annotate(
        Count("pk"), passed=Count("pk", filter=Q(outcome=Outcome.PASS))
    )
    applicants = {batch: Share(passed, everybody) for batch, everybody, passed in counted}
    drawn = items_of(person).filter(wanted.of_batch(), kind=Kind.SAMPLE).order_by()
    in_use = drawn.filter(state__in=[State.OPEN, State.WAITING, State.CLOSED])
    samples = dict(in_use.values_list("batch").annotate(n=Count("pk")))
    return [
        BatchPassing(batch, at, applicants[batch], samples.get(batch, 0))
        for batch, at in batches
        if batch in applicants
    ]


def together(batches: list[BatchPassing]) -> Share:
    """All of them as one."""
    return Share(sum(one.passed.hits for one in batches), sum(one.passed.trials for one in batches))
