"""Matching the whole name of a body with the whitelist: exactly, or not at all.

A near name is a suggestion and never a match: 新乡县人民政府 is one character
from 新乡市人民政府 and another body. Containment is no match either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence.dates import PartialDate
from evidence.findings import Result
from verifiers.authorities.distance import edit_distance
from verifiers.authorities.entries import Authority, CounterExample, FormerName, Level
from verifiers.authorities.grammar import Body, Grammar
from verifiers.authorities.names import normal_name

MOST_SUGGESTIONS = 3


class MatchStatus(StrEnum):
    """How a name stands to the whitelist."""

    EXACT = "exact"
    UNCERTAIN = "uncertain"
    """The name is listed, but whether it counts on that date is for a person."""
    NEAR = "near"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"


class NameForm(StrEnum):
    """As what a name is listed."""

    NAME = "name"
    ALIAS = "alias"
    BARE = "bare"
    AMBIGUOUS = "ambiguous"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class AuthorityMatch:
    """What the whitelist says of a name.

    `entry` is set where the name is listed; `article` and `why` name what
    excludes it or makes it doubtful; `suggestions` are listed names near to it.
    `shared` says that other bodies go by the same name: 省政府 is any province's.
    """

    name: str
    status: MatchStatus
    entry: Authority | None = None
    article: str = ""
    why: str = ""
    why_en: str = ""
    excluded_by: CounterExample | None = None
    suggestions: tuple[str, ...] = ()
    shared: bool = False

    def counts_for(self, item: int) -> bool:
        """Whether the name surely counts for (四)6.(item)."""
        return (
            self.status is MatchStatus.EXACT
            and self.entry is not None
            and item in self.entry.counts_for
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """One way in which a name stands in the register."""

    entry: Authority
    form: NameForm
    former: FormerName | None = None


class Authorities:
    """The register, ready to match names. Immutable; equal input gives equal answers."""

    def __init__(self, entries: Iterable[Authority], grammar: Grammar) -> None:
        self.entries = tuple(entries)
        self.grammar = grammar
        self._listed: Mapping[str, tuple[Listed, ...]] = _index(self.entries)
        self._by_length: dict[int, list[tuple[str, frozenset[str]]]] = {}
        for name in self._listed:
            self._by_length.setdefault(len(name), []).append((name, frozenset(name)))
        # Most names come again and again: what was found once is remembered.
        self._near: dict[str, tuple[str, ...]] = {}
        self._missed: dict[str, AuthorityMatch] = {}

    def match(
        self, name: str, on: PartialDate | None = None, *, province_known: bool = False
    ) -> AuthorityMatch:
        """How the whole of `name` stands to the whitelist on a date.

        `province_known` says that the paper itself shows which province it
        belongs to; without it a bare name (省政府) could be any province's.
        """
        normal = normal_name(name)
        listed = self._listed.get(normal)
        if listed:
            return _judged(name, listed, on, province_known=province_known)
        missed = self._missed.get(normal)
        if missed is None:
            missed = self._missed[normal] = self._miss(normal)
        return replace(missed, name=name)

    def listed(self, name: str) -> tuple[Listed, ...]:
        """As what a name is listed, word for word; empty where it is not."""
        return self._listed.get(normal_name(name), ())

    def _miss(self, normal: str) -> AuthorityMatch:
        """What is to be said of a name that is not listed."""
        near, body = self.near(normal), self.grammar.parse(normal)
        # Taken for a place or an organ by its ending only, a name that is close
        # to a listed one may as well be that one misread.
        if body is not None and body.kind.decision is not None and (body.firm or not near):
            excluded = _excluded(body)
            return AuthorityMatch(
                normal,
                MatchStatus.EXCLUDED,
                article=excluded.article,
                why=excluded.why,
                why_en=excluded.why_en,
                excluded_by=excluded,
                suggestions=near,
            )
        status = MatchStatus.NEAR if near else MatchStatus.UNKNOWN
        return AuthorityMatch(normal, status, suggestions=near)

    def near(self, normal: str) -> tuple[str, ...]:
        """Listed names at most two characters away (one for short names), nearest first.

        Two neighbours that changed places count as one.
        """
        known = self._near.get(normal)
        if known is not None:
            return known
        reach = 2 if len(normal) > 7 else 1
        characters = frozenset(normal)
        found = [(1, name) for name in _swapped(normal) if name in self._listed]
        for length in range(len(normal) - reach, len(normal) + reach + 1):
            for name, theirs in self._by_length.get(length, ()):
                if len(theirs - characters) > reach:  # each edit brings in one character at most
                    continue
                distance = edit_distance(normal, name, reach)
                if distance <= reach:
                    found.append((distance, name))
        names = tuple(dict.fromkeys(name for _, name in sorted(found)))[:MOST_SUGGESTIONS]
        self._near[normal] = names
        return names


def _swapped(name: str) -> Iterator[str]:
    """The name with each pair of neighbours changed over."""
    for at in range(len(name) - 1):
        yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _excluded(body: Body) -> CounterExample:
    kind = body.kind
    decision = kind.decision or Result.UNSURE
    return CounterExample(
        kind.id,
        kind.label,
        kind.label_en,
        decision,
        kind.article,
        kind.why,
        kind.why_en,
        names_places=body.names_place,
    )


def _index(entries: Iterable[Authority]) -> dict[str, tuple[Listed, ...]]:
    index: dict[str, list[Listed]] = {}
    for entry in entries:
        forms = [(entry.name, NameForm.NAME)]
        forms += [(alias, NameForm.ALIAS) for alias in entry.aliases]
        forms += [(alias, NameForm.BARE) for alias in entry.bare_aliases]
        forms += [(alias, NameForm.AMBIGUOUS) for alias in entry.ambiguous_aliases]
        for name, form in forms:
            index.setdefault(normal_name(name), []).append(Listed(entry, form))
        for former in entry.former_names:
            index.setdefault(normal_name(former.name), []).append(
                Listed(entry, NameForm.FORMER, former)
            )
    return {name: tuple(listed) for name, listed in index.items()}


def _judged(
    name: str, listed: tuple[Listed, ...], on: PartialDate | None, *, province_known: bool
) -> AuthorityMatch:
    one = listed[0]
    doubt = _doubt(one, on, province_known=province_known)
    if doubt is None:
        return AuthorityMatch(name, MatchStatus.EXACT, one.entry)
    why, why_en = doubt
    return AuthorityMatch(
        name,
        MatchStatus.UNCERTAIN,
        one.entry,
        why=why,
        why_en=why_en,
        suggestions=(one.entry.name,),
        shared=one.form is NameForm.AMBIGUOUS or (one.form is NameForm.BARE and not province_known),
    )


def _doubt(one: Listed, on: PartialDate | None, *, province_known: bool) -> tuple[str, str] | None:
    """Why a listed name does not settle the matter, in Chinese and English."""
    entry = one.entry
    if one.form is NameForm.AMBIGUOUS:
        return "简称不唯一", "the short name is not unique"
    if one.form is NameForm.BARE and not province_known:
        return "简称未写明省份", "the short name does not say which province"
    if one.form is NameForm.FORMER and not (one.former and one.former.covers(on)):
        return "曾用名与颁发日期不能对应", "the former name does not surely fit the date"
    if entry.uncertain:
        return (
            "是否属于党委、政府或其工作部门尚有争议",
            "whether it counts as such a body is disputed",
        )
    if one.form is not NameForm.FORMER and _before_name(entry, on):
        return "颁发日期早于该名称启用", "the date is earlier than the name"
    return _out_of_term(entry, on)


def _before_name(entry: Authority, on: PartialDate | None) -> bool:
    return entry.named_since is not None and (on is None or on.first.year < entry.named_since)


def _out_of_term(entry: Authority, on: PartialDate | None) -> tuple[str, str] | None:
    """Direct counties count as prefectures only while they were directly under the province."""
    starts, ends = entry.valid_from or dt.date.min, _last_sure_day(entry)
    if starts == dt.date.min and ends == dt.date.max:
        return None
    if on is not None and on.first >= starts and on.last <= ends:
        return None
    if entry.level is Level.DIRECT_COUNTY:
        return (
            "颁发日期不在已核实的省直管期间内",
            "the date is outside the verified term of direct provincial rule",
        )
    return "颁发日期不在该机关存续期间内", "the date is outside the time in which the body existed"


def _last_sure_day(entry: Authority) -> dt.date:
    return min(entry.valid_until or dt.date.max, entry.uncertain_after or dt.date.max)
