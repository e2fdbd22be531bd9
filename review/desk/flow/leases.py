"""Taking an item: it stays with whoever took it while they show signs of life."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from review.desk.access.roles import Action, may
from review.desk.models import Decision, Item, Person
from review.desk.models.items import Stage, State
from review.desk.record.chain import append_event

ACTION_OF_STAGE = {
    Stage.PRELIMINARY: Action.ITEM_DECIDE,
    Stage.REVIEW: Action.ITEM_DECIDE,
    Stage.SECOND: Action.ITEM_SECOND,
    Stage.ADJUDICATION: Action.ITEM_ADJUDICATE,
}
"""What a person must be allowed to, to decide at a stage."""
_CANDIDATES = 20


def stage_is_for(person: Person, item: Item) -> bool:
    """Whether the item's stage belongs to the person's office; `free_for` asks the same.

    The county does the first review of its own applicants (初审), and decides what it took
    over; the rest is the city's. Source: 三(四), 四(三).
    """
    if person.regions:
        own = item.region in person.regions
        return own and (item.stage == Stage.PRELIMINARY or item.local)
    return item.stage != Stage.PRELIMINARY


def free_for(person: Person, items: QuerySet[Item], now: dt.datetime) -> QuerySet[Item]:
    """Those of the items that the person may take now: open, their turn, nobody else's lease."""
    stages = [stage for stage, action in ACTION_OF_STAGE.items() if may(person.role_set, action)]
    open_now = items.filter(state=State.OPEN, stage__in=stages)
    first = Q(stage=Stage.PRELIMINARY)
    if person.regions:
        open_now = open_now.filter(first | Q(local=True), region__in=list(person.regions))
    else:
        open_now = open_now.exclude(first)
    mine = Decision.objects.filter(item=OuterRef("pk"), round=OuterRef("round"), person=person)
    open_now = open_now.exclude(Exists(mine.exclude(stage=OuterRef("stage"))))
    return open_now.filter(Q(holder=None) | Q(holder=person) | Q(lease_until__lt=now))


def take_next(person: Person, items: QuerySet[Item], now: dt.datetime) -> Item | None:
    """Take the first free item of the queue, in its order; None where there is none.

    Of two people who ask at once, one gets the item and the other the next one.
    """
    while True:
        candidates = list(free_for(person, items, now).values_list("pk", flat=True)[:_CANDIDATES])
        for candidate in candidates:
            if _lease(person, candidate, now):
                return Item.objects.select_related("applicant", "batch").get(pk=candidate)
        if not candidates:
            return None


def take(person: Person, item: Item, now: dt.datetime) -> bool:
    """Take this item; False where somebody else holds it or it is not the person's turn."""
    return _lease(person, item.pk, now)


def renew(person: Person, item: int, now: dt.datetime) -> dt.datetime | None:
    """Heartbeat: the lease's new end, or None where the person holds the item no more.

    A lease that ran out is renewed as long as nobody took the item over.
    """
    until = now + dt.timedelta(minutes=settings.LEASE_MINUTES)
    renewed = Item.objects.filter(pk=item, holder=person, state=State.OPEN).update(
        lease_until=until
    )
    return until if renewed else None


def release(
    person: Person,
    item: int,
    now: dt.datetime | None = None,
    *,
    given: dt.datetime | None = None,
) -> None:
    """Give an item back without a decision.

    `given` is the lease's end as a page knew it: one that was taken or renewed since is kept.
    """
    with transaction.atomic():
        held = Item.objects.select_for_update(no_key=True).filter(pk=item, holder=person).first()
        if held is None or (given and held.lease_until and held.lease_until > given):
            return
        Item.objects.filter(pk=item).update(holder=None, lease_until=None)
        append_event("item.released", person.username, f"item/{item}", batch=held.batch_id, at=now)


def _lease(person: Person, item: int, now: dt.datetime) -> bool:
    """Lease it where it is free; whoever comes second finds it taken.

    First the row is locked and only then looked at: what another writer did to it and to its
    decisions meanwhile is seen. On SQLite the transaction is the only writer.
    """
    until = now + dt.timedelta(minutes=settings.LEASE_MINUTES)
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",), no_key=True).select_related("holder")
        before = row.filter(pk=item).first()
        if before is None or not free_for(person, Item.objects.filter(pk=item), now).exists():
            return False
        Item.objects.filter(pk=item).update(holder=person, lease_until=until)
        if before.holder_id != person.pk:
            append_event(
                "item.taken",
                person.username,
                f"item/{item}",
                batch=before.batch_id,
                detail={"from": before.holder.username} if before.holder else {},
                at=now,
            )
    return True
