"""What the register must not say: the checks that a schema cannot make.

Each has a stable code; whoever edits authorities.yaml meets it at the next start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from evidence.findings import Result
from verifiers.authorities.entries import Authority, Kind, Level
from verifiers.authorities.grammar import Grammar
from verifiers.authorities.names import normal_name
from verifiers.authorities.places import Gazetteer, PlaceLevel
from verifiers.data_files import data_error

FILE = "authorities.yaml"
NATION = "全国"

_HIGH = frozenset({Level.NATIONAL, Level.PROVINCIAL})
_PLACE_LEVELS = {
    Level.PROVINCIAL: PlaceLevel.PROVINCE,
    Level.PREFECTURE: PlaceLevel.PREFECTURE,
    Level.DIRECT_COUNTY: PlaceLevel.DIRECT,
}


def check_consistency(entries: Sequence[Authority], places: Gazetteer, grammar: Grammar) -> None:
    """Raise DataError at the first contradiction: names first, then each entry by itself."""
    _no_cycles(entries)
    _no_name_twice(entries)
    for entry in entries:
        _years_in_order(entry)
        _terms_in_order(entry)
        _counts_as_its_kind(entry)
        _region_known(entry, places)
        _name_agrees(entry, grammar)


def _no_name_twice(entries: Iterable[Authority]) -> None:
    """No name, alias or former name may belong to two bodies, nor stand twice at one."""
    owner: dict[str, str] = {}
    for entry in entries:
        for name in _all_names(entry):
            normal = normal_name(name)
            if normal in owner:
                raise data_error(
                    "E-AUTHORITIES-TWICE",
                    FILE,
                    f"中“{name}”重复：{owner[normal]} 与 {entry.name}",
                    f"lists {name} twice: at {owner[normal]} and {entry.name}",
                )
            owner[normal] = entry.name


def _no_cycles(entries: Sequence[Authority]) -> None:
    """No body may have become, over former names, the body that it came from."""
    owner = {
        normal_name(name): entry.name for entry in entries for name in (entry.name, *entry.aliases)
    }
    came_from = {
        entry.name: {
            owner[normal]
            for former in entry.former_names
            if (normal := normal_name(former.name)) in owner and owner[normal] != entry.name
        }
        for entry in entries
    }
    for start in came_from:
        if start in _ancestors(start, came_from):
            raise data_error(
                "E-AUTHORITIES-CYCLE",
                FILE,
                f"中“{start}”的曾用名绕回到它自己",
                f"leads over former names from {start} back to it",
            )


def _ancestors(start: str, came_from: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(came_from[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += came_from[name]
    return found


def _years_in_order(entry: Authority) -> None:
    for former in entry.former_names:
        if former.since and former.until and former.since > former.until:
            raise data_error(
                "E-AUTHORITIES-YEARS",
                FILE,
                f"中“{former.name}”的起止年份颠倒",
                f"has years the wrong way round at {former.name}",
            )


def _terms_in_order(entry: Authority) -> None:
    starts = entry.valid_from or dt.date.min
    for ends in (entry.valid_until, entry.uncertain_after):
        if ends is not None and ends < starts:
            raise data_error(
                "E-AUTHORITIES-VALIDITY",
                FILE,
                f"中“{entry.name}”的有效期起止颠倒",
                f"has a term the wrong way round at {entry.name}",
            )


def _counts_as_its_kind(entry: Authority) -> None:
    """A body counts for no item that its kind and level cannot carry. Source: (四)6, 附件1."""
    excess = entry.counts_for - _countable(entry.kind, entry.level)
    if excess:
        items = "、".join(f"({item})" for item in sorted(excess))
        raise data_error(
            "E-AUTHORITIES-COUNTS",
            FILE,
            f"中“{entry.name}”的类别和级别不能作为(四)6第{items}项的依据",
            f"lets {entry.name} count for {items}, which its kind and level cannot",
        )


def _countable(kind: Kind, level: Level) -> frozenset[int]:
    high = level in _HIGH
    return {
        Kind.PARTY_COMMITTEE: frozenset({1}),
        Kind.GOVERNMENT: frozenset({1}),
        Kind.WORKING_DEPARTMENT: frozenset({1} if high else ()),  # 省级以上工作部门
        Kind.TRADE_UNION: frozenset({2} if high else ()),  # 全国总工会或省总工会
        Kind.HR_DEPARTMENT: frozenset({1, 3, 4} if high else {3, 4}),  # 第七、八条
    }[kind]


def _region_known(entry: Authority, places: Gazetteer) -> None:
    """The region is a place of the level that the entry claims, in the prefecture it claims."""
    if entry.level is Level.NATIONAL:
        right = entry.region == NATION and not entry.parent
    else:
        place = places.places.get(entry.region)
        right = (
            place is not None
            and place.level is _PLACE_LEVELS[entry.level]
            and (not entry.parent or entry.parent in place.parents)
        )
    if not right:
        place_words = f"{entry.parent} {entry.region}".strip()
        raise data_error(
            "E-AUTHORITIES-REGION",
            FILE,
            f"中“{entry.name}”的地区“{place_words}”不在地名库中，或与级别不符",
            f"gives {entry.name} the region {place_words}, which is unknown or of another level",
        )


def _name_agrees(entry: Authority, grammar: Grammar) -> None:
    """No name of a body that counts may say that it is one that does not (红旗区人民政府)."""
    leads = entry.kind in {Kind.PARTY_COMMITTEE, Kind.GOVERNMENT}
    for name in _all_names(entry):
        body = grammar.parse(normal_name(name))
        decision = body.kind.decision if body else None
        excluded = decision is Result.MISMATCH and entry.counts_for
        if body is not None and (excluded or (leads and decision is not None)):
            raise data_error(
                "E-AUTHORITIES-NAME",
                FILE,
                f"中“{entry.name}”的名称“{name}”是{body.kind.label}，与所填类别、级别不符",
                f"lists {name} at {entry.name}, which by its name is: {body.kind.label_en}",
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
