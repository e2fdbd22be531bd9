"""The verdict: which findings bear beside which claims, and what is shown of each claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.findings import Basis, Result
from tests.verifiers.builders import (
    AWARD_CLAIM,
    MODEL_ONE,
    MODEL_TWO,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    award,
    award_dossier,
    certificate,
    decision,
    dossier,
    flagged,
    judged,
    patent_claim,
    record,
    skill,
)
from tests.verifiers.test_patents import models
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import WAIVABLE, decide, standing_of
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")


def bearing(verdict, claim):
    return {f.rule for f in verdict.findings if f.bears and f.claim == claim}


def found(one, *records):
    return verify(one, PatentRegister(records), load_authorities(), NOTICE, RECEIVED)


def lowered(findings, rule, claim, to):
    """The findings with one of them lowered."""
    return [
        replace(one, result=to, basis=Basis.DECLARATION)
        if (one.rule, one.claim) == (rule, claim)
        else one
        for one in findings
    ]


def test_conditions_3_and_4_are_what_an_exception_waives():
    assert {"H3", "H4a", "H4b", "P14"} == WAIVABLE


@pytest.mark.parametrize("rule", sorted(WAIVABLE - {"P14"}))
@pytest.mark.parametrize("to", [Result.MISMATCH, Result.NOT_CHECKED, Result.UNSURE])
def test_a_proven_award_waives_schooling_and_appraisals_and_nothing_else(rule, to):
    app = application(claims=(AWARD_CLAIM,))
    one = dossier(app, skill(), award(), decision())
    verdict = decide(one, lowered(found(one), rule, None, to), NOTICE)
    assert "pass" == verdict.outcome
    assert not bearing(verdict, None) & {"H3", "H4a", "H4b"}
    bare = dossier(replace(app, claims=()), skill())
    assert "on_site" == decide(bare, lowered(found(bare), rule, None, to), NOTICE).outcome
    for other in ("H2a", "H2b", "H2c", "H5", "P4", "G1"):
        both = lowered(lowered(found(one), rule, None, to), other, None, to)
        assert "on_site" == decide(one, both, NOTICE).outcome, other


def test_without_a_proof_every_claim_bears_where_conditions_fail():
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, patent_claim(2)))
    verdict = judged(dossier(app, skill()))
    assert {"A4b", "H61"} <= bearing(verdict, 1)
    assert {"A9", "H65"} <= bearing(verdict, 2)
    assert {"H3", "H4b", "H65"} <= bearing(verdict, None)
    assert "on_site" == verdict.outcome


def test_where_conditions_hold_no_claim_bears_but_what_contradicts_one():
    app = application(claims=(AWARD_CLAIM, patent_claim(2, inventor_rank=1)))
    verdict = judged(dossier(app, skill(), certificate()), record())
    assert "on_site" == verdict.outcome
    assert set() == bearing(verdict, 1)
    assert {"H65"} == bearing(verdict, 2)
    assert {("H65", 2)} == flagged(verdict)


def test_beside_a_proven_award_an_unproven_patent_does_not_bear():
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, patent_claim(2)))
    verdict = judged(dossier(app, skill(), award(), decision()))
    assert "pass" == verdict.outcome
    assert bearing(verdict, 1) >= {"A4b", "H61", "A1"}
    assert set() == bearing(verdict, 2)
    assert "H65" not in bearing(verdict, None)


def test_beside_a_proven_patent_an_unproven_award_does_not_bear():
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, patent_claim(2)))
    verdict = judged(dossier(app, skill(), certificate()), record())
    assert "pass" == verdict.outcome
    assert set() == bearing(verdict, 1)
    assert bearing(verdict, 2) >= {"A9", "H65", "A1"}
    assert "H65" in bearing(verdict, None)


def test_too_few_patents_contradict_even_beside_a_proven_award():
    """A mismatch always bears: what is declared under (四)6(5) cannot be."""
    app = application(
        **NEEDS_EXCEPTION,
        claims=(AWARD_CLAIM, patent_claim(2, patent_number=MODEL_ONE, patent_type="实用新型")),
    )
    verdict = judged(dossier(app, skill(), award(), decision()))
    assert ("H65", None) in flagged(verdict)
    assert "on_site" == verdict.outcome


@pytest.mark.parametrize("condition", [6, None, 7])
def test_what_no_machine_proves_is_never_the_exception(condition):
    one = award_dossier(replace(AWARD_CLAIM, condition=condition))
    findings = [
        replace(f, result=Result.MATCH, basis=Basis.EVIDENCE) if f.claim == 1 else f
        for f in found(one)
    ]
    verdict = decide(one, findings, NOTICE)
    assert "on_site" == verdict.outcome
    standing = standing_of(one.application, findings, NOTICE)
    assert frozenset() == standing.proven_claims
    assert not standing.conditions_met


def test_two_models_are_proven_together_and_one_alone_is_not():
    claims, papers, records = models(MODEL_ONE, MODEL_TWO)
    app = application(**NEEDS_EXCEPTION, claims=tuple(claims))
    one = dossier(app, skill(), *papers)
    findings = found(one, *records)
    standing = standing_of(app, findings, NOTICE)
    assert (frozenset({1, 2}), True) == (standing.proven_claims, standing.patents_proven)
    for rule, claim in (("A9", 1), ("A1", 2), ("H65", None)):
        worse = lowered(findings, rule, claim, Result.UNSURE)
        standing = standing_of(app, worse, NOTICE)
        assert (frozenset(), False) == (standing.proven_claims, standing.patents_proven)


def test_an_invention_beside_a_model_is_enough_and_both_bear():
    claims, papers, records = models(MODEL_ONE)
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(2), claims[0]))
    verdict = judged(dossier(app, skill(), certificate(), *papers), record(), *records)
    assert "pass" == verdict.outcome
    assert {"A9", "H65"} <= bearing(verdict, 1) & bearing(verdict, 2)


def test_an_invention_is_enough_alone_and_a_model_is_not():
    """The desk asks where a person rejects one of several patents."""
    claims, papers, records = models(MODEL_ONE)
    app = application(
        **NEEDS_EXCEPTION, claims=(AWARD_CLAIM, patent_claim(2), replace(claims[0], no=3))
    )
    verdict = judged(dossier(app, skill(), certificate(), *papers), record(), *records)
    assert [(1, False), (2, True), (3, False)] == [(one.no, one.alone) for one in verdict.claims]


def test_the_same_patent_under_two_numbers_of_claims_is_one():
    claims = (
        patent_claim(1, patent_number=MODEL_ONE, patent_type="实用新型"),
        patent_claim(2, patent_number=MODEL_ONE.removeprefix("ZL"), patent_type="实用新型"),
    )
    app = application(**NEEDS_EXCEPTION, claims=claims)
    one = dossier(app, skill())
    all_hold = [replace(f, result=Result.MATCH, basis=Basis.EVIDENCE) for f in found(one)]
    assert frozenset() == standing_of(app, all_hold, NOTICE).proven_claims


def test_nobody_passes_by_claims_alone():
    """Findings of the claims without those of the application: each missing one is not checked."""
    one = award_dossier()
    claims_only = [finding for finding in found(one) if finding.claim is not None]
    verdict = decide(one, claims_only, NOTICE)
    assert "on_site" == verdict.outcome
    assert {"not_checked"} == {f.result for f in verdict.findings if f.claim is None}
    assert decide(one, [], NOTICE).attested_rules == ()


def test_two_findings_of_one_rule_both_count():
    """A finding across applicants beside one's own: the worse decides."""
    one = award_dossier()
    findings = found(one)
    own = next(f for f in findings if (f.rule, f.claim) == ("H61", 1))
    doubt = replace(own, result=Result.UNSURE, explanation="同一证书。")
    verdict = decide(one, [*findings, doubt], NOTICE)
    assert "on_site" == verdict.outcome
    assert [(1, 1, "unsure")] == [(c.no, c.condition, c.result) for c in verdict.claims]


@pytest.mark.parametrize(
    ("claims", "papers", "expected"),
    [
        ((AWARD_CLAIM,), (award(), decision()), ["attested"]),
        ((AWARD_CLAIM,), (), ["not_checked"]),
        ((AWARD_CLAIM,), (award(recipient="韩玉梅"), decision()), ["mismatch"]),
        (
            (AWARD_CLAIM, replace(AWARD_CLAIM, no=2, condition=6)),
            (award(), decision()),
            ["attested", "unsure"],
        ),
    ],
)
def test_of_each_claim_its_worst_finding_is_shown(claims, papers, expected):
    app = application(**NEEDS_EXCEPTION, claims=claims)
    verdict = judged(dossier(app, skill(), *papers))
    assert expected == [claim.result for claim in verdict.claims]


def test_a_needless_claim_shows_its_worst_finding_though_none_bears():
    verdict = judged(dossier(application(claims=(AWARD_CLAIM,)), skill()))
    assert ["not_checked"] == [claim.result for claim in verdict.claims]
    assert set() == bearing(verdict, 1)


def test_a_lower_grade_needs_no_schooling_and_its_claims_are_not_judged():
    app = application(
        target_grade="五级", grade="", confirmed=application().certified, claims=(AWARD_CLAIM,)
    )
    verdict = judged(dossier(app, skill()))
    assert "pass" == verdict.outcome
    assert ["not_checked"] == [claim.result for claim in verdict.claims]


def test_findings_are_shown_the_application_first_then_claim_by_claim_by_rule():
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(2), AWARD_CLAIM))
    verdict = judged(dossier(app, skill(), award(), decision()))
    shown = [(-1 if f.claim is None else f.claim, f.rule) for f in verdict.findings]
    assert sorted(shown) == shown
    assert [-1, 1, 2] == sorted({claim for claim, _ in shown})


def test_a_pass_is_provisional_only_where_the_deferral_bears():
    appraisals = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀"}
    app = application(appraisals=appraisals, deferral_promised="是")
    assert judged(dossier(app, skill())).provisional
    assert "P14" in judged(dossier(app, skill())).attested_rules
    refused = judged(dossier(replace(app, deferral_promised="否"), skill()))
    assert not refused.provisional


def test_an_application_that_is_not_there_is_on_site_whatever_was_found():
    verdict = judged(dossier(None))
    assert ("on_site", False, (), ()) == (
        verdict.outcome, verdict.provisional, verdict.attested_rules, verdict.claims,
    )  # fmt: skip


@pytest.mark.parametrize("missing", [("A9", 1), ("A1", 1), ("H65", None), ("H65", 1)])
def test_a_rule_without_finding_counts_against_a_claim(missing):
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(),))
    findings = found(dossier(app, skill(), certificate()), record())
    assert standing_of(app, findings, NOTICE).patents_proven
    rest = [one for one in findings if (one.rule, one.claim) != missing]
    assert not standing_of(app, rest, NOTICE).patents_proven


@pytest.mark.parametrize("missing", ["H3", "H4a", "H4b"])
def test_a_condition_without_finding_does_not_hold(missing):
    findings = found(dossier(application(), skill()))
    assert standing_of(application(), findings, NOTICE).schooling_and_appraisals
    rest = [one for one in findings if one.rule != missing]
    assert not standing_of(application(), rest, NOTICE).schooling_and_appraisals
    assert not standing_of(application(), [], NOTICE).schooling_and_appraisals


def test_a_finding_beyond_the_expected_ones_counts_too():
    """What other stages find of a claim (X1) is part of what must hold."""
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,))
    findings = found(dossier(app, skill(), award(), decision()))
    assert {1} == standing_of(app, findings, NOTICE).proven_claims
    again = replace(findings[-1], rule="X1", claim=1, result=Result.UNSURE)
    assert frozenset() == standing_of(app, [*findings, again], NOTICE).proven_claims
