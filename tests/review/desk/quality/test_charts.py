import datetime as dt

import pytest

from review.desk.quality.charts import HEIGHT, WIDTH, ceiling_of, day_chart, share_bar
from review.desk.quality.days import Span, spans_of
from review.desk.quality.intervals import Share


def test_a_bar_is_as_long_as_its_share_and_carries_its_interval():
    bar = share_bar(Share(5, 10))
    assert (50.0, 23.66, 76.34) == (bar.rate, bar.low, bar.high)


def test_what_is_not_known_has_no_bar():
    assert share_bar(Share(0, 0)) is None


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (9, 10), (10, 10), (11, 20), (57, 60), (63, 80), (101, 200)],
)
def test_the_top_of_the_chart_is_the_next_round_number(most, top):
    assert top == ceiling_of(most)


def test_columns_stand_on_the_ground_and_within_the_chart():
    day = dt.date(2024, 4, 1)
    spans = [Span(day, day, 4, 2), Span(day, day, 0, 1)]
    chart = day_chart(spans)
    for column in (one for both in chart.columns for one in (both.opened, both.decided)):
        assert chart.ground == pytest.approx(column.y + column.height)
        assert column.x + column.width <= WIDTH
    first = chart.columns[0]
    assert first.opened.height == pytest.approx(2 * first.decided.height)
    assert 0 == chart.columns[1].opened.height
    assert [(chart.ground, 0), (pytest.approx(HEIGHT / 2, abs=10), 2)] == list(chart.lines[:2])


def test_days_are_written_where_there_is_room():
    days = [dt.date(2024, 4, 1) + dt.timedelta(days=n) for n in range(30)]
    chart = day_chart([Span(day, day, 1, 1) for day in days])
    assert 10 == len([one for one in chart.columns if one.label])


@pytest.mark.parametrize(
    ("days", "spans", "first", "last"),
    [(1, 1, 1, 1), (62, 62, 1, 1), (63, 9, 7, 7), (434, 62, 7, 7), (435, 16, 28, 15)],
)
def test_longer_times_are_told_in_longer_spans(days, spans, first, last):
    since = dt.date(2024, 1, 1)
    found = spans_of(since, since + dt.timedelta(days=days - 1))
    assert (spans, first, last) == (
        len(found),
        (found[0][1] - found[0][0]).days + 1,
        (found[-1][1] - found[-1][0]).days + 1,
    )
    assert [one[0] for one in found[1:]] == [one[1] + dt.timedelta(days=1) for one in found[:-1]]


def test_days_the_wrong_way_round_are_no_days():
    assert [] == spans_of(dt.date(2024, 4, 2), dt.date(2024, 4, 1))
