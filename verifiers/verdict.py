"""Findings → verdict: pass only where everything that bears is proven or signed for."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.dossiers import Dossier
from evidence.findings import ClaimResult, Finding, Outcome, Result, Verdict
from verifiers.bearing import completed, standing_of, with_bearing
from verifiers.notices.notice import Notice
from verifiers.rules.checks import PROVEN
from verifiers.rules.registry import in_scope

DEFERRED = "P14"


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
            ClaimResult(claim.no, claim.condition, _claim_result(claim.no, weighed))
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
