"""Taking a body's whole name apart: 〔党/群团〕+ places + organ + inner office.

A name is understood only as a whole. What is understood explains why a name
is not in the register; it never makes a match.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifiers.authorities.chains import NATION, Chains
from verifiers.authorities.kinds import BodyKind, Kinds
from verifiers.authorities.places import Gazetteer, Place, PlaceLevel
from verifiers.authorities.words import ANY, Words

_PARTY = "中共"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name taken apart.

    `firm` says that every part is known by word: nothing was taken for a
    place or an organ merely by its ending.
    """

    party: bool
    places: tuple[Place, ...]
    organ: str
    kind: BodyKind
    office: str = ""
    firm: bool = False

    @property
    def names_place(self) -> bool:
        """Whether it names a known county or district, and so surely another body."""
        return any(place.known and place.level is PlaceLevel.COUNTY for place in self.places)


@dataclass(frozen=True, slots=True)
class _Organ:
    family: str
    text: str
    firm: bool
    office: str = ""


class Grammar:
    """Parses names. Immutable; equal input gives equal answers."""

    def __init__(self, places: Gazetteer, words: Words, kinds: Kinds) -> None:
        self._places, self._words, self._kinds = places, words, kinds
        self._chains = Chains(places, words)

    def parse(self, normal: str) -> Body | None:
        """The parts of a normalised name, None where it is not understood as a whole."""
        if not 2 <= len(normal) <= _LONGEST:
            return None
        kind = self._words.names.get(normal)
        if kind is not None:
            return Body(normal.startswith(_PARTY), (), normal, self._kinds.of[kind], firm=True)
        party = normal.startswith(_PARTY)
        rest = normal.removeprefix(_PARTY)
        return (
            self._prefixed(normal)
            or self._placed(rest, party=party)
            or self._county_body(rest, party=party)
        )

    def not_a_body(self, normal: str) -> BodyKind | None:
        """What a name is that names no body: an honour, a place in a contest, a site."""
        for start in range(len(normal) - 1):
            kind = self._kinds.not_bodies.get(normal[start:])
            if kind is not None:
                return kind
        return None

    def _prefixed(self, normal: str) -> Body | None:
        for prefix in self._words.prefixes:
            if not normal.startswith(prefix.word):
                continue
            rest = normal.removeprefix(prefix.word)
            if ANY in prefix.tails and rest:
                return self._body((), _Organ(prefix.family, normal, firm=False), party=False)
            for chain, tail in self._chains.of(rest):
                if tail in prefix.tails:
                    organ = _Organ(prefix.family, prefix.word + tail, firm=True)
                    return self._body(chain or (NATION,), organ, party=False)
        return None

    def _placed(self, rest: str, *, party: bool) -> Body | None:
        for chain, tail in self._chains.of(rest):
            organ = self._organ(chain[-1].organs_of if chain else None, tail, party=party)
            if organ is not None:
                return self._body(chain, organ, party=party)
        return None

    def _county_body(self, rest: str, *, party: bool) -> Body | None:
        """A known county's name and something that is not understood after it."""
        for chain, tail in self._chains.of(rest):
            if chain and chain[-1].known and chain[-1].level is PlaceLevel.COUNTY:
                return Body(party, chain, tail, self._kinds.of["county_body"])
        return None

    def _body(self, chain: tuple[Place, ...], organ: _Organ, *, party: bool) -> Body:
        levels = self._words.families[organ.family]
        kind = levels.get(ANY) or levels[self._tier(chain)]
        firm = organ.firm and all(place.known or place.bare for place in chain)
        return Body(party, chain, organ.text, self._kinds.of[kind], organ.office, firm)

    def _tier(self, chain: tuple[Place, ...]) -> str:
        """How high the last place stands, and whether in the home province."""
        if not chain:
            return "nation"
        last = chain[-1]
        province = next((place.province for place in chain if place.province), "")
        away = province not in {"", self._places.home}
        if last.airport:
            return "airport"
        if away and last.level is PlaceLevel.PROVINCE:
            return "other"
        if away and last.level in {PlaceLevel.PREFECTURE, PlaceLevel.CITY}:
            return "other_city"
        if away and last.level is PlaceLevel.COUNTY:
            # A district of a municipality stands as high as a prefecture.
            return "other_city" if province in self._places.municipalities else "other_county"
        return last.level.value

    def _organ(self, level: PlaceLevel | None, tail: str, *, party: bool) -> _Organ | None:
        if not tail:
            return None
        if level is None:
            return self._ministry(tail) or self._by_ending(tail)
        family = self._words.organs.get((level, tail))
        if family is not None:
            return _Organ(family, tail, firm=True)
        return (
            self._office(level, tail)
            or self._department(level, tail)
            or self._party_department(level, tail, party=party)
            or self._inner(level, tail, party=party)
            or self._by_ending(tail)
            or self._department(level, tail, general=True)
            or self._party_department(level, tail, party=party, general=True)
        )

    def _office(self, level: PlaceLevel, tail: str) -> _Organ | None:
        for end in self._words.offices:
            head = tail.removesuffix(end)
            if head != tail and (
                self._words.organs.get((level, head)) in {"party", "government"}
                or (not head and level is PlaceLevel.NATION and end == "办公厅")
            ):
                return _Organ("office", tail, firm=True)
        return None

    def _department(self, level: PlaceLevel, tail: str, *, general: bool = False) -> _Organ | None:
        ends = self._words.department_ends
        for end in ends.get(level.value, ends["other"]):
            if not tail.endswith(end):
                continue
            for prefix in self._words.department_prefixes:
                subject = tail[: -len(end)].removeprefix(prefix)
                if subject in self._words.hr:
                    return _Organ("hr", tail, firm=True)
                if subject in self._words.subjects:
                    return _Organ("department", tail, firm=True)
            if general:
                return self._general_department(tail, end)
        return None

    def _general_department(self, tail: str, end: str) -> _Organ | None:
        subject = tail[: -len(end)]
        if len(subject) < 2 or not self._words.subject.fullmatch(subject):
            return None
        # A 委员会 that is no department known by word is rather a coordinating body.
        family = "temporary" if end in {"委员会", "委"} else "department"
        return _Organ(family, tail, firm=False)

    def _ministry(self, tail: str) -> _Organ | None:
        """A ministry without its country: 教育部; only by word, for 宣传部 is anybody's."""
        subject, ministry, office = tail.partition("部")
        family = "hr" if subject in self._words.hr else "department"
        if not ministry or subject not in self._words.subjects | self._words.hr:
            return None
        if not office:
            return _Organ(family, tail, firm=True)
        inner = office.endswith(self._words.inner_ends)
        return _Organ("inner", subject + ministry, firm=True, office=office) if inner else None

    def _party_department(
        self, level: PlaceLevel, tail: str, *, party: bool, general: bool = False
    ) -> _Organ | None:
        named = (
            tail.removeprefix("委员会") if tail.startswith("委员会") else tail.removeprefix("委")
        )
        if named == tail and not party and level is not PlaceLevel.NATION:
            return None
        if named in self._words.party_departments:
            return _Organ("party_department", tail, firm=True)
        if general and named.endswith(self._words.party_ends) and len(named) > 2:
            whole = self._words.subject.fullmatch(named)
            return _Organ("party_department", tail, firm=False) if whole else None
        return None

    def _inner(self, level: PlaceLevel, tail: str, *, party: bool) -> _Organ | None:
        if not tail.endswith(self._words.inner_ends):
            return None
        for end in range(len(tail) - 1, 1, -1):
            head, office = tail[:end], tail[end:]
            department = (
                self._department(level, head)
                or self._party_department(level, head, party=party)
                or self._office(level, head)
            )
            if department is not None and office.endswith(self._words.inner_ends):
                return _Organ("inner", head, firm=False, office=office)
        return None

    def _by_ending(self, tail: str) -> _Organ | None:
        for word, family in self._words.ends:
            if tail.endswith(word) and len(tail) >= len(word) + (0 if len(word) > 2 else 1):
                return _Organ(family, tail, firm=False)
        return None
