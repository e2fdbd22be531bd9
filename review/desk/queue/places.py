"""The batches, regions and units that a person can choose among."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from review.desk.access.scope import items_of
from review.desk.models import Person
from review.desk.queue.filters import QueueFilter
from review.desk.queue.keeping import kept

MOST_UNITS = 200
"""More are too many to choose from; rows link to their unit."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Places:
    """What the filter's first three choices offer.

    `units` are those of the chosen batch and region that have the most items, by name; `cut`
    says that there are more of them.
    """

    batches: tuple[str, ...]
    regions: tuple[str, ...]
    units: tuple[str, ...]
    cut: bool


def places_for(person: Person, queue: QueueFilter) -> Places:
    """Those of all items that the person may see, whatever their state."""
    rows = items_of(person).order_by().values_list("batch", "region", "unit")
    groups = kept(
        person,
        "places",
        lambda: list(rows.annotate(Count("pk"))),
        lambda found: sum(number for *_, number in found),
        seconds=_SECONDS,
    )
    units = Counter[str]()
    for batch, region, unit, number in groups:
        if queue.batch in ("", batch) and queue.region in ("", region):
            units[unit] += number
    shown = {unit for unit, _ in units.most_common(MOST_UNITS)} | {queue.unit}
    return Places(
        batches=tuple(sorted({batch for batch, *_ in groups}, reverse=True)),
        regions=tuple(sorted({region for _, region, *_ in groups} - {""})),
        units=tuple(sorted(shown - {""})),
        cut=len(units) > MOST_UNITS,
    )
