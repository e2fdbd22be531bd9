"""Whose turn it is, from decision to decision; no database."""

import pytest

from review.desk.flow.stages import Given, Start, may_decide, next_step, start_of
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage

A, S, D, F, R = Choice.ACCEPT, Choice.REJECT, Choice.SUPPLEMENT, Choice.ON_SITE, Choice.RETURN
FIRST, REVIEW, SECOND, LAST = Stage.PRELIMINARY, Stage.REVIEW, Stage.SECOND, Stage.ADJUDICATION
OFFICES = {"辉县市": False, "长垣市": True}


@pytest.mark.parametrize(
    ("kind", "region", "grade", "expected"),
    [
        (Kind.CLAIM, "市直", "一级", Start(REVIEW, local=False)),
        (Kind.CLAIM, "", "", Start(REVIEW, local=False)),
        (Kind.CLAIM, "辉县市", "一级", Start(FIRST, local=False)),
        (Kind.CLAIM, "辉县市", "二级", Start(FIRST, local=False)),
        (Kind.APPLICATION, "长垣市", "一级", Start(FIRST, local=False)),
        (Kind.APPLICATION, "长垣市", "二级", Start(REVIEW, local=True)),
        (Kind.APPLICATION, "长垣市", "五级", Start(REVIEW, local=True)),
        # A grade that nobody could read is not known to be below 一级.
        (Kind.APPLICATION, "长垣市", "", Start(FIRST, local=False)),
        (Kind.SAMPLE, "辉县市", "一级", Start(REVIEW, local=False)),
        (Kind.SAMPLE, "长垣市", "三级", Start(REVIEW, local=False)),
    ],
)
def test_where_an_item_begins(kind, region, grade, expected):
    assert expected == start_of(kind, region, grade, OFFICES)


@pytest.mark.parametrize(
    ("kind", "decisions", "state", "stage"),
    [
        # (stage, choice, accepts a mismatch) by one person after another.
        (Kind.CLAIM, [(REVIEW, A, False)], "closed", REVIEW),
        (Kind.CLAIM, [(REVIEW, A, True)], "open", SECOND),
        (Kind.CLAIM, [(REVIEW, S, False)], "closed", REVIEW),
        (Kind.CLAIM, [(REVIEW, F, False)], "closed", REVIEW),
        (Kind.CLAIM, [(REVIEW, R, False)], "closed", REVIEW),
        (Kind.CLAIM, [(REVIEW, D, False)], "waiting", REVIEW),
        (Kind.CLAIM, [(REVIEW, D, False), (REVIEW, A, False)], "closed", REVIEW),
        (Kind.CLAIM, [(REVIEW, A, True), (SECOND, A, True)], "closed", SECOND),
        (Kind.CLAIM, [(REVIEW, A, True), (SECOND, S, False)], "open", LAST),
        (Kind.CLAIM, [(REVIEW, A, True), (SECOND, D, False)], "open", LAST),
        (Kind.CLAIM, [(REVIEW, D, False), (REVIEW, A, True), (SECOND, A, True)], "closed", SECOND),
        (Kind.CLAIM, [(REVIEW, A, True), (SECOND, S, False), (LAST, S, False)], "closed", LAST),
        (Kind.CLAIM, [(REVIEW, A, True), (SECOND, S, False), (LAST, A, True)], "closed", LAST),
        (Kind.CLAIM, [(REVIEW, A, True), (SECOND, S, False), (LAST, D, False)], "waiting", LAST),
        (Kind.SAMPLE, [(REVIEW, A, False)], "open", SECOND),
        (Kind.SAMPLE, [(REVIEW, S, False)], "open", SECOND),
        (Kind.SAMPLE, [(REVIEW, S, False), (SECOND, S, False)], "closed", SECOND),
        (Kind.SAMPLE, [(REVIEW, S, False), (SECOND, F, False)], "open", LAST),
        (Kind.CLAIM, [(FIRST, A, False)], "open", REVIEW),
        (Kind.CLAIM, [(FIRST, R, False)], "open", REVIEW),
        (Kind.CLAIM, [(FIRST, D, False)], "waiting", FIRST),
        # The county accepted a mismatch and the city did not: the county's was only the 初审.
        (Kind.CLAIM, [(FIRST, A, True), (REVIEW, S, False)], "closed", REVIEW),
        (Kind.CLAIM, [(FIRST, S, False), (REVIEW, A, True)], "open", SECOND),
        (Kind.CLAIM, [(FIRST, A, True), (REVIEW, A, True), (SECOND, A, True)], "closed", SECOND),
    ],
)
def test_where_an_item_goes(kind, decisions, state, stage):
    given = [Given(at, choice, n, over) for n, (at, choice, over) in enumerate(decisions)]
    step = next_step(kind, given[-1], given[:-1])
    assert (state, stage) == (step.state, step.stage)
    assert step.choice is (decisions[-1][1] if state == "closed" else None)


@pytest.mark.parametrize(
    ("stage", "before", "allowed"),
    [
        (REVIEW, [], True),
        (REVIEW, [(FIRST, 1)], False),
        (REVIEW, [(FIRST, 2)], True),
        # Who asked for more material decides again once it is there.
        (REVIEW, [(REVIEW, 1)], True),
        (FIRST, [(FIRST, 1)], True),
        (SECOND, [(REVIEW, 1)], False),
        (SECOND, [(REVIEW, 1), (REVIEW, 2)], False),
        (SECOND, [(FIRST, 1), (REVIEW, 2)], False),
        (SECOND, [(FIRST, 3), (REVIEW, 2)], True),
        (LAST, [(REVIEW, 1), (SECOND, 2)], False),
        (LAST, [(REVIEW, 2), (SECOND, 1)], False),
        (LAST, [(FIRST, 1), (REVIEW, 2), (SECOND, 3)], False),
        (LAST, [(REVIEW, 2), (SECOND, 3), (LAST, 1)], True),
    ],
)
def test_each_stage_of_a_round_is_another_persons(stage, before, allowed):
    given = [Given(at, A, person) for at, person in before]
    assert allowed is may_decide(stage, 1, given)
