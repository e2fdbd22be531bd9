"""The rows of the batches page: is everything that came in being dealt with?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Min

from evidence import codec
from evidence.batch_names import validate_batch_id
from evidence.errors import BatchError
from review.desk.access.scope import items_of
from review.desk.batches.figures import BatchFigures, Counts
from review.desk.batches.inbox import Lying, all_progress, lying_in
from review.desk.batches.sending import Sending, sendings
from review.desk.batches.whereabouts import Where, Whereabouts, whereabouts
from review.desk.models import Batch, Person
from review.desk.models.items import State
from review.desk.wording import age_of

PAGE = 50
"""Published batches on one page; whatever is still on its way is shown on the first."""


@dataclass(frozen=True, slots=True)
class Work:
    """The items of a batch that a person may see; `oldest` is how old the oldest open one is."""

    states: dict[str, int] = field(default_factory=dict)
    oldest: dt.timedelta | None = None

    @property
    def open(self) -> int:
        """Items that somebody must still decide, or that wait for supplements."""
        return self.states.get(State.OPEN, 0) + self.states.get(State.WAITING, 0)

    @property
    def age(self) -> str:
        """How old the oldest open one is, in words; empty where none is open."""
        return age_of(self.oldest) if self.oldest is not None else ""

    @property
    def closed(self) -> int:
        """Items that are decided."""
        return self.states.get(State.CLOSED, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One batch on the page; `counts` is None until it is published."""

    key: str
    where: Whereabouts | None
    sending: Sending | None = None
    published_at: dt.datetime | None = None
    counts: Counts | None = None
    work: Work = field(default_factory=Work)

    @property
    def is_id(self) -> bool:
        """Whether the key can be a batch's; what else lies in the inbox has no page."""
        try:
            return bool(validate_batch_id(self.key))
        except BatchError:
            return False

    @property
    def live(self) -> bool:
        """Whether the row changes by itself."""
        return bool((self.where and self.where.live) or (self.sending and self.sending.coming))

    @property
    def stuck(self) -> bool:
        """Whether it does not go on unless somebody does something."""
        silent = self.sending is not None and not self.sending.coming
        return silent or (self.where is not None and self.where.stuck)

    @property
    def settled(self) -> bool:
        """Whether nothing more is to come of it but people's work."""
        return (
            self.sending is None and self.where is not None and self.where.where is Where.PUBLISHED
        )

    @property
    def at(self) -> dt.datetime | None:
        """When something last happened on its way."""
        times = [self.sending.heard_at if self.sending else None, self.where and self.where.at]
        return max((time for time in times if time), default=None)


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows: first what is stuck, then what is on its way, then what is published.

    `pages` is the number of pages of published ones, `published` that of all of these.
    """

    rows: tuple[Row, ...]
    page: int
    pages: int
    published: int

    @property
    def stuck(self) -> int:
        """Batches that do not go on unless somebody does something."""
        return sum(row.stuck for row in self.rows)

    @property
    def on_their_way(self) -> int:
        """Batches that go on by themselves."""
        return sum(not row.stuck and not row.settled for row in self.rows)

    @property
    def live(self) -> bool:
        """Whether anything changes by itself."""
        return any(row.live for row in self.rows)


def overview(person: Person, now: dt.datetime, page: int = 1) -> Overview:
    """The batches page as the person sees it; pages of published batches count from 1."""
    places = settings.PLACES
    lying: dict[str, list[Lying]] = {}
    for one in lying_in(places.inbox):
        lying.setdefault(one.key, []).append(one)
    progress = all_progress(places.state)
    sending = sendings(now)
    published = dict(Batch.objects.values_list("key", "published_at"))
    rows = [
        Row(
            key,
            whereabouts(lying.get(key, ()), progress.get(key), published.get(key), now),
            sending.get(key),
            published.get(key),
        )
        for key in lying.keys() | progress.keys() | sending.keys() | published.keys()
    ]
    rows.sort(key=lambda row: row.key)
    rows.sort(key=lambda row: row.at or now, reverse=True)
    settled = [row for row in rows if row.settled]
    pages = max(1, -(-len(settled) // PAGE))
    page = min(max(1, page), pages)
    shown = settled[(page - 1) * PAGE : page * PAGE]
    if page == 1:
        on_their_way = [row for row in rows if not row.settled]
        shown = sorted(on_their_way, key=lambda row: not row.stuck) + shown
    return Overview(_with_figures(shown, person, now), page, pages, len(settled))


def _with_figures(rows: list[Row], person: Person, now: dt.datetime) -> tuple[Row, ...]:
    """The rows with the counts and the work that the person may see."""
    keys = [row.key for row in rows]
    kept = dict(Batch.objects.filter(key__in=keys).values_list("key", "figures"))
    counts = {
        key: codec.decode(BatchFigures, figures).seen_by(person.regions)
        for key, figures in kept.items()
    }
    work = work_of(person, keys, now)
    return tuple(
        Row(
            row.key,
            row.where,
            row.sending,
            row.published_at,
            counts.get(row.key),
            work.get(row.key, Work()),
        )
        for row in rows
    )


def work_of(person: Person, batches: Collection[str], now: dt.datetime) -> dict[str, Work]:
    """The items of each batch by state, and how long the oldest open one waits."""
    found: dict[str, Work] = {}
    states = items_of(person).filter(batch__in=batches).values_list("batch", "state")
    for batch, state, number, first in states.annotate(n=Count("pk"), first=Min("opened_at")):
        before = found.get(batch, Work())
        oldest = before.oldest
        if state in (State.OPEN, State.WAITING):
            oldest = max(oldest or now - first, now - first)
        found[batch] = Work(before.states | {state: number}, oldest)
    return found
