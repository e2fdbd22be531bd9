"""The patents benchmark on a small slice of its truth, and that it catches judges who are wrong."""

from dataclasses import replace

import pytest

from benchmarks.patent_runs.judged import Judged
from benchmarks.patent_runs.records import judged_by_records
from benchmarks.patent_runs.scores import scored
from benchmarks.patents import kept_promise
from fixtures.generator.patent_set.cases import patent_cases
from fixtures.generator.patent_set.disagreeing import DISAGREEING

PATENTS = 2 * 2 * len(DISAGREEING)
"""Two cases of each kind, and as many genuine patents."""


@pytest.fixture(scope="module")
def cases():
    return list(patent_cases(5, PATENTS))


@pytest.fixture(scope="module")
def judged(cases):
    return judged_by_records(cases)


@pytest.fixture(scope="module")
def score(cases, judged):
    return scored(cases, judged)


def test_nobody_passes_whose_papers_disagree(score):
    assert 0 == score.total().false_passes, "\n".join(score.faults)


def test_every_disagreement_is_found_and_named(score):
    assert kept_promise(score), "\n".join(score.faults)


def test_no_genuine_patent_is_alarmed(score):
    assert 0 == score.alarms, "\n".join(score.faults)
    assert score.applicants == score.passed, "\n".join(score.faults)


def test_the_set_has_twenty_kinds_and_more(cases):
    assert 20 <= len({case.kind for case in cases if case.told})
    assert sum(case.patents for case in cases) >= PATENTS


def test_a_judge_that_lets_everybody_pass_is_caught(cases, judged):
    lenient = {who: Judged("pass", ()) for who in judged}
    score = scored(cases, lenient)
    assert not kept_promise(score)
    assert score.total().count == score.total().false_passes


def test_a_judge_that_is_right_for_the_wrong_reason_is_caught(cases, judged):
    """A finding counts for the claim that disagrees and under the rule that the notice names."""
    vague = {
        who: replace(one, findings=tuple(replace(f, rule="U1") for f in one.findings))
        for who, one in judged.items()
    }
    assert 0 == scored(cases, vague).total().found


def test_a_judge_that_names_no_values_is_caught(cases, judged):
    mute = {
        who: replace(one, findings=tuple(replace(f, sentence="不一致。") for f in one.findings))
        for who, one in judged.items()
    }
    total = scored(cases, mute).total()
    assert (0, True) == (total.named, total.found > 0)


def test_a_judge_that_alarms_at_genuine_patents_is_caught(cases, judged):
    shy = {
        who: replace(one, findings=tuple(replace(f, result="unsure") for f in one.findings))
        for who, one in judged.items()
    }
    score = scored(cases, shy)
    assert not kept_promise(score)
    assert 1.0 == score.alarm_share
