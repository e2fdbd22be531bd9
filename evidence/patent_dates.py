"""What a patent number allows of dates: when it was filed, and how long the patent may last.

Source: facts §1; 专利法第四十二条 in the wording of each time.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from evidence.dates import PartialDate
from evidence.patent_numbers import PatentNumber, PatentType

LONGEST_PCT_LAG = 4
"""Years from international filing to the national number: 30 or 32 months, and some grace."""
_SECOND_LAW = dt.date(1993, 1, 1)
_LONGER_DESIGNS = dt.date(2021, 6, 1)
_FIRST_YEARS = {PatentType.INVENTION: 15, PatentType.UTILITY_MODEL: 8, PatentType.DESIGN: 8}
"""Filed before 1993: 15 years; 5 years and 3 of renewal."""
_YEARS = {PatentType.INVENTION: 20, PatentType.UTILITY_MODEL: 10, PatentType.DESIGN: 10}
_YEARS_OF_DESIGNS = 15
EXTENDABLE = frozenset({PatentType.INVENTION})
"""Types whose term may be compensated (专利权期限补偿, since 2021): theirs may end later."""


class FilingFit(StrEnum):
    """How a number's year, and the form of its era, stand to a filing date (申请日)."""

    FITS = "fits"
    NATIONAL_PHASE = "national_phase"
    """A later number, as international applications get one when they enter China."""
    NUMBER_LATER = "number_later"
    """A later number: of a divisional application (分案申请), or not that patent's."""
    NUMBER_EARLIER = "number_earlier"
    """A number older than its filing, which no application has."""


def given(number: PatentNumber) -> tuple[dt.date, dt.date]:
    """The first and the last day on which a number may have been given, by its year and era."""
    first, last = dt.date(number.year, 1, 1), dt.date(number.year, 12, 31)
    era = number.era
    return max(first, era.since), min(last, era.until) if era.until is not None else last


def filing_fit(number: PatentNumber, filed: PartialDate) -> FilingFit:
    """Whether a number may be that of an application filed then."""
    first, last = given(number)
    if filed.first > last:
        return FilingFit.NUMBER_EARLIER
    if filed.last >= first:
        return FilingFit.FITS
    if number.national_phase and number.year - filed.year <= LONGEST_PCT_LAG:
        return FilingFit.NATIONAL_PHASE
    return FilingFit.NUMBER_LATER


def term_years(kind: PatentType, filed: dt.date) -> int:
    """Years from filing for which a patent lasts at most, renewals in and compensation left out."""
    if filed < _SECOND_LAW:
        return _FIRST_YEARS[kind]
    if kind is PatentType.DESIGN and filed >= _LONGER_DESIGNS:
        return _YEARS_OF_DESIGNS
    return _YEARS[kind]


def term_end(kind: PatentType, filed: dt.date) -> dt.date:
    """The first day on which the term is over: that of filing so many years later.

    Where that month lacks the day, its last day counts.
    """
    year = filed.year + term_years(kind, filed)
    try:
        return filed.replace(year=year)
    except ValueError:  # 29 February
        return filed.replace(year=year, day=28)


def term_over(kind: PatentType, filed: PartialDate, on: dt.date) -> bool | None:
    """Whether the term had run out on a day; None where the filing date leaves it open.

    True says no more than that: a term may have been compensated (`EXTENDABLE`).
    """
    if on < term_end(kind, filed.first):
        return False
    return True if on >= term_end(kind, filed.last) else None


def latest_term_end(number: PatentNumber) -> dt.date:
    """The latest day on which the term of that number's patent is over, compensation left out.

    An application is filed when its number is given, or earlier, never later.
    """
    return term_end(number.type, given(number)[1])


def longest_term_years(number: PatentNumber) -> int:
    """The years of the term that ends then."""
    return term_years(number.type, given(number)[1])
