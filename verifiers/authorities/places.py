"""The places in bodies' names: which are known, how high they stand, in which province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from verifiers.data_files import load_checked, read_data

_PACKAGE = "verifiers.authorities"


class PlaceLevel(StrEnum):
    """How high a place stands; CITY is a 市 of which the name does not say how high."""

    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    CITY = "city"
    DIRECT = "direct"
    COUNTY = "county"
    ZONE = "zone"
    TOWNSHIP = "township"

    @property
    def rank(self) -> int:
        """0 for the nation; a chain of places goes down."""
        return _RANKS[self]


_RANKS = {
    PlaceLevel.NATION: 0,
    PlaceLevel.PROVINCE: 1,
    PlaceLevel.PREFECTURE: 2,
    PlaceLevel.CITY: 2,
    PlaceLevel.DIRECT: 3,
    PlaceLevel.COUNTY: 3,
    PlaceLevel.ZONE: 4,
    PlaceLevel.TOWNSHIP: 5,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a name's chain.

    `known` says that the register of places has it; `province` is empty where
    nobody knows; `parents` are the prefectures that it has belonged to;
    `form` is the level after which its organs are named (a zone has a
    管理委员会 also where it stands as high as a prefecture).
    """

    name: str
    level: PlaceLevel
    known: bool = False
    province: str = ""
    parents: frozenset[str] = frozenset()
    form: PlaceLevel | None = None
    airport: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is only said how high it stands: 省, 市, 县."""
        return len(self.name) == 1

    @property
    def organs_of(self) -> PlaceLevel:
        """The level whose organs' names it uses."""
        return self.form or self.level


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The known places by name."""

    home: str
    municipalities: frozenset[str]
    places: Mapping[str, Place]
    longest: int

    def at_start(self, text: str) -> Iterator[Place]:
        """The known places with which a text begins, longest first."""
        for end in range(min(self.longest, len(text)), 1, -1):
            place = self.places.get(text[:end])
            if place is not None:
                yield place


@cache
def load_places() -> Gazetteer:
    """The project's own places. Raises DataError (`E-AUTHORITIES-…`) where the file is wrong."""
    return places_from(read_data(_PACKAGE, "places.yaml"))


def places_from(text: str) -> Gazetteer:
    """The places from the text of their file."""
    data = load_checked(text, _PACKAGE, "places.schema.json", "E-AUTHORITIES", "places.yaml")
    found: dict[str, Place] = {}
    for row in data["others"]:
        _add_province(found, row)
    _add_home(found, data["home"])
    municipalities = frozenset(row["name"] for row in data["others"] if row.get("municipality"))
    return Gazetteer(data["home"]["name"], municipalities, found, max(map(len, found)))


def _add_province(found: dict[str, Place], row: Mapping[str, Any]) -> None:
    name = row["name"]
    found[name] = Place(name, PlaceLevel.PROVINCE, known=True, province=name)
    for city in row["prefectures"]:
        found.setdefault(city, Place(city, PlaceLevel.PREFECTURE, known=True, province=name))


def _add_home(found: dict[str, Place], home: Mapping[str, Any]) -> None:
    # The home province last: where a name exists twice, its own place is meant.
    name = home["name"]
    found[name] = Place(name, PlaceLevel.PROVINCE, known=True, province=name)
    for row in home["prefectures"]:
        for city in (row["name"], *row.get("former", ())):
            found[city] = Place(city, PlaceLevel.PREFECTURE, known=True, province=name)
            if city.endswith("地区"):  # 新乡地区, and 新乡地 + 委
                short = city.removesuffix("区")
                found[short] = Place(short, PlaceLevel.PREFECTURE, known=True, province=name)
        for zone in row.get("zones", ()):
            found[zone] = Place(
                zone, PlaceLevel.PREFECTURE, known=True, province=name, form=PlaceLevel.ZONE
            )
        for county in row["counties"]:
            before = found.get(county)
            parents = {row["name"]} | (before.parents if before else frozenset())
            found[county] = Place(
                county, PlaceLevel.COUNTY, known=True, province=name, parents=frozenset(parents)
            )
    for county, parent in home["direct_counties"].items():
        found[county] = Place(
            county, PlaceLevel.DIRECT, known=True, province=name, parents=frozenset({parent})
        )
    for zone in home["zones"]:
        found[zone["name"]] = Place(
            zone["name"],
            PlaceLevel.ZONE,
            known=True,
            province=name,
            airport=zone.get("airport", False),
        )
