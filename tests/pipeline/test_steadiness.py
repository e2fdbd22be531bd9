import dagster as dg
import pytest

from evidence.findings import Outcome, Verdict
from pipeline.checks import steady
from pipeline.steadiness import COMPARED, Rate, drift, earlier_rates

VERDICTS = dg.AssetKey("verdicts")


def test_the_interval_is_newcombes():
    """His example: 56 of 70 against 48 of 80, at 95 % (table II, method 10)."""
    found = drift(Rate("now", 56, 70), [Rate("before", 48, 80)], z=1.959964)
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "before", "notable"),
    [
        ((3, 3), (50, 100), False),
        ((0, 3), (50, 100), False),
        ((20, 40), (70, 200), False),
        ((90, 200), (60, 200), True),
        ((30, 200), (70, 200), True),
        ((4200, 10_000), (3500, 10_000), False),
    ],
    ids=["three pass", "three fail", "chance", "more", "fewer", "sure but small"],
)
def test_a_warning_needs_a_sure_and_large_difference(now, before, notable):
    """Three people prove nothing; seven in a hundred more are no reason to look."""
    assert notable is drift(Rate("now", *now), [Rate("before", *before)]).is_notable


def _verdicts(passed, applicants):
    return [
        Verdict(f"A{n}", Outcome.PASS if n < passed else Outcome.ON_SITE, False, (), (), ())
        for n in range(applicants)
    ]


def test_the_first_batch_has_nothing_to_be_compared_with():
    """No warning, and it says so."""
    result = steady({"b": _verdicts(1, 3)}, [])
    assert result.passed
    assert "nothing to compare" in str(result.metadata["now"].value)


def test_more_passes_than_usual_are_a_warning_too():
    """They may be false ones."""
    result = steady({"b": _verdicts(45, 50)}, [Rate("a", 30, 100)])
    assert not result.passed
    assert dg.AssetCheckSeverity.WARN is result.severity


def _decide(instance, batch, passed):
    figures = {"passed": passed, "applicants": 10}
    instance.report_runless_asset_event(
        dg.AssetMaterialization(VERDICTS, partition=batch, metadata=figures)
    )


def test_what_was_decided_last_counts_once_a_batch(instance):
    """A batch that was decided again counts as it stands now; its own past does not."""
    for number in range(COMPARED + 2):
        _decide(instance, f"b{number}", number)
    _decide(instance, "b3", 9)
    rates = earlier_rates(instance, VERDICTS, {"b6"})
    assert [("b3", 9), ("b5", 5), ("b4", 4), ("b2", 2), ("b1", 1)] == [
        (rate.batch, rate.passed) for rate in rates
    ]
