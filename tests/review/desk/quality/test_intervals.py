"""Statistics with known values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.desk.quality.intervals import Z_95, Share, median, wilson


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(hits, trials, low, high):
    found = wilson(hits, trials)
    assert (low, high) == pytest.approx((found.low, found.high), abs=5e-5)


@pytest.mark.parametrize("trials", [1, 2, 10, 500])
def test_where_none_or_all_hit_one_end_is_the_share_itself(trials):
    none, every = wilson(0, trials), wilson(trials, trials)
    assert (0.0, pytest.approx(Z_95**2 / (trials + Z_95**2))) == (none.low, none.high)
    assert (pytest.approx(trials / (trials + Z_95**2)), 1.0) == (every.low, every.high)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair):
    hits, trials = pair
    found = wilson(hits, trials)
    assert 0 <= found.low <= hits / trials <= found.high <= 1


def test_more_trials_make_it_narrower():
    widths = [wilson(n // 10, n) for n in (10, 100, 1000)]
    assert sorted(widths, key=lambda one: one.high - one.low, reverse=True) == widths


@pytest.mark.parametrize(("hits", "trials"), [(0, 0), (-1, 5), (6, 5)])
def test_no_share_has_no_interval(hits, trials):
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, trials)


def test_without_trials_nothing_is_known():
    share = Share(0, 0)
    assert (None, None) == (share.rate, share.interval)


@pytest.mark.parametrize(("hits", "trials"), [(-1, 0), (2, 1)])
def test_more_hits_than_trials_are_no_share(hits, trials):
    with pytest.raises(ValueError, match="no share"):
        Share(hits, trials)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({5: 0}, None),
        ({7: 1}, 7),
        ({10: 1, 20: 1}, 15),
        ({10: 2, 20: 1}, 10),
        ({30: 1, 10: 1, 20: 1}, 20),
        ({10: 2, 20: 2}, 15),
        ({10: 1, 20: 3}, 20),
        ({0: 5, 1000: 4}, 0),
    ],
)
def test_the_median_of_counted_values(counts, expected):
    assert expected == median(counts)


@given(st.lists(st.integers(0, 50), min_size=1))
def test_the_median_is_that_of_the_values_written_out(values):
    from collections import Counter
    from statistics import median as of_all

    assert of_all(values) == median(Counter(values))
