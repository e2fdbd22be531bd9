"""The verdict algebra: which findings an outcome depends on, and what they add up to.

mismatch < not_checked < unsure < attested < match. A pass needs every rule
about the application as a whole to be proven or signed for; and for 一级
schooling and appraisals (H3, H4), or one fully proven claim in their stead
(二(四)6). Its laws, which tests hold it to: lowering any finding, or taking
away supporting evidence, never turns on_site into pass; the order of findings
never matters; a mismatch bears unless the exception clause waives it; doubt
about a claim that is not needed does not; a rule without finding counts as not
checked; attested is never counted as match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidence.applications import Application, Claim
from evidence.dossiers import Dossier
from evidence.findings import ClaimResult, Finding, Outcome, Result, Verdict
from verifiers.notices.notice import Notice
from verifiers.rules.checks import PROVEN, Check, conclude
from verifiers.rules.patent_counts import enough
from verifiers.rules.patent_papers import declared_number
from verifiers.rules.registry import (
    LEVEL_ONE,
    claims_of,
    condition_of,
    expected,
    in_scope,
    rule_basis,
)

WAIVABLE = frozenset({"H3", "H4a", "H4b", "P14"})
"""What (四)6 waives: conditions 3 and 4, and with them the deferral of an appraisal."""
PATENTS_TOGETHER = "H65"
"""Its finding that belongs to no claim says whether the declared patents are enough."""
DEFERRED = "P14"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether H3 and H4 hold (no other grade asks for them), and which claims are proven."""

    schooling_and_appraisals: bool
    proven_claims: frozenset[int]
    patents_proven: bool

    @property
    def conditions_met(self) -> bool:
        """Whether conditions 3 and 4 hold or are waived."""
        return self.schooling_and_appraisals or bool(self.proven_claims)


def completed(
    application: Application, findings: Sequence[Finding], notice: Notice
) -> list[Finding]:
    """The findings, and a not-checked one for each rule that should have one and has none."""
    present = {(finding.rule, finding.claim) for finding in findings}
    added = [
        conclude(
            application.id,
            rule,
            claim,
            notice.rules[rule],
            [_unjudged(application, rule, notice)],
            rule_basis(rule),
        )
        for rule, claim in expected(application, notice)
        if (rule, claim) not in present
    ]
    return [*findings, *added]


def _unjudged(application: Application, rule: str, notice: Notice) -> Check:
    values = {"rule": rule, "title": notice.rules[rule].title}
    return Check(Result.NOT_CHECKED, "rule.missing", where=application.where, values=values)


def with_bearing(
    application: Application, findings: Sequence[Finding], notice: Notice
) -> list[Finding]:
    """The findings with `bears` set as the declarations and the notice have it."""
    standing = standing_of(application, findings, notice)
    return [
        finding if finding.bears is bearing else replace(finding, bears=bearing)
        for finding in findings
        for bearing in [bears(finding, standing)]
    ]


def bears(finding: Finding, standing: Standing) -> bool:
    """Whether the outcome depends on a finding.

    A mismatch in a claim always does. Beyond that a claim counts only where it
    is needed: not where H3 and H4 hold, nor beside another one that is proven.
    """
    if finding.rule in WAIVABLE:
        return standing.schooling_and_appraisals or not standing.proven_claims
    of_a_claim = finding.claim is not None or finding.rule == PATENTS_TOGETHER
    if not of_a_claim or finding.result is Result.MISMATCH:
        return True
    if standing.schooling_and_appraisals or not standing.proven_claims:
        return not standing.schooling_and_appraisals
    if finding.claim is None:
        return standing.patents_proven
    return finding.claim in standing.proven_claims


def standing_of(application: Application, findings: Sequence[Finding], notice: Notice) -> Standing:
    """How the findings leave the application; a rule without finding counts against it."""
    results: dict[tuple[str, int | None], list[Result]] = {}
    for finding in findings:
        results.setdefault((finding.rule, finding.claim), []).append(finding.result)
    needed = set(expected(application, notice)) | set(results)

    def holds(keys: set[tuple[str, int | None]]) -> bool:
        return all(
            key in results and all(result in PROVEN for result in results[key]) for key in keys
        )

    of_level_one = application.target_grade in LEVEL_ONE
    waivable = {key for key in needed if key[0] in WAIVABLE}
    proven = [
        claim
        for claim in claims_of(application, notice)
        if condition_of(claim) in range(1, 6)
        and holds({key for key in needed if key[1] == claim.no})
    ]
    together = holds({key for key in needed if key == (PATENTS_TOGETHER, None)})
    patents = _enough_patents(proven, notice) if together else frozenset()
    awards = {claim.no for claim in proven if condition_of(claim) != 5}
    return Standing(
        schooling_and_appraisals=holds(waivable) and (bool(waivable) or not of_level_one),
        proven_claims=patents | awards,
        patents_proven=bool(patents),
    )


def _enough_patents(proven: Sequence[Claim], notice: Notice) -> frozenset[int]:
    """The proven patents, where they are one invention or two utility models; else none."""
    patents = {}
    for claim in proven:
        number = declared_number(claim)
        if condition_of(claim) == 5 and number is not None:
            patents[number.digits] = (number.type, claim.no)
    if not enough((kind for kind, _ in patents.values()), notice.thresholds):
        return frozenset()
    return frozenset(no for _, no in patents.values())


def decide(dossier: Dossier, findings: Iterable[Finding], notice: Notice) -> Verdict:
    """The verdict on one applicant. The order of findings never matters.

    What bears is worked out here again, so that findings of other stages
    (across applicants) and later corrections are weighed by the same rule.
    """
    own = sorted(findings, key=_order)
    if any(finding.application != dossier.id for finding in own):
        raise ValueError(f"{dossier.id}: a finding of another application")
    application = dossier.application
    if application is None:
        return Verdict(dossier.id, Outcome.ON_SITE, False, (), (), tuple(own))
    weighed = sorted(
        with_bearing(application, completed(application, own, notice), notice), key=_order
    )
    bearing = [finding for finding in weighed if finding.bears]
    standing = standing_of(application, weighed, notice)
    passes = (
        in_scope(application, notice)
        and bool(bearing)
        and standing.conditions_met
        and all(finding.result in PROVEN for finding in bearing)
    )
    attested = {finding.rule for finding in bearing if finding.result is Result.ATTESTED}
    return Verdict(
        application=dossier.id,
        outcome=Outcome.PASS if passes else Outcome.ON_SITE,
        provisional=DEFERRED in attested,
        attested_rules=tuple(sorted(attested)),
        claims=tuple(
            ClaimResult(
                claim.no,
                claim.condition,
                _claim_result(claim.no, weighed),
                alone=bool(_enough_patents([claim], notice)),
            )
            for claim in application.claims
        ),
        findings=tuple(weighed),
    )


def _claim_result(no: int, findings: list[Finding]) -> Result:
    """The worst bearing result of a claim; of all its findings where none bears."""
    own = [finding for finding in findings if finding.claim == no]
    chosen = [finding for finding in own if finding.bears] or own
    worst = min(
        (finding.result for finding in chosen), key=lambda result: result.order, default=None
    )
    return worst or Result.NOT_CHECKED


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    """Application first, then claim by claim; by rule, and by what is said."""
    claim = -1 if finding.claim is None else finding.claim
    return claim, finding.rule, finding.result.order, finding.explanation, finding.declared
