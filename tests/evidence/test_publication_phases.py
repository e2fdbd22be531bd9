"""Publication numbers: which length and kind letter was given when, and for which type."""

from __future__ import annotations

import pytest

from evidence.dates import parse_date
from evidence.patent_numbers import parse_grant_number, parse_patent_number
from evidence.publication_phases import granted_in_phase, phases_of, possible_phases


@pytest.mark.parametrize(
    ("number", "granted", "fits"),
    [
        ("CN111472379B", "2021-11-09", True),
        ("CN111472379B8", "2021-11-09", True),
        ("CN111472379B", "2010-04-01", True),
        ("CN111472379B", "2010-03-31", False),
        ("CN100472379C", "2010-03-31", True),
        ("CN100472379C", "2010-04-01", False),
        ("CN100472379C", "2004-06-30", False),
        ("CN214411247U", "2021-10-15", True),
        ("CN214411247Y", "2021-10-15", False),
        ("CN200940321Y", "2007-08-29", True),
        ("CN306000001S", "2020-08-14", True),
        ("CN306000001D", "2020-08-14", False),
        # Both lengths are met in these years.
        ("CN1234567C", "2005-12-28", True),
        ("CN1234567C", "2010-04-01", False),
        ("CN1003001C", "1999-01-06", True),
        ("CN1003001C", "1992-12-31", False),
        ("CN2030001Y", "1996-05-01", True),
        ("CN3003001D", "1996-05-01", True),
        # 审定公告 and 申请公告 came before the grant, by months or more.
        ("CN1003001B", "1989-03-01", True),
        ("CN1003001B", "1994-03-01", True),
        ("CN1003001B", "2001-03-01", False),
        ("CN85100001B", "1985-12-28", True),
        ("CN85200001U", "1989-02-01", True),
        ("CN85300001S", "1985-12-28", True),
        ("CN1003001B", "1988-12-31", False),
        ("CN111472379B", "2010", True),
        ("CN111472379B", "2009", False),
        # Kind and series contradict each other at all times.
        ("CN111472379U", "2021-11-09", False),
        ("CN211472379B", "2021-11-09", False),
        ("CN85100001C", "1995-01-01", False),
        ("CN411472379B", "2021-11-09", False),
    ],
)
def test_length_and_kind_letter_are_those_of_their_time(number, granted, fits):
    assert fits is granted_in_phase(parse_grant_number(number), parse_date(granted))


@pytest.mark.parametrize(
    ("number", "starts"),
    [
        ("CN111472379A", ["2004-07-01", "2010-04-01"]),
        ("CN1030001A", ["1989-01-01", "1993-01-01", "2004-07-01"]),
        ("CN85100001A", ["1985-04-01"]),
        ("CN211472379A", []),  # only inventions are published before their grant
        ("CN111472379B", ["2010-04-01"]),
        ("CN85100001B", ["1985-04-01"]),
    ],
)
def test_a_number_belongs_to_the_periods_that_gave_such(number, starts):
    phases = phases_of(parse_grant_number(number))
    assert starts == [phase.since.isoformat() for phase in phases]


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("202010430096", "B"),
        ("202220828888", "U"),
        ("202030469320", "S"),
        ("202080041771", "B"),
        ("200520000001", "YU"),
        ("98211883", "YYU"),
        ("90101673", "BCCB"),
        ("88100001", "BBCCB"),
    ],
)
def test_a_patent_number_allows_the_kinds_of_its_year_and_later(number, kinds):
    assert kinds == "".join(kind for _, kind in possible_phases(parse_patent_number(number)))


@pytest.mark.parametrize(
    ("number", "grant", "corrected", "partly_void"),
    [
        ("CN111472379B", True, False, False),
        ("CN111472379B8", True, True, False),
        ("CN111472379B9", True, True, False),
        ("CN214411247U1", True, False, True),
        ("CN100472379C7", True, False, True),
        ("CN111472379A", False, False, False),
        ("CN111472379A9", False, True, False),
        ("CN111472379A1", False, False, False),
    ],
)
def test_the_digit_behind_the_kind_tells_corrections_and_partial_invalidation(
    number, grant, corrected, partly_void
):
    one = parse_grant_number(number)
    assert (grant, corrected, partly_void) == (one.is_grant, one.corrected, one.partly_void)
