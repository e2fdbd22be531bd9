"""Reading the register from its data files, schema and consistency checked."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from verifiers.authorities.consistency import FILE, check_consistency
from verifiers.authorities.entries import Authority, FormerName, Kind, Level, Source
from verifiers.authorities.grammar import Grammar
from verifiers.authorities.kinds import load_kinds
from verifiers.authorities.matching import Authorities
from verifiers.authorities.places import load_places
from verifiers.authorities.words import load_words
from verifiers.data_files import load_checked, read_data

_PACKAGE = "verifiers.authorities"


@cache
def load_authorities() -> Authorities:
    """The project's own register. Raises DataError (`E-AUTHORITIES-…`) where it is wrong."""
    return authorities_from(read_data(_PACKAGE, FILE))


@cache
def load_grammar() -> Grammar:
    """The grammar of bodies' names, from the project's own words, places and kinds."""
    return Grammar(load_places(), load_words(), load_kinds())


def authorities_from(text: str) -> Authorities:
    """A register from the text of its file; words and places are the project's own."""
    data = load_checked(text, _PACKAGE, "authorities.schema.json", "E-AUTHORITIES", FILE)
    entries = [_entry(row) for row in data["authorities"]]
    grammar = load_grammar()
    check_consistency(entries, load_places(), grammar)
    return Authorities(entries, grammar)


def _entry(row: dict[str, Any]) -> Authority:
    return Authority(
        name=row["name"],
        level=Level(row["level"]),
        kind=Kind(row["kind"]),
        region=row["region"],
        counts_for=frozenset(row["counts_for"]),
        aliases=tuple(row.get("aliases", ())),
        bare_aliases=tuple(row.get("bare_aliases", ())),
        ambiguous_aliases=tuple(row.get("ambiguous_aliases", ())),
        former_names=tuple(
            FormerName(
                former["name"],
                former.get("from"),
                former.get("until"),
                former.get("approximate", False),
            )
            for former in row.get("former_names", ())
        ),
        named_since=row.get("named_since"),
        uncertain=row.get("uncertain", False),
        valid_from=_date(row.get("valid_from")),
        valid_until=_date(row.get("valid_until")),
        uncertain_after=_date(row.get("uncertain_after")),
        parent=row.get("parent", ""),
        source=Source(row["source"]),
        note=row.get("note", ""),
    )


def _date(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
