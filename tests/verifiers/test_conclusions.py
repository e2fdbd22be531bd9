"""How the checks of one rule become one finding: the worst decides, and what is said and shown."""

from __future__ import annotations

import pytest

from evidence.findings import Basis, Result
from evidence.places import Place
from verifiers.notices import load_notice
from verifiers.rules.checks import Check, conclude, merit, worst

POLICY = load_notice("xinxiang-2024-22").rules["H3"]
ONE, TWO = Place("一.jpg"), Place("二.jpg")

BAD = Check(Result.MISMATCH, "H3.below", "初中", where=(ONE,), required="高中")
BLANK = Check(Result.NOT_CHECKED, "H3.blank")
DOUBT = Check(Result.UNSURE, "H3.unknown", "肄业", where=(TWO,), suggestions=("高中", "高职"))
SIGNED = Check(Result.ATTESTED, "H3.enough", "高中", "甲", (ONE,), required="丙")
HOLDS = Check(Result.MATCH, "A4b.title", "先进个人", "乙", (TWO,), required="丁")


def concluded(*checks, basis=Basis.EVIDENCE):
    return conclude("XX2024001", "H3", None, POLICY, checks, basis)


@pytest.mark.parametrize(
    ("checks", "decisive"),
    [
        ((HOLDS, SIGNED, DOUBT, BLANK, BAD), BAD),
        ((HOLDS, SIGNED, DOUBT, BLANK), BLANK),
        ((HOLDS, SIGNED, DOUBT), DOUBT),
        ((HOLDS, SIGNED), SIGNED),
        ((HOLDS,), HOLDS),
        ((BAD, Check(Result.MISMATCH, "H3.unknown")), BAD),  # the first of equals
    ],
)
def test_the_worst_of_all_checks_decides(checks, decisive):
    assert decisive is worst(checks)
    assert decisive.result is concluded(*checks).result
    if len(checks) != 2 or checks[0] is not BAD:
        assert decisive is worst(checks[::-1])


@pytest.mark.parametrize(
    ("check", "proven"),
    [(BAD, False), (BLANK, False), (DOUBT, False), (SIGNED, True), (HOLDS, True)],
)
def test_only_a_match_and_a_signature_prove(check, proven):
    assert proven is check.proven


def test_what_fails_is_said_the_worst_first_and_what_holds_is_not():
    finding = concluded(HOLDS, DOUBT, BAD, SIGNED)
    said = finding.explanation
    assert said.index("初中") < said.index("肄业")
    assert "先进个人" not in said
    assert said.endswith("。")
    assert 1 == said.count("；")
    assert finding.explanation_en.endswith(".")
    assert "; " in finding.explanation_en
    assert ("初中", "", "高中") == (finding.declared, finding.found, finding.required)
    assert ("高中", "高职") == finding.suggestions


def test_where_all_holds_the_first_match_is_said_and_what_was_signed_for():
    finding = concluded(SIGNED, HOLDS, Check(Result.MATCH, "A4b.title", "标兵"))
    said = finding.explanation
    assert said.index("先进个人") < said.index("高中")
    assert "标兵" not in said
    assert ("先进个人", "乙", "丁") == (finding.declared, finding.found, finding.required)
    alone = concluded(SIGNED)
    assert ("高中", "甲", "丙") == (alone.declared, alone.found, alone.required)


def test_every_place_is_shown_once_the_deciding_one_first():
    finding = concluded(HOLDS, BAD, DOUBT)
    assert (ONE, TWO) == finding.where


def test_the_same_sentence_is_said_once():
    finding = concluded(BAD, BAD)
    assert 1 == finding.explanation.count("初中")
    assert 1 == concluded(DOUBT, BAD, DOUBT).suggestions.count("高中")


@pytest.mark.parametrize(
    ("checks", "basis"),
    [
        ((HOLDS,), Basis.EVIDENCE),
        ((HOLDS, SIGNED), Basis.ATTESTATION),
        ((SIGNED, DOUBT), Basis.EVIDENCE),
        ((BAD,), Basis.EVIDENCE),
    ],
)
def test_a_finding_rests_on_a_signature_only_where_that_decides(checks, basis):
    assert basis is concluded(*checks).basis


def test_a_finding_cites_article_and_words_and_bears_until_weighed():
    finding = concluded(BAD, basis=Basis.DECLARATION)
    assert f"{POLICY.article}“{POLICY.citation}”" == finding.citation
    assert ("XX2024001", "H3", None, True) == (
        finding.application, finding.rule, finding.claim, finding.bears,
    )  # fmt: skip
    assert 2 == conclude("XX2024001", "H3", 2, POLICY, [BAD], Basis.EVIDENCE).claim


def test_the_better_paper_is_not_the_one_with_more_comparisons():
    """One doubt among two comparisons weighs more than two doubts among five."""
    doubt, holds = Check(Result.UNSURE, ""), Check(Result.MATCH, "")
    assert merit([doubt, holds]) > merit([doubt, doubt, holds, holds, holds])
    assert merit([holds, holds, holds]) > merit([doubt, holds, holds, holds])
    assert merit([doubt, holds, holds]) > merit([doubt, holds])
