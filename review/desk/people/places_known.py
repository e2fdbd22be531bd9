"""Places (地区) that an account or an office can be bound to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.cases import ReviewArea
from review.desk.access.scope import place_of
from review.desk.models import Applicant, Batch, CountyOffice
from review.desk.publishing.batch_content import content_of

_BETWEEN = re.compile(r"[\s,，、;；]+")
_MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """`places` are the notice's and the offices', `others` what applicants wrote besides.

    `names` are those of each place, the usual one first.
    """

    areas: tuple[ReviewArea, ...]
    places: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Each place once, under all its names."""
        of = {name: names for area in self.areas for names in area.names for name in names}
        return tuple(dict.fromkeys(of.get(place, (place,)) for place in self.places))

    def read(self, text: str) -> tuple[str, ...]:
        """The places that somebody typed, as items know them."""
        typed = (place_of(part, self.areas) for part in _BETWEEN.split(text) if part)
        return tuple(dict.fromkeys(typed))

    def under_all_names(self, places: Iterable[str]) -> tuple[str, ...]:
        """The same places under every name that applicants may have written."""
        of = {name: names for names in self.names for name in names}
        return tuple(dict.fromkeys(name for one in places for name in of.get(one, (one,))))


def known_places(also: Iterable[str] = ()) -> KnownPlaces:
    """The places of the batch published last, of the offices, and `also`."""
    areas = newest_areas()
    named = [place for area in areas for place in area.places]
    named += CountyOffice.objects.order_by("place").values_list("place", flat=True)
    places = tuple(dict.fromkeys([*named, *also]))
    declared = Applicant.objects.exclude(region="").exclude(region__in=places)
    others = declared.order_by("region").values_list("region", flat=True).distinct()
    return KnownPlaces(areas, places, tuple(others[:_MOST_OTHERS]))


def newest_areas() -> tuple[ReviewArea, ...]:
    """The review areas of the batch published last; none where there is no batch."""
    newest = Batch.objects.order_by("-published_at").values_list("key", "published_at", "run")
    first = newest.first()
    return content_of(*first).areas if first else ()
