"""County offices (县区初审机构), and what a change of them does to items that are open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from evidence.errors import HeyanError, Problem
from review.desk.flow.offices import county_offices
from review.desk.flow.stages import Start, start_of
from review.desk.models import CountyOffice, Decision, Item, Person
from review.desk.models.items import Kind, Stage, State
from review.desk.publishing.storable import storable
from review.desk.record.chain import append_event

_AT_ONCE = 500
_LONGEST_PLACE = 64


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

    Items of the place that nobody has decided begin anew where they now belong, and whoever
    holds one loses it. Raises OfficeRefusedError (`E-DESK-PLACE`).
    """
    if not 0 < len(place) <= _LONGEST_PLACE or place != storable(place):
        raise OfficeRefusedError(
            Problem("E-DESK-PLACE", "请选择或填写地区（不超过 64 字）。", "Choose or type a place.")
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
    """Bring the place's items that its office or the city has yet to review where they belong.

    None that anybody ever decided goes to the county; all that the county cannot do any more
    come to the city, or nobody could decide them.
    """
    offices = county_offices()
    early = (
        Item.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            region=place,
            state__in=[State.OPEN, State.WAITING],
            stage__in=[Stage.PRELIMINARY, Stage.REVIEW],
        )
        .annotate(decided=Exists(Decision.objects.filter(item=OuterRef("pk"))))
        .select_related("applicant")
        .order_by("pk")
    )
    moved: dict[Start, list[int]] = {}
    for item in early.iterator(chunk_size=_AT_ONCE):
        start = start_of(Kind(item.kind), place, item.applicant.grade, offices)
        to_county = start.stage is Stage.PRELIMINARY or start.local
        if (item.stage, item.local) != (start.stage, start.local) and not (
            to_county and item.decided
        ):
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
