"""Samples are judged blind: what the machine found is kept from whoever may decide them."""

from __future__ import annotations

from collections.abc import Iterable

from review.desk.access.roles import Action, may
from review.desk.models import Item, Person
from review.desk.models.items import Kind, Stage, State

_DECIDING = (Action.ITEM_DECIDE, Action.ITEM_SECOND)


def is_blind(item: Item) -> bool:
    """Whether the machine's results are kept from everybody: a sample that is being reviewed."""
    return (
        item.kind == Kind.SAMPLE
        and item.state in (State.OPEN, State.WAITING)
        and item.stage != Stage.ADJUDICATION
    )


def blind_sample(person: Person, items: Iterable[Item]) -> Item | None:
    """The sample among these items that the person may be asked to decide; None where none is.

    Its applicant's page and statement would tell the machine's verdict.
    """
    if not any(may(person.role_set, action) for action in _DECIDING):
        return None
    return next((item for item in items if is_blind(item)), None)
