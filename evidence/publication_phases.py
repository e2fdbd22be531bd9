"""Which publication numbers (公开号、公告号) were given when: their length and kind code.

Source: facts §1, after ZC 0007 and ZC 0008. Between 2004 and 2010 both lengths are met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.dates import PartialDate
from evidence.patent_numbers import GrantNumber, PatentNumber, PatentType

_LONGEST_OPPOSITION = dt.timedelta(days=5 * 365)
"""Until 1992 others could oppose an announced application before it was granted; a wide bound."""
_B_U_S: Mapping[PatentType, str] = {
    PatentType.INVENTION: "B",
    PatentType.UTILITY_MODEL: "U",
    PatentType.DESIGN: "S",
}
_C_Y_D: Mapping[PatentType, str] = {
    PatentType.INVENTION: "C",
    PatentType.UTILITY_MODEL: "Y",
    PatentType.DESIGN: "D",
}


@dataclass(frozen=True, slots=True)
class PublicationPhase:
    """A period with its numbers; `until` is None where it lasts.

    `kinds` has the letter of what is granted, or, until 1992, of what was announced before
    the grant (审定公告, 申请公告); an invention's first publication is A at all times.
    `one_number` says that the document number was the application number (一号制).
    """

    since: dt.date
    until: dt.date | None
    lengths: frozenset[int]
    kinds: Mapping[PatentType, str]
    one_number: bool = False
    announced_before_grant: bool = False

    def has(self, number: GrantNumber) -> bool:
        """Whether it gave numbers of that length, series and kind."""
        series = number.series
        if series is None or len(number.digits) not in self.lengths:
            return False
        if not number.is_grant:
            return series is PatentType.INVENTION
        return number.kind[0] == self.kinds[series]

    def may_grant_on(self, day: PartialDate) -> bool:
        """Whether a patent with one of its numbers may have been granted then."""
        if self.until is None:
            return self.since <= day.last
        delay = _LONGEST_OPPOSITION if self.announced_before_grant else dt.timedelta()
        return self.since <= day.last and day.first <= self.until + delay


PHASES = (
    PublicationPhase(
        dt.date(1985, 4, 1),
        dt.date(1988, 12, 31),
        frozenset({8}),
        _B_U_S,
        one_number=True,
        announced_before_grant=True,
    ),
    PublicationPhase(
        dt.date(1989, 1, 1),
        dt.date(1992, 12, 31),
        frozenset({7}),
        _B_U_S,
        announced_before_grant=True,
    ),
    PublicationPhase(dt.date(1993, 1, 1), dt.date(2004, 6, 30), frozenset({7}), _C_Y_D),
    PublicationPhase(dt.date(2004, 7, 1), dt.date(2010, 3, 31), frozenset({7, 9}), _C_Y_D),
    PublicationPhase(dt.date(2010, 4, 1), None, frozenset({9}), _B_U_S),
)


def phases_of(number: GrantNumber) -> tuple[PublicationPhase, ...]:
    """The periods that gave such numbers, oldest first; none where kind and digits disagree."""
    return tuple(phase for phase in PHASES if phase.has(number))


def granted_in_phase(number: GrantNumber, granted: PartialDate) -> bool:
    """Whether such a number may be that of a grant of that day (授权公告日)."""
    return any(phase.may_grant_on(granted) for phase in phases_of(number))


def possible_phases(number: PatentNumber) -> Iterator[tuple[PublicationPhase, str]]:
    """The periods in which that patent may have been granted, each with its kind letter."""
    for phase in PHASES:
        if phase.until is None or phase.until.year >= number.year:
            yield phase, phase.kinds[number.type]
