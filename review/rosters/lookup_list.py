"""The look-up list (待检索清单): which patents, for whom, in the order in which a clerk works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from evidence.patent_numbers import PatentType
from evidence.register import PatentLookup
from review.rosters.official_sites import number_of
from review.rosters.wording import PATENT_TYPE_WORDS


@dataclass(frozen=True, slots=True)
class ListedLookup:
    """One number to look up; `claims` are batch and 申报编号 of all who claim it, sorted."""

    lookup: PatentLookup
    claims: tuple[tuple[str, str], ...]

    @property
    def batches(self) -> tuple[str, ...]:
        """The batches, each once."""
        return tuple(dict.fromkeys(batch for batch, _ in self.claims))

    @property
    def applications(self) -> tuple[str, ...]:
        """The 申报编号, each once."""
        return tuple(sorted({application for _, application in self.claims}))


class Group(IntEnum):
    """What belongs together on the list: the sites filter by type, so a clerk goes type by type.

    Numbers to clear up first stand last: typed as they are, they find nothing.
    """

    INVENTION = 1
    UTILITY_MODEL = 2
    DESIGN = 3
    TO_CLEAR_UP = 4


GROUP_WORDS = {
    Group.INVENTION: ("发明", "Inventions"),
    Group.UTILITY_MODEL: ("实用新型", "Utility models"),
    Group.DESIGN: ("外观设计", "Designs"),
    Group.TO_CLEAR_UP: ("先核对号码", "Numbers to clear up first"),
}
"""Each group as people read it: Chinese, English."""
_GROUPS = {
    PatentType.INVENTION: Group.INVENTION,
    PatentType.UTILITY_MODEL: Group.UTILITY_MODEL,
    PatentType.DESIGN: Group.DESIGN,
}


def group_of(patent_number: str) -> Group:
    """The group of a number: by its own type digit, not by what was declared."""
    number = number_of(patent_number)
    if number is None or number.check_holds is False:
        return Group.TO_CLEAR_UP
    return _GROUPS[number.type]


def own_type_word(patent_number: str) -> str:
    """专利类型 by the number's own type digit; empty where the number has no known form."""
    number = number_of(patent_number)
    return PATENT_TYPE_WORDS[number.type] if number else ""


def of_batch(batch: str, lookups: Iterable[PatentLookup]) -> list[ListedLookup]:
    """The list of one batch, in order."""
    return in_order(
        ListedLookup(one, tuple((batch, application) for application in one.applications))
        for one in lookups
    )


def merged(lists: Iterable[Iterable[ListedLookup]]) -> list[ListedLookup]:
    """One list of several batches' lists, each number once, in order.

    Later lists add their claims, and what the earlier ones do not know; where the reasons
    differ, each is told.
    """
    found: dict[str, ListedLookup] = {}
    for listed in lists:
        for one in listed:
            number = one.lookup.patent_number
            found[number] = _together(found[number], one) if number in found else one
    return in_order(found.values())


def in_order(listed: Iterable[ListedLookup]) -> list[ListedLookup]:
    """Group by group, in each by number."""
    return sorted(
        listed, key=lambda one: (group_of(one.lookup.patent_number), one.lookup.patent_number)
    )


def _together(first: ListedLookup, second: ListedLookup) -> ListedLookup:
    claims = tuple(sorted({*first.claims, *second.claims}))
    one, other = first.lookup, second.lookup
    lookup = replace(
        one,
        applications=tuple(sorted({application for _, application in claims})),
        reason="".join(dict.fromkeys((one.reason, other.reason))),
        reason_en=" ".join(dict.fromkeys(filter(None, (one.reason_en, other.reason_en)))),
        patent_type=one.patent_type or other.patent_type,
        title=one.title or other.title,
        grant_number=one.grant_number or other.grant_number,
    )
    return ListedLookup(lookup, claims)
