"""Which decisions of an applicant a person may read: a second reviewer judges on their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from review.desk.flow.independence import kept_back
from review.desk.models import Decision, Item, Person


@dataclass(frozen=True, slots=True)
class ShownDecisions:
    """Decisions by item, oldest first; `kept_back` are the items of which some are withheld."""

    by_item: dict[int, list[Decision]]
    kept_back: frozenset[int]

    def all(self) -> list[Decision]:
        """Every decision that may be read."""
        return [one for some in self.by_item.values() for one in some]


def shown_decisions(person: Person, items: Iterable[Item]) -> ShownDecisions:
    """The decisions about these items that the person may read (`flow.independence`)."""
    given = Decision.objects.filter(item__in=[item.pk for item in items])
    hidden = dict(kept_back(person, given).values_list("pk", "item_id"))
    shown: dict[int, list[Decision]] = {}
    for decision in given.select_related("person").order_by("pk"):
        some = shown.setdefault(decision.item_id, [])
        if decision.pk not in hidden:
            some.append(decision)
    return ShownDecisions(shown, frozenset(hidden.values()))
