"""Reading the whitelist from its data files, schema and consistency checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from evidence.findings import Result
from verifiers.authorities.entries import Authority, CounterExample, FormerName, Kind, Level
from verifiers.authorities.matching import Authorities
from verifiers.authorities.names import normal_name
from verifiers.data_files import data_error, load_checked, read_data

_PACKAGE = "verifiers.authorities"
_FILE = "authorities.yaml"
_COUNTER_FILE = "counter_examples.yaml"


@cache
def load_authorities() -> Authorities:
    """The project's own whitelist. Raises DataError (`E-AUTHORITIES-…`) where it is wrong."""
    return authorities_from(read_data(_PACKAGE, _FILE), read_data(_PACKAGE, _COUNTER_FILE))


def authorities_from(text: str, counter_text: str) -> Authorities:
    """A whitelist from the text of its two files."""
    data = load_checked(text, _PACKAGE, "authorities.schema.json", "E-AUTHORITIES", _FILE)
    counter = load_checked(
        counter_text, _PACKAGE, "counter_examples.schema.json", "E-AUTHORITIES", _COUNTER_FILE
    )
    entries = [_entry(row) for row in data["authorities"]]
    _check_consistency(entries)
    return Authorities(entries, [_counter_example(row) for row in counter["counter_examples"]])


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
        uncertain_after=_date(row.get("uncertain_after")),
        note=row.get("note", ""),
    )


def _date(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _counter_example(row: dict[str, Any]) -> CounterExample:
    try:
        pattern = re.compile(row["pattern"])
    except re.error as e:
        raise data_error(
            "E-AUTHORITIES-PATTERN",
            _COUNTER_FILE,
            f"中 {row['id']} 的 pattern 不是合法的正则表达式",
            f"has a wrong pattern in {row['id']}: {e}",
        ) from e
    return CounterExample(
        row["id"],
        pattern,
        Result(row["decision"]),
        row["article"],
        row["why"],
        row["why_en"],
        row.get("names_places", False),
    )


def _check_consistency(entries: Iterable[Authority]) -> None:
    """No name, alias or former name may belong to two bodies, nor stand twice at one."""
    owner: dict[str, str] = {}
    for entry in entries:
        for name in _all_names(entry):
            normal = normal_name(name)
            if normal in owner:
                raise data_error(
                    "E-AUTHORITIES-TWICE",
                    _FILE,
                    f"中“{name}”重复：{owner[normal]} 与 {entry.name}",
                    f"lists {name} twice: at {owner[normal]} and {entry.name}",
                )
            owner[normal] = entry.name
        for former in entry.former_names:
            if former.since and former.until and former.since > former.until:
                raise data_error(
                    "E-AUTHORITIES-YEARS",
                    _FILE,
                    f"中“{former.name}”的起止年份颠倒",
                    f"has years the wrong way round at {former.name}",
                )


def _all_names(entry: Authority) -> list[str]:
    listed = {normal_name(name): name for name in (entry.name, *entry.aliases)}
    # Two spellings of one body that normalise to one form are one name.
    return [
        *listed.values(),
        *entry.bare_aliases,
        *entry.ambiguous_aliases,
        *(former.name for former in entry.former_names),
    ]
