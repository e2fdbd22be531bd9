"""What a patent number allows of dates: filing, divisional and national phase; the term."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.dates import PartialDate, parse_date
from evidence.patent_dates import (
    FilingFit,
    filing_fit,
    latest_term_end,
    term_end,
    term_over,
    term_years,
)
from evidence.patent_numbers import PatentType, parse_patent_number

INVENTION, MODEL, DESIGN = PatentType.INVENTION, PatentType.UTILITY_MODEL, PatentType.DESIGN
DAYS = st.dates(dt.date(1985, 4, 1), dt.date(2090, 12, 31))
KINDS = st.sampled_from(PatentType)


@pytest.mark.parametrize(
    ("number", "filed", "fit"),
    [
        ("ZL202010430096.0", "2020-01-01", "fits"),
        ("ZL202010430096.0", "2020-12-31", "fits"),
        ("ZL202010430096.0", "2020", "fits"),
        ("ZL202010430096.0", "2021-01-01", "number_earlier"),
        ("ZL202010430096.0", "2019-12-31", "number_later"),
        ("ZL202080041771.9", "2020-05-01", "fits"),
        ("ZL202080041771.9", "2016-01-01", "national_phase"),
        ("ZL202080041771.9", "2015-12-31", "number_later"),
        ("ZL202080041771.9", "2021-01-01", "number_earlier"),
        ("ZL98211883.X", "1998-06-01", "fits"),
        ("ZL94190001", "1993-02-03", "national_phase"),
        ("ZL94190000", "1993-02-03", "number_later"),
        ("ZL94290001", "1993-02-03", "national_phase"),
        ("ZL94390001", "1993-02-03", "number_later"),
        ("ZL93190001", "1992-02-03", "number_later"),
        ("ZL98190001", "1997-02-03", "number_later"),
        # The form changed on 2003-10-01, within a year.
        ("ZL03101234", "2003-09-30", "fits"),
        ("ZL03101234", "2003-10-01", "number_earlier"),
        ("ZL03101234", "2003", "fits"),
        ("ZL200310101234", "2003-10-01", "fits"),
        ("ZL200310101234", "2003-09-30", "number_later"),
        ("ZL200380101234", "2003-09-30", "national_phase"),
        ("ZL85100001", "1985-04-01", "fits"),
        ("ZL85100001", "1985-03-31", "number_later"),
    ],
)
def test_a_number_is_given_in_the_year_of_filing_or_later_where_that_may_be(number, filed, fit):
    assert fit == filing_fit(parse_patent_number(number), parse_date(filed))


@given(st.integers(2004, 2030), st.sampled_from("12389"), DAYS)
def test_no_application_is_younger_than_its_number(year, kind, filed):
    number = parse_patent_number(f"{year}{kind}0123456")
    day = PartialDate(filed.year, filed.month, filed.day)
    assert (filing_fit(number, day) is FilingFit.NUMBER_EARLIER) is (filed.year > year)


@pytest.mark.parametrize(
    ("kind", "filed", "years"),
    [
        (INVENTION, "1992-12-31", 15),
        (INVENTION, "1993-01-01", 20),
        (MODEL, "1992-12-31", 8),
        (MODEL, "1993-01-01", 10),
        (MODEL, "2021-06-01", 10),
        (DESIGN, "1992-12-31", 8),
        (DESIGN, "1993-01-01", 10),
        (DESIGN, "2021-05-31", 10),
        (DESIGN, "2021-06-01", 15),
    ],
)
def test_the_term_is_that_of_the_law_at_filing(kind, filed, years):
    assert years == term_years(kind, dt.date.fromisoformat(filed))


@pytest.mark.parametrize(
    ("kind", "filed", "on", "over"),
    [
        (INVENTION, "2004-04-12", "2024-04-11", False),
        (INVENTION, "2004-04-12", "2024-04-12", True),
        (MODEL, "2014-04-13", "2024-04-12", False),
        (MODEL, "2014-04-12", "2024-04-12", True),
        (MODEL, "2004-02-29", "2014-02-27", False),
        (MODEL, "2004-02-29", "2014-02-28", True),
        (MODEL, "2014-04", "2024-04-12", None),
        (MODEL, "2014", "2023-12-31", False),
        (MODEL, "2013", "2023-12-31", True),
        (DESIGN, "2021", "2031-06-01", None),  # 10 years or 15
        (DESIGN, "2021-06", "2036-06-30", True),
    ],
)
def test_a_term_is_over_on_the_day_of_filing_so_many_years_later(kind, filed, on, over):
    assert over is term_over(kind, parse_date(filed), dt.date.fromisoformat(on))


@given(KINDS, DAYS, DAYS)
def test_who_files_later_ends_no_earlier(kind, one, two):
    assert (one <= two) <= (term_end(kind, one) <= term_end(kind, two))


@given(st.integers(2004, 2090), st.sampled_from("12389"), DAYS)
def test_no_term_ends_after_the_latest_that_the_number_allows(year, kind, filed):
    number = parse_patent_number(f"{year}{kind}0123456")
    if filed.year <= year:
        assert term_end(number.type, filed) <= latest_term_end(number)


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("ZL202010430096.0", "2040-12-31"),
        ("ZL202220828888.8", "2032-12-31"),
        ("ZL202130469320", "2036-12-31"),
        ("ZL202030469320.8", "2030-12-31"),
        ("ZL03101234", "2023-09-30"),
        ("ZL88100001", "2003-12-31"),
    ],
)
def test_the_latest_end_of_term_follows_from_year_and_type(number, end):
    assert end == latest_term_end(parse_patent_number(number)).isoformat()
