"""The words of which bodies' names are made, read from grammar.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from verifiers.authorities.kinds import Kinds, load_kinds
from verifiers.authorities.places import PlaceLevel
from verifiers.data_files import data_error, load_checked, read_data

_PACKAGE = "verifiers.authorities"
_FILE = "grammar.yaml"
ANY = "*"


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word that stands before the place: 共青团 + 新乡市 + 委员会."""

    word: str
    family: str
    tails: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """The general form of a place's name: some characters and an ending."""

    level: PlaceLevel
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the grammar knows by word; the lists are in order of preference."""

    nation: tuple[str, ...]
    names: Mapping[str, str]
    prefixes: tuple[Prefix, ...]
    families: Mapping[str, Mapping[str, str]]
    organs: Mapping[tuple[PlaceLevel, str], str]
    party_departments: frozenset[str]
    party_ends: tuple[str, ...]
    offices: tuple[str, ...]
    department_prefixes: tuple[str, ...]
    hr: frozenset[str]
    subjects: frozenset[str]
    department_ends: Mapping[str, tuple[str, ...]]
    inner_ends: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    place_forms: tuple[PlaceForm, ...]
    airport: str
    subject: re.Pattern[str]
    not_in_places: tuple[str, ...]


@cache
def load_words() -> Words:
    """The project's own words. Raises DataError (`E-AUTHORITIES-…`) where the file is wrong."""
    return words_from(read_data(_PACKAGE, _FILE), load_kinds())


def words_from(text: str, kinds: Kinds) -> Words:
    """The words from the text of their file; every kind and family that it names must exist."""
    data = load_checked(text, _PACKAGE, "grammar.schema.json", "E-AUTHORITIES", _FILE)
    _check_references(data, kinds)
    departments = data["departments"]
    return Words(
        nation=tuple(data["nation"]),
        names={name: kind for kind, names in data["names"].items() for name in names},
        prefixes=tuple(
            Prefix(word, row["family"], frozenset(row["tails"]))
            for row in data["prefixes"]
            for word in row["words"]
        ),
        families=data["families"],
        organs=_organs(data["organs"]),
        party_departments=frozenset(data["party_departments"]["words"]),
        party_ends=tuple(data["party_departments"]["ends"]),
        offices=tuple(data["offices"]),
        department_prefixes=("", *departments["prefixes"]),
        hr=frozenset(departments["hr"]),
        subjects=frozenset(departments["subjects"]),
        department_ends={level: tuple(ends) for level, ends in departments["ends"].items()},
        inner_ends=tuple(data["inner_ends"]),
        ends=tuple((word, row["family"]) for row in data["ends"] for word in row["words"]),
        place_forms=_place_forms(data["places"]),
        airport=data["airport"],
        subject=re.compile(f"(?:{'|'.join(data['compounds'])}|[^省市县区乡镇])+"),
        not_in_places=tuple(data["not_in_places"]),
    )


def _organs(rows: list[dict[str, Any]]) -> dict[tuple[PlaceLevel, str], str]:
    return {
        (PlaceLevel(level), word): row["family"]
        for row in rows
        for level in row.get("levels", tuple(PlaceLevel))
        for word in row["words"]
    }


def _place_forms(rows: Mapping[str, Mapping[str, Any]]) -> tuple[PlaceForm, ...]:
    forms = []
    for level, row in rows.items():
        character = "." if level == PlaceLevel.ZONE else "[^省市县区乡镇]"
        counted = f"{{{row['least']},{row['most']}}}?"
        ends = "|".join(sorted(row["ends"], key=len, reverse=True))
        # A village stands where a township stands: both are below the county.
        stands = PlaceLevel.TOWNSHIP if level == "village" else PlaceLevel(level)
        forms.append(PlaceForm(stands, re.compile(f"{character}{counted}(?:{ends})")))
    return tuple(forms)


def _check_references(data: Mapping[str, Any], kinds: Kinds) -> None:
    named = {kind for levels in data["families"].values() for kind in levels.values()}
    unknown = (named | set(data["names"])) - set(kinds.of)
    used = {row["family"] for part in ("prefixes", "organs", "ends") for row in data[part]}
    missing = sorted(unknown | (used - set(data["families"])))
    if missing:
        raise data_error(
            "E-AUTHORITIES-KIND",
            _FILE,
            f"中的类别或家族未定义：{'、'.join(missing)}",
            f"names a kind or family that is not defined: {', '.join(missing)}",
        )
