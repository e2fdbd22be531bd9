"""The safety benchmark on a small slice, and that it catches judges who let people through."""

import datetime as dt

import pytest

from benchmarks.safety import kept, run
from benchmarks.safety_cases.cases import NUMBER, PERMITTED, TRAPS, Amount, cases
from benchmarks.safety_cases.judge import Judgement, lenient_judge, present_judge
from benchmarks.safety_cases.patents import number, wrong_check
from benchmarks.safety_cases.people import identity

SLICE = Amount(genuine=3, bases=1, pairs=0.02, across=1)


@pytest.fixture(scope="module")
def slice_tally():
    return run(present_judge(), 7, SLICE)


def test_nobody_passes_who_must_not(slice_tally):
    """The one promise, on some hundred applicants with traps."""
    passed = [one.case.name for one in slice_tally.wrong if one.false_pass]
    assert [] == passed


def test_genuine_applicants_pass_and_the_right_rule_is_named(slice_tally):
    assert kept(slice_tally), [(one.case.name, one.faults) for one in slice_tally.wrong]


def test_a_judge_that_lets_everybody_pass_is_caught():
    tally = run(lenient_judge, 7, SLICE)
    assert not kept(tally)
    assert tally.total.failing == tally.total.false_passes > 500


def test_a_judge_that_lets_nobody_pass_is_caught():
    """Safety alone is cheap: genuine applicants have to pass."""
    tally = run(lambda batch: [Judgement("on_site", frozenset({"H61"}))] * len(batch), 7, SLICE)
    assert not kept(tally)
    assert (0, 0) == (tally.total.false_passes, tally.total.passed)


def test_a_judge_that_is_right_for_the_wrong_reason_is_caught():
    """On-site counts only with the rule that the trap breaks."""
    right = present_judge()

    def vague(batch):
        return [Judgement(one.outcome, frozenset({"U9"})) for one in right(batch)]

    tally = run(vague, 7, Amount(genuine=0, bases=1, pairs=0.0, across=0), only="H61")
    assert not kept(tally)
    assert 0 == tally.total.named


def test_the_same_seed_gives_the_same_cases():
    amount = Amount(genuine=1, bases=1, pairs=0.01, across=1)
    assert list(cases(3, amount)) == list(cases(3, amount))


def test_every_trap_is_made():
    """A trap that fits nobody would be no test."""
    made = list(cases(1, Amount(genuine=0, bases=1, pairs=0.0, across=0)))
    names = {case.name.split(": ", 1)[1] for case in made}
    assert set() == {f"{change.rule} {change.name}" for change in (*TRAPS, *PERMITTED)} - names
    assert {NUMBER} == {case.batch[0].id for case in made}


def test_invented_numbers_carry_right_check_digits():
    """Against published ones: the example of GB 11643-1999, and patents that exist."""
    assert "11010519491231002X" == identity("110105", dt.date(1949, 12, 31), 2, "女")
    assert "ZL202010430096.0" == number(2020, "1", 430096)
    assert "ZL202210408314.X" == number(2022, "1", 408314)
    assert "ZL202210408314.7" == wrong_check("ZL202210408314.X")
