"""Which decisions of an applicant a person may read: a second reviewer judges on their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from review.desk.access.roles import Action, may
from review.desk.flow.stages import hides_earlier
from review.desk.models import Decision, Item, Person
from review.desk.models.items import Stage, State


@dataclass(frozen=True, slots=True)
class ShownDecisions:
    """Decisions by item, oldest first; `kept_back` are the items of which some are withheld."""

    by_item: dict[int, list[Decision]]
    kept_back: frozenset[int]

    def all(self) -> list[Decision]:
        """Every decision that may be read."""
        return [one for some in self.by_item.values() for one in some]


def shown_decisions(person: Person, items: Iterable[Item]) -> ShownDecisions:
    """The decisions about these items that the person may read.

    Kept back while an item waits for its second review: the decisions of that round, from
    everybody who could give it.
    """
    of = {item.pk: item for item in items}
    given: dict[int, list[Decision]] = {}
    for decision in Decision.objects.filter(item__in=of).select_related("person").order_by("pk"):
        given.setdefault(decision.item_id, []).append(decision)
    shown = {
        number: [one for one in some if not _hidden(person, of[number], one, some)]
        for number, some in given.items()
    }
    less = frozenset(number for number, some in given.items() if len(shown[number]) < len(some))
    return ShownDecisions(shown, less)


def _hidden(person: Person, item: Item, decision: Decision, given: Iterable[Decision]) -> bool:
    if item.state != State.OPEN or not hides_earlier(Stage(item.stage)):
        return False
    if decision.round != item.round or not may(person.role_set, Action.ITEM_SECOND):
        return False
    # Who decided in this round cannot give the second review.
    return person.pk not in {one.person_id for one in given if one.round == item.round}
