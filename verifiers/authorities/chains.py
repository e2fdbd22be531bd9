"""The places at the front of a body's name: every way to take them off, likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verifiers.authorities.places import Gazetteer, Place, PlaceLevel
from verifiers.authorities.words import Words

NATION = Place("全国", PlaceLevel.NATION, known=True)
_BARE = {
    "省": PlaceLevel.PROVINCE,
    "市": PlaceLevel.CITY,
    "县": PlaceLevel.COUNTY,
    "区": PlaceLevel.COUNTY,
    "乡": PlaceLevel.TOWNSHIP,
    "镇": PlaceLevel.TOWNSHIP,
}


class Chains:
    """Takes places off names: those that are known, and those that only look like places."""

    def __init__(self, places: Gazetteer, words: Words) -> None:
        self._places, self._words = places, words

    def of(self, text: str) -> Iterator[tuple[tuple[Place, ...], str]]:
        """Every way to take places off the front: known ones first, as many as there are."""
        for word in self._words.nation:
            if text.startswith(word):
                yield (replace(NATION, name=word),), text.removeprefix(word)
        known = list(self._known(text, ()))
        yield from known
        for chain, tail in [*known, ((), text)]:
            yield from self._general(tail, chain)
        if text[:1] in _BARE:
            yield (Place(text[0], _BARE[text[0]]),), text[1:]
        yield (), text

    def _known(
        self, text: str, above: tuple[Place, ...]
    ) -> Iterator[tuple[tuple[Place, ...], str]]:
        for place in self._places.at_start(text):
            if _fits(place, above):
                chain, tail = (*above, place), text.removeprefix(place.name)
                yield from self._known(tail, chain)
                yield chain, tail

    def _general(
        self, text: str, above: tuple[Place, ...]
    ) -> Iterator[tuple[tuple[Place, ...], str]]:
        for form in self._words.place_forms:
            match = form.pattern.match(text)
            if match is None or not self._is_place(match[0]):
                continue
            place = self._unknown_place(match[0], form.level, above)
            if place is not None:
                chain, tail = (*above, place), text[match.end() :]
                yield from self._general(tail, chain)
                yield chain, tail

    def _is_place(self, name: str) -> bool:
        return not any(word in name for word in self._words.not_in_places)

    def _unknown_place(
        self, name: str, level: PlaceLevel, above: tuple[Place, ...]
    ) -> Place | None:
        under = above[-1].level.rank if above else 0
        if level is PlaceLevel.CITY and under == PlaceLevel.CITY.rank:
            level = PlaceLevel.COUNTY  # a 市 inside a 市
        inside = level is PlaceLevel.TOWNSHIP and under == level.rank  # a village in a township
        if level.rank <= under and not inside:
            return None
        return Place(name, level, airport=self._words.airport in name)


def _fits(place: Place, above: tuple[Place, ...]) -> bool:
    """Whether a known place lies in the one above it; on its own it always fits."""
    if not above:
        return True
    last = above[-1]
    if place.level.rank <= last.level.rank:
        return False
    if last.level is PlaceLevel.PROVINCE:
        return place.province == last.province
    return not place.parents or last.name in place.parents
