"""A filter of the queue, as its query string says it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from review.desk.access.scope import items_of
from review.desk.models import Item, Person
from review.desk.models.items import State


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What somebody wants to see of the queue; empty means everything that is open."""

    batch: str = ""

    @classmethod
    def of(cls, query: str) -> QueueFilter:
        """The filter of a query string; what it does not know is left out."""
        values = QueryDict(query)
        return cls(batch=values.get("batch", ""))

    @property
    def query(self) -> str:
        """The query string that says it."""
        values = QueryDict(mutable=True)
        if self.batch:
            values["batch"] = self.batch
        return values.urlencode()

    def items(self, person: Person) -> QuerySet[Item]:
        """The items that the person may see and that the filter lets through, in its order."""
        items = items_of(person).filter(state=State.OPEN)
        if self.batch:
            items = items.filter(batch=self.batch)
        return items.order_by("opened_at", "id")
