"""County offices (县区初审机构), and what a change of them does to items that are open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from evidence.errors import HeyanError, Problem
from review.desk.flow.deciding import county_offices
from review.desk.flow.stages import Start, start_of
from review.desk.models import CountyOffice, Decision, Item, Person
from review.desk.models.items import Kind, Stage, State
from review.desk.record.chain import append_event

_AT_ONCE = 500


class OfficeRefusedError(HeyanError):
    """An office was not set."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Ids of open items that begin elsewhere now.

    They go to 初审, to the city, or to the county's office for good (`local`).
    """

    preliminary: tuple[int, ...] = ()
    city: tuple[int, ...] = ()
    local: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.preliminary) + len(self.city) + len(self.local)


def set_office(actor: Person, place: str, decides_below_one: bool | None) -> Moved:
    """Say that a place has an office and what it decides; None takes the office away.

    Open items of the place that nobody decided in their present round begin anew where they
    now belong, and whoever holds one loses it. Raises OfficeRefusedError (`E-DESK-PLACE`).
    """
    if not place:
        raise OfficeRefusedError(
            Problem("E-DESK-PLACE", "请选择或填写地区。", "Choose or type a place.")
        )
    with transaction.atomic():
        before = CountyOffice.objects.select_for_update().filter(place=place).first()
        was = before.decides_below_one if before else None
        if was == decides_below_one:
            return Moved()
        if decides_below_one is None:
            CountyOffice.objects.filter(place=place).delete()
        else:
            CountyOffice.objects.update_or_create(
                place=place, defaults={"decides_below_one": decides_below_one}
            )
        moved = _begin_anew(place)
        append_event(
            "office.changed",
            actor.username,
            f"office/{place}",
            detail={
                "before": was,
                "after": decides_below_one,
                "preliminary": list(moved.preliminary),
                "city": list(moved.city),
                "local": list(moved.local),
            },
        )
    return moved


def _begin_anew(place: str) -> Moved:
    """Bring the place's undecided items to where they begin now.

    An item about which anybody ever decided does not go back to 初审.
    """
    offices = county_offices()
    decisions = Decision.objects.filter(item=OuterRef("pk"))
    undecided = (
        Item.objects.select_for_update(of=("self",))
        .filter(region=place, state=State.OPEN, stage__in=[Stage.PRELIMINARY, Stage.REVIEW])
        .exclude(Exists(decisions.filter(round=OuterRef("round"))))
        .annotate(looked_at=Exists(decisions))
        .select_related("applicant")
        .order_by("pk")
    )
    moved: dict[Start, list[int]] = {}
    for item in undecided.iterator(chunk_size=_AT_ONCE):
        start = start_of(Kind(item.kind), place, item.applicant.grade, offices)
        back = start.stage is Stage.PRELIMINARY and item.looked_at
        if not back and (item.stage, item.local) != (start.stage, start.local):
            moved.setdefault(start, []).append(item.pk)
    for start, keys in moved.items():
        for first in range(0, len(keys), _AT_ONCE):
            Item.objects.filter(pk__in=keys[first : first + _AT_ONCE]).update(
                stage=start.stage,
                local=start.local,
                version=F("version") + 1,
                holder=None,
                lease_until=None,
            )
    return Moved(
        *(
            tuple(moved.get(start, ()))
            for start in (
                Start(Stage.PRELIMINARY, local=False),
                Start(Stage.REVIEW, local=False),
                Start(Stage.REVIEW, local=True),
            )
        )
    )
