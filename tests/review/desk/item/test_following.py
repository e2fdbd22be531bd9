import pytest

from evidence.findings import Result
from review.desk.flow.stages import Given
from review.desk.item.following import preselects, what_follows
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage

FIRST = Given(Stage.REVIEW, Choice.ACCEPT, 7, overrules=True)


def follows(choice, *, kind=Kind.CLAIM, stage=Stage.REVIEW, worst="mismatch", before=()):
    return what_follows(kind, stage, choice, worst, before, 1).zh


@pytest.mark.parametrize(
    ("choice", "values", "words"),
    [
        (Choice.ACCEPT, {}, "另一位复核员"),
        (Choice.ACCEPT, {}, "推翻"),
        (Choice.ACCEPT, {"worst": "unsure"}, "保存后即办结"),
        (Choice.REJECT, {}, "保存后即办结"),
        (Choice.SUPPLEMENT, {}, "等待补充材料"),
        (Choice.REJECT, {"kind": Kind.SAMPLE}, "另一位复核员"),
        (Choice.ACCEPT, {"stage": Stage.PRELIMINARY}, "市级审核"),
        (Choice.REJECT, {"stage": Stage.ADJUDICATION}, "保存后即办结"),
    ],
)
def test_the_page_says_what_follows(choice, values, words):
    assert words in follows(choice, **values)


def test_a_sample_does_not_tell_that_the_machine_found_a_mismatch():
    texts = {follows(Choice.ACCEPT, kind=Kind.SAMPLE, worst=worst) for worst in Result}
    assert 1 == len(texts)


def test_a_second_reviewer_cannot_tell_the_first_decision_from_what_follows():
    texts = {
        follows(choice, stage=Stage.SECOND, before=[Given(Stage.REVIEW, first, 7, overrules=True)])
        for choice in Choice
        for first in Choice
    }
    assert 1 == len(texts)


@pytest.mark.parametrize(
    ("kind", "worst", "expected"),
    [
        (Kind.CLAIM, Result.UNSURE, True),
        (Kind.APPLICATION, Result.ATTESTED, True),
        (Kind.CLAIM, Result.MISMATCH, False),
        (Kind.CLAIM, Result.NOT_CHECKED, False),
        (Kind.SAMPLE, Result.MATCH, False),
    ],
)
def test_a_reason_is_chosen_beforehand_only_where_nothing_is_overruled(kind, worst, expected):
    assert expected is preselects(kind, worst)
