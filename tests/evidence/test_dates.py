"""Dates at the precision printed, and comparisons that may be undecided."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.dates import PartialDate, find_dates, parse_date
from evidence.errors import NormalFormError


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-03-20", "2019-03-20"),
        ("2019-03-20 00:00:00", "2019-03-20"),
        ("20190320 11:00", "2019-03-20"),
        ("2019/3/20", "2019-03-20"),
        ("2019.03.20", "2019-03-20"),
        ("2019.03", "2019-03"),
        ("2019-3", "2019-03"),
        ("2019年3月20日", "2019-03-20"),
        ("2019 年 3 月 20 日", "2019-03-20"),
        ("２０１９年３月", "2019-03"),
        ("2019年", "2019"),
        ("2019", "2019"),
        ("20190320", "2019-03-20"),
        ("二〇二三年五月三十一日", "2023-05-31"),
        ("二○二三年五月", "2023-05"),
        ("二零二三年十二月", "2023-12"),
        ("二〇一九年十月十日", "2019-10-10"),
        ("二〇一九年十一月二十日", "2019-11-20"),
        ("二〇一九年三月廿一日", "2019-03-21"),
        ("一九九九年元月一日", "1999-01-01"),
        ("发证日期：2016年12月20日", "2016-12-20"),
    ],
)
def test_a_date_is_read_at_its_own_precision(text, iso):
    assert parse_date(text).iso == iso


@pytest.mark.parametrize(
    "text",
    ["", "无", "2019-02-30", "2019年13月", "2019-03-20至2019-04-02", "证书编号12345", "20191320"],
)
def test_what_is_not_one_date_is_refused(text):
    with pytest.raises(NormalFormError) as error:
        parse_date(text)
    assert error.value.code == "E-DATE"


def test_all_dates_of_a_text_in_order():
    text = "2019年3月20日申请，二〇二一年五月授权"
    assert [date.iso for date in find_dates(text)] == ["2019-03-20", "2021-05"]


@pytest.mark.parametrize(
    ("date", "boundary", "answer"),
    [
        ("2019-03-20", "2019-03-20", True),
        ("2019-03-21", "2019-03-20", False),
        ("2019-03", "2019-03-20", None),
        ("2019-02", "2019-03-20", True),
        ("2019-04", "2019-03-20", False),
        ("2019", "2019-03-20", None),
        ("2018", "2019-03-20", True),
        ("2000", "1999-12-31", False),
        ("1999", "1999-12-31", True),
    ],
)
def test_an_interval_is_before_a_boundary_after_it_or_undecided(date, boundary, answer):
    assert parse_date(date).on_or_before(dt.date.fromisoformat(boundary)) is answer


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        ("2019-03-20", "2019-03-21", True),
        ("2019-03-20", "2019-03-20", None),
        ("2019-03-21", "2019-03-20", False),
        ("2019-03", "2019-03-20", None),
        ("2019-03", "2019-04", True),
        ("2019", "2019-04", None),
        ("2020", "2019-04", False),
    ],
)
def test_order_of_two_dates(one, two, answer):
    assert parse_date(one).before(parse_date(two)) is answer


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [("2019-03", "2019-03-20", True), ("2019", "2019-12", True), ("2019-04", "2019-03-20", False)],
)
def test_a_date_agrees_with_a_less_precise_print_of_it(one, two, answer):
    assert parse_date(one).agrees(parse_date(two)) is answer
    assert parse_date(two).agrees(parse_date(one)) is answer


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(2019, None, 3)


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


def chinese_number(n):
    tens, ones = divmod(n, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else DIGITS[str(tens)] + "十"
    return lead + (DIGITS[str(ones)] if ones else "")


@given(DAYS)
def test_every_day_survives_every_notation(day):
    year = "".join(DIGITS[c] for c in str(day.year))
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日",
    ):
        assert parse_date(text) == PartialDate(day.year, day.month, day.day)


@given(DAYS, DAYS)
def test_a_full_date_is_always_decided(one, boundary):
    date = PartialDate(one.year, one.month, one.day)
    assert date.on_or_before(boundary) is (one <= boundary)


@given(DAYS, DAYS)
def test_a_less_precise_date_is_decided_only_as_its_days_are(one, boundary):
    day = PartialDate(one.year, one.month, one.day).on_or_before(boundary)
    for wider in (PartialDate(one.year, one.month), PartialDate(one.year)):
        assert wider.on_or_before(boundary) in {day, None}
