"""Which rules are asked: of every application, of one grade, and of a claim under each item of (四)6."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.errors import DataError
from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    application,
    award,
    decision,
    dossier,
    judged,
    patent_claim,
    result,
    skill,
)
from verifiers.notices import load_notice
from verifiers.rules.registry import application_rules, check_notice, claim_rules
from verifiers.rules.table import rule_rows

NOTICE = load_notice("xinxiang-2024-22")
OF_AN_AWARD = {"A1", "A2a", "A2b", "A3b", "A4a", "A4b", "P13"}
LEVEL_ONE = {"H0", "H1", "H2a", "H2b", "H2c", "H3", "H4a", "H4b", "H5", "P4"}
EVERYONE = {"S0", "U1", "S1", "S2", "S3", "G1", "A12", "P2", "P5", "P6"}


@pytest.mark.parametrize(
    ("condition", "rules"),
    [
        (1, OF_AN_AWARD | {"H61", "A3a", "A6"}),
        (2, OF_AN_AWARD | {"H62"}),
        (3, OF_AN_AWARD | {"H63", "A3a"}),
        (4, OF_AN_AWARD | {"H64", "A3a"}),
        (5, {"H65", "A1", "A2a", "A3b", "A9"}),
        (6, {"H66", "A2a"}),
        (7, {"H6", "A2a"}),
        (0, {"H6", "A2a"}),
        (None, {"H6", "A2a"}),
    ],
)
def test_each_item_has_its_own_rules_and_no_others(condition, rules):
    claim = patent_claim() if condition == 5 else replace(AWARD_CLAIM, condition=condition)
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    verdict = judged(dossier(app, skill(), award(), decision()))
    assert rules == {one.rule for one in verdict.findings if one.claim == 1}


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("全国劳动模范", True),
        ("全国先进工作者", True),
        ("河南省劳动模范", True),
        ("河南省先进工作者", True),
        ("“河南省劳动模范”荣誉称号", True),
        ("新乡市劳动模范", False),
        ("全省先进工作者", False),
    ],
)
def test_a10_is_asked_of_national_and_provincial_model_workers(title, asked):
    app = application(claims=(replace(AWARD_CLAIM, title=title),))
    rules = {one.rule for one in judged(dossier(app, skill())).findings}
    assert asked == ("A10" in rules)


def test_level_one_has_conditions_of_its_own():
    rules = {one.rule for one in judged(dossier(application(), skill())).findings}
    assert EVERYONE | LEVEL_ONE == rules


def test_an_unwritten_grade_is_told_and_nothing_else_judged():
    """S0 and what cannot be read: nobody knows which rules would hold."""
    app = application(target_grade="特级", claims=(AWARD_CLAIM,))
    verdict = judged(dossier(app, skill()))
    assert {("S0", None), ("U1", None)} == {(one.rule, one.claim) for one in verdict.findings}
    assert "not_checked" == result(verdict, "S0")
    assert "match" == result(verdict, "U1")
    assert "on_site" == verdict.outcome


def test_without_an_application_only_the_uploads_are_told():
    verdict = judged(dossier(None))
    assert {"P3", "U1"} == {one.rule for one in verdict.findings}
    assert ("not_checked", "match") == (result(verdict, "P3"), result(verdict, "U1"))
    assert "on_site" == verdict.outcome


@pytest.mark.parametrize("rule", sorted({*load_notice("xinxiang-2024-22").rules}))
def test_a_notice_must_say_of_every_rule_what_carries_it(rule):
    rules = {one: policy for one, policy in NOTICE.rules.items() if one != rule}
    with pytest.raises(DataError) as error:
        check_notice(replace(NOTICE, rules=rules))
    assert "E-NOTICE-RULES" == error.value.code
    assert rule in error.value.problem.zh
    assert rule in error.value.problem.en


def test_the_table_shows_of_whom_each_rule_is_asked():
    rows = {row.id: row for row in rule_rows(NOTICE)}
    assert list(NOTICE.rules) == list(rows)
    asked = {rule: (row.grades, row.conditions) for rule, row in rows.items()}
    assert ((), ()) == asked["S1"] == asked["P3"] == asked["X1"]
    assert (("四级",), ()) == asked["L4"]
    assert (("一级",), ()) == asked["H3"]
    assert (("一级",), (1, 2, 3, 4)) == asked["A4b"]
    assert (("一级",), (1, 2, 3, 4, 5, 6)) == asked["A2a"]
    assert (("一级",), (5,)) == asked["A9"]
    registered = {rule.id for rule in (*application_rules(), *claim_rules())}
    assert registered <= set(rows)


def test_every_row_of_the_table_compares_something_and_speaks():
    for row in rule_rows(NOTICE):
        assert row.description.compares, row.id
        assert row.description.compares_en, row.id
        keys = [key for key, _, _ in row.sentences()]
        assert all(key.startswith(f"{row.id}.") for key in keys), row.id
        assert keys or row.description.speaks, row.id
