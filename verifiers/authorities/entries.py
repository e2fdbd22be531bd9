"""What the register says of one body, and why a body that is not listed does not count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from evidence.dates import PartialDate
from evidence.findings import Result


class Level(StrEnum):
    """How high a body stands; direct counties count as prefectures (附件1第三条)."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    PREFECTURE = "prefecture"
    DIRECT_COUNTY = "direct_county"


class Kind(StrEnum):
    """What a body is, as far as (四)6 cares."""

    PARTY_COMMITTEE = "party_committee"
    GOVERNMENT = "government"
    WORKING_DEPARTMENT = "working_department"
    TRADE_UNION = "trade_union"
    HR_DEPARTMENT = "hr_department"


class Source(StrEnum):
    """Where an entry was taken from, the words of authorities.yaml."""

    NOTICE = "notice"
    GB2260 = "gb2260"
    PUBLISHED = "published"
    GENERAL_KNOWLEDGE = "general_knowledge"


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a body bore from one year to another; None where that year is unknown."""

    name: str
    since: int | None
    until: int | None
    approximate: bool

    def covers(self, on: PartialDate | None) -> bool:
        """Whether the body surely bore the name on that date. An unknown end covers nothing."""
        if on is None or self.until is None:
            return False
        margin = 1 if self.approximate else 0
        after_start = self.since is None or on.first.year >= self.since + margin
        return after_start and on.last.year <= self.until - margin


@dataclass(frozen=True, slots=True)
class Authority:
    """One body of the register; `counts_for` are the items n of (四)6.(n).

    `valid_from` and `valid_until` bound the time in which it surely existed as
    listed; `uncertain_after` is the day after which its standing is not verified.
    """

    name: str
    level: Level
    kind: Kind
    region: str
    counts_for: frozenset[int]
    aliases: tuple[str, ...] = ()
    bare_aliases: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    named_since: int | None = None
    uncertain: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    uncertain_after: dt.date | None = None
    parent: str = ""
    source: Source = Source.GENERAL_KNOWLEDGE
    note: str = ""


@dataclass(frozen=True, slots=True)
class CounterExample:
    """Why a body that its name shows clearly does not count; `id` and `label` are its kind's.

    `names_places` tells a name with a known county or district from one of a
    general form: only the first surely names another body where a seal is
    badly read.
    """

    id: str
    label: str
    label_en: str
    decision: Result
    article: str
    why: str
    why_en: str
    names_places: bool = False
