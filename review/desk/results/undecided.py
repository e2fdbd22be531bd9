"""Who is undecided and keeps a batch's lists from being made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evidence.errors import Problem
from review.desk.access.scope import items_of
from review.desk.case.pending_results import PendingResult, pending_results
from review.desk.models import Applicant, Batch, Item, Person
from review.desk.models.items import Kind, Stage, State
from review.desk.queue.filters import QueueFilter
from review.desk.templatetags.desk import say, speaks_english
from review.desk.wording import word_for

_MOST_LISTED = 200
"""So many are listed; when they are decided the next ones are."""
UNDECIDED = Problem(
    "E-DESK-UNDECIDED",
    "名册没有生成：请先处理下列事项，全部决定后再下载。",
    "No list was made. Decide the items below first, then download it.",
)


PENDING = Problem(
    "E-DESK-PENDING",
    "名册没有生成：下列申报人录入的官方结果还在核验，结论可能改变。一般约 1 分钟，请稍后再下载；"
    "超过 15 分钟的，请操作员检查核验程序。",
    "No list was made. Official results of the applicants below are still being checked and may "
    "change where they stand. This takes about a minute; download later. After 15 minutes let "
    "the operator look at the checking.",
)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An item that somebody must decide: where it is opened, and what it is about."""

    address: str
    subject: str
    headline: str
    turn: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An undecided applicant, and the items that wait for a person."""

    applicant: Applicant
    items: tuple[WaitingItem, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many applicants are undecided, and the first of them by 申报编号."""

    number: int
    first: tuple[Waiting, ...]

    @property
    def more(self) -> int:
        """How many are not among the first."""
        return self.number - len(self.first)


def undecided_of(applicants: QuerySet[Applicant], person: Person) -> Undecided:
    """These applicants with what they wait for; items are those that the person may see."""
    people = list(applicants.order_by("number")[:_MOST_LISTED])
    items: dict[int, list[WaitingItem]] = {}
    waiting = items_of(person).filter(state__in=[State.OPEN, State.WAITING], applicant__in=people)
    for item in waiting.order_by("kind", "claim"):
        items.setdefault(item.applicant_id, []).append(_waiting(item))
    first = tuple(Waiting(one, tuple(items.get(one.pk, ()))) for one in people)
    return Undecided(applicants.count(), first)


@dataclass(frozen=True, slots=True)
class PendingApplicant:
    """An applicant, and the typed-in results that are still being checked."""

    applicant: Applicant
    results: tuple[PendingResult, ...]


def pending_of(
    applicants: QuerySet[Applicant], inbox: Path, now: dt.datetime
) -> list[PendingApplicant]:
    """Those of the applicants of whom a result is being checked, by 申报编号."""
    pending = pending_results(applicants, inbox, now)
    people = Applicant.objects.filter(pk__in=list(pending)).order_by("number")
    return [PendingApplicant(one, pending[one.pk]) for one in people]


def _waiting(item: Item) -> WaitingItem:
    of_batch = quote(QueueFilter(batch=item.batch_id).query)
    claim = say(f"第{item.claim}项", f"Claim {item.claim}")
    state = State.WAITING if item.state == State.WAITING else Stage(item.stage)
    return WaitingItem(
        address=f"/items/{item.pk}/?in={of_batch}",
        subject=claim if item.kind == Kind.CLAIM else word_for(Kind(item.kind)),
        headline=item.headline_en if speaks_english() else item.headline_zh,
        turn=word_for(state),
    )


def blocked(
    request: HttpRequest,
    batch: Batch,
    undecided: Undecided | None,
    pending: list[PendingApplicant],
) -> HttpResponse:
    """The page that says why no list is made, with links to what must be decided."""
    return render(
        request,
        "desk/results/blocked.html",
        {
            "section": "rosters",
            "batch": batch,
            "problems": [*([UNDECIDED] if undecided else []), *([PENDING] if pending else [])],
            "undecided": undecided,
            "pending": pending,
        },
        status=HTTPStatus.CONFLICT,
    )
