"""A page of the queue: which of its items, and where the pages beside it are."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet

from review.desk.models import Item
from review.desk.queue.filters import QueueFilter
from review.desk.whole_numbers import whole_number

PAGE = 50
"""Items a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` of `pages`, counted from 1, with the ids of its items.

    `first` and `last` are the places of its first and last item among all `total`.
    """

    number: int
    pages: int
    total: int
    ids: tuple[int, ...]
    query: str

    @property
    def first(self) -> int:
        """The place of its first item; 0 where there is none."""
        return (self.number - 1) * PAGE + 1 if self.ids else 0

    @property
    def last(self) -> int:
        """The place of its last item; 0 where there is none."""
        return (self.number - 1) * PAGE + len(self.ids) if self.ids else 0

    @property
    def before(self) -> str | None:
        """The query of the page before; None on the first."""
        return self._at(self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> str | None:
        """The query of the page after; None on the last."""
        return self._at(self.number + 1) if self.number < self.pages else None

    @property
    def ends(self) -> tuple[str, str]:
        """The queries of the first page and of the last."""
        return self._at(1), self._at(self.pages)

    def _at(self, number: int) -> str:
        pages = urlencode({"page": number}) if number > 1 else ""
        return "&".join(part for part in (self.query, pages) if part)


def page_of(items: QuerySet[Item], queue: QueueFilter, total: int, wanted: str) -> Page:
    """The page that somebody wants; the nearest there is where it is none.

    Beyond half of the queue the items are read from its end, which is the shorter way.
    """
    pages = max(1, -(-total // PAGE))
    number = min(max(1, whole_number(wanted) or 1), pages)
    start = (number - 1) * PAGE
    stop = min(start + PAGE, total)
    ids = items.values_list("pk", flat=True)
    if start > total // 2:
        found = list(ids.reverse()[total - stop : total - start])[::-1]
    else:
        found = list(ids[start:stop])
    return Page(number, pages, total, tuple(found), queue.query)
