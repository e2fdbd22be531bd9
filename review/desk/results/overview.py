"""How far each batch is from lists that can be stamped; counted by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from review.desk.access.scope import applicants_of
from review.desk.case.pending_results import pending_results
from review.desk.models import Applicant, Batch, Person
from review.desk.models.applicants import Standing
from review.desk.publishing.storable import storable


@dataclass(frozen=True, slots=True)
class BatchStandings:
    """A batch, and how many of its applicants stand where, as far as a person may see them."""

    batch: Batch
    counts: Mapping[str, int] = field(default_factory=dict)
    pending: int = 0
    """Of how many an official result is still being checked; they keep the lists back too."""

    @property
    def people(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def passing(self) -> int:
        """Who passed."""
        return self.counts.get(Standing.PASS, 0)

    @property
    def on_site(self) -> int:
        """Who must come in person, or was sent back: everybody else who is decided."""
        return self.counts.get(Standing.ON_SITE, 0) + self.returned

    @property
    def returned(self) -> int:
        """Who was sent back to the unit."""
        return self.counts.get(Standing.RETURNED, 0)

    @property
    def undecided(self) -> int:
        """Who keeps the lists from being stamped."""
        return self.counts.get(Standing.UNDECIDED, 0)

    @property
    def ready(self) -> bool:
        """Whether its lists can be made."""
        return self.people > 0 and not self.undecided and not self.pending


def batch_of(key: str) -> Batch:
    """The batch of that id. Raises Http404."""
    return get_object_or_404(Batch.objects.defer("content"), pk=storable(key))


def listed(batch: Batch, person: Person) -> QuerySet[Applicant]:
    """The batch's applicants whom the person may see; not those it has no more."""
    return applicants_of(person).filter(batch=batch, gone=False)


def standings_of(person: Person, inbox: Path, now: dt.datetime) -> list[BatchStandings]:
    """Every batch with applicants whom the person may see, newest first.

    Results that are being checked are counted where nothing else keeps the lists back.
    """
    rows = (
        applicants_of(person)
        .filter(gone=False)
        .order_by()
        .values_list("batch", "standing")
        .annotate(n=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    for batch, standing, n in rows:
        counts.setdefault(batch, {})[standing] = n
    batches = Batch.objects.defer("content").filter(pk__in=counts).order_by("-published_at", "key")
    found = (BatchStandings(batch, counts[batch.key]) for batch in batches)
    return [
        replace(one, pending=len(pending_results(listed(one.batch, person), inbox, now)))
        if one.ready
        else one
        for one in found
    ]


def standing_of(batch: Batch, person: Person, pending: int) -> BatchStandings:
    """One batch, of which so many have a result that is being checked."""
    rows = listed(batch, person).order_by().values_list("standing").annotate(n=Count("pk"))
    return BatchStandings(batch, dict(rows), pending)
