"""The second review is independent: what was decided before is kept from whoever may give it."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from review.desk.access.roles import Action, may
from review.desk.flow.stages import hides_earlier
from review.desk.models import Decision, Person
from review.desk.models.items import Stage, State

_INDEPENDENT = [stage for stage in Stage if hides_earlier(stage)]


def kept_back(person: Person, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of the decisions that the person may not read yet.

    While an item waits for its second review, they are those of the round; where a person
    opened it again, those of earlier rounds as well, which no other evidence set aside. They
    are kept from everybody who could give the review: whoever decided in the round cannot.
    """
    if not may(person.role_set, Action.ITEM_SECOND):
        return decisions.none()
    own = Decision.objects.filter(
        item=OuterRef("item"), round=OuterRef("item__round"), person=person
    )
    return decisions.filter(
        Q(round=F("item__round")) | Q(item__changed=False),
        item__state=State.OPEN,
        item__stage__in=_INDEPENDENT,
    ).exclude(Exists(own))
