"""An applicant's case with what people decided about it: what every result is made of.

Records, and reading them from the database in parts, so that a large batch never lies in
memory whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from evidence.cases import Case
from review.desk.flow.standing import Decided, decided
from review.desk.models import Applicant, CaseFile, Decision, Item
from review.desk.models.decisions import Choice
from review.desk.models.items import Stage
from review.desk.publishing.case_file import unpacked

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's decision in an item's present round; `at` is by the review body's clock."""

    person: str
    at: dt.datetime
    stage: Stage
    choice: Choice
    reason: str
    text: str = ""
    supplement: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item, and the votes of its present round in order."""

    item: Decided
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case and every item about it."""

    case: Case
    items: tuple[JudgedItem, ...] = ()


def judged_cases(applicants: QuerySet[Applicant]) -> Iterator[JudgedCase]:
    """The applicants' cases in order of 申报编号, with the decisions about them."""
    keys = list(applicants.order_by("number").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        cases = CaseFile.objects.in_bulk(part)
        items = _items(part)
        for key in part:
            yield JudgedCase(unpacked(cases[key].data), tuple(items.get(key, ())))


def _items(applicants: Iterable[int]) -> dict[int, list[JudgedItem]]:
    rows = {
        row.pk: row
        for row in Item.objects.filter(applicant__in=applicants).order_by("kind", "claim")
    }
    votes: dict[int, list[Vote]] = {}
    # Decisions are only ever added, so that those of an item as it was read are all here.
    for given in Decision.objects.filter(item__in=rows).select_related("person").order_by("pk"):
        if given.round == rows[given.item_id].round:
            votes.setdefault(given.item_id, []).append(vote_of(given))
    found: dict[int, list[JudgedItem]] = {}
    for row in rows.values():
        judged = JudgedItem(decided(row), tuple(votes.get(row.pk, ())))
        found.setdefault(row.applicant_id, []).append(judged)
    return found


def vote_of(decision: Decision) -> Vote:
    """The decision as results word it."""
    return Vote(
        person=str(decision.person),
        at=timezone.localtime(decision.at),
        stage=Stage(decision.stage),
        choice=Choice(decision.choice),
        reason=decision.reason,
        text=decision.text,
        supplement=decision.supplement,
        until=decision.until,
    )
