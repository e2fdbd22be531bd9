"""The patent numbers that must be looked up on CNIPA's site, over all batches, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidence.errors import NormalFormError
from evidence.patent_numbers import parse_patent_number
from evidence.register import PatentLookup
from review.desk.access.scope import applicants_of
from review.desk.case.claims_shown import patent_in_normal_form
from review.desk.models import Applicant, Batch, Person
from review.desk.publishing.batch_content import content_of
from review.rosters.lookup_list import ListedLookup, in_order


@dataclass(frozen=True, slots=True)
class WantedLookup:
    """One number, why it is wanted, and for which of the applicants that the person may see.

    `lookup` is that of the batch published last; `since` is the earliest day on which such
    a batch was received, or published where it does not say.
    """

    lookup: PatentLookup
    applicants: tuple[Applicant, ...]
    since: dt.datetime

    @property
    def key(self) -> str:
        """What makes two numbers one."""
        return number_key(self.lookup.patent_number)

    @property
    def official(self) -> str:
        """The number in normal form with the check digit that its digits demand."""
        return patent_in_normal_form(f"ZL{self.key}") or self.lookup.patent_number


def number_key(number: str) -> str:
    """The digits without the check digit, or the text where it is no patent number.

    A check digit that does not hold is part of the key: such a number is not the one that
    somebody else declared rightly.
    """
    try:
        parsed = parse_patent_number(number)
    except NormalFormError:
        return number
    return parsed.digits if parsed.check_holds is not False else f"{parsed.digits}.{parsed.check}"


def wanted_lookups(person: Person, batch: str = "") -> list[WantedLookup]:
    """Every number that an applicant whom the person may see waits for, oldest first.

    `batch` leaves those that nobody of that batch waits for out.
    """
    batches = Batch.objects.order_by("published_at").only(
        "key", "published_at", "received_at", "run"
    )
    listed = [
        (row, lookup)
        for row in batches
        for lookup in content_of(row.key, row.published_at, row.run).lookups
    ]
    seen = _visible(person, (lookup for _, lookup in listed))
    found: dict[str, WantedLookup] = {}
    for row, lookup in listed:
        applicants = tuple(
            seen[row.key, number] for number in lookup.applications if (row.key, number) in seen
        )
        if applicants:
            one = WantedLookup(lookup, applicants, row.received_at or row.published_at)
            found[one.key] = _merged(found.get(one.key), one)
    wanted = (
        one
        for one in found.values()
        if not batch or any(row.batch_id == batch for row in one.applicants)
    )
    return sorted(wanted, key=lambda one: (one.since, one.key))


def as_listed(wanted: Iterable[WantedLookup]) -> list[ListedLookup]:
    """The list as files have it, with those applicants only whom the person may see."""
    return in_order(
        ListedLookup(
            replace(one.lookup, applications=tuple(sorted({row.number for row in one.applicants}))),
            tuple(sorted((row.batch_id, row.number) for row in one.applicants)),
        )
        for one in wanted
    )


def _visible(person: Person, lookups: Iterable[PatentLookup]) -> dict[tuple[str, str], Applicant]:
    """The applicants named whom the person may see, by batch and 申报编号."""
    numbers = {number for lookup in lookups for number in lookup.applications}
    rows = applicants_of(person).filter(number__in=numbers, gone=False)
    return {(row.batch_id, row.number): row for row in rows}


def _merged(earlier: WantedLookup | None, later: WantedLookup) -> WantedLookup:
    if earlier is None:
        return later
    applicants = (*earlier.applicants, *later.applicants)
    return WantedLookup(later.lookup, applicants, min(earlier.since, later.since))
