"""Typed-in results that are still being checked: what rests on the case they change must wait."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from review.desk.case.claims_shown import printed_number
from review.desk.case.official_entries import answer_of, progress_of
from review.desk.models import Applicant, Item, OfficialEntry
from review.desk.publishing.case_file import case_of

LATE = dt.timedelta(minutes=15)
"""A result that is not checked by then is told as such, and its items are handed out again."""
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class PendingResult:
    """A result that somebody typed in and that the applicant's case does not show yet."""

    printed: str
    person: str
    at: dt.datetime
    late: bool


def pending_results(
    applicants: QuerySet[Applicant], inbox: Path, now: dt.datetime
) -> dict[int, tuple[PendingResult, ...]]:
    """The results that are still being checked, by applicant, earliest first."""
    entries = OfficialEntry.objects.filter(applicant__in=applicants)
    return _pending(entries, inbox, now)


def without_pending(items: QuerySet[Item], inbox: Path, now: dt.datetime) -> QuerySet[Item]:
    """Those of the items whose evidence is not about to be another: results late are no reason."""
    recent = OfficialEntry.objects.filter(at__gt=now - LATE)
    pending = _pending(recent, inbox, now)
    return items.exclude(applicant__in=list(pending)) if pending else items


def _pending(
    entries: QuerySet[OfficialEntry], inbox: Path, now: dt.datetime
) -> dict[int, tuple[PendingResult, ...]]:
    found: dict[int, list[PendingResult]] = {}
    for entry in entries.select_related("person", "applicant").order_by("pk"):
        if _is_pending(entry, inbox):
            number, late = printed_number(entry.patent_number), now - entry.at >= LATE
            one = PendingResult(number, str(entry.person), entry.at, late)
            found.setdefault(entry.applicant_id, []).append(one)
    return {applicant: tuple(some) for applicant, some in found.items()}


def _is_pending(entry: OfficialEntry, inbox: Path) -> bool:
    answered = _is_answered(entry.folder, entry.applicant.digest)
    return not answered and progress_of(inbox, entry.folder).waiting


@lru_cache(_REMEMBERED)
def _is_answered(folder: str, _case_digest: str) -> bool:
    """Whether the case of that digest says what became of the result in that folder."""
    entry = OfficialEntry.objects.get(folder=folder)
    return answer_of(entry, case_of(entry.applicant_id)) is not None
