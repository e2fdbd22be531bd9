"""Which findings an outcome depends on: the algebra of 二(四) and its exception clause 6.

A pass needs every rule about the application as a whole; and schooling and
appraisals (H3, H4) or one fully proven claim in their stead. Lowering any
finding never turns on_site into pass: each of these conditions only asks for
results that are high enough, and a mismatch of any claim stands against all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evidence.applications import Application, Claim
from evidence.findings import Finding, Result
from evidence.patent_numbers import PatentType
from verifiers.notices.notice import Notice
from verifiers.rules.checks import PROVEN, Check, conclude
from verifiers.rules.patent_papers import declared_number
from verifiers.rules.registry import condition_of, expected, rule_basis

WAIVABLE = frozenset({"H3", "H4a", "H4b", "P14"})
"""What (四)6 waives: conditions 3 and 4, and with them the deferral of an appraisal."""
PATENTS_TOGETHER = "H65"
"""Its finding that belongs to no claim says whether the declared patents are enough."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether H3 and H4 hold, and which claims are proven from end to end."""

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
            [Check(Result.NOT_CHECKED, "rule.missing", values={"rule": rule})],
            rule_basis(rule),
        )
        for rule, claim in expected(application, notice)
        if (rule, claim) not in present
    ]
    return [*findings, *added]


def with_bearing(
    application: Application, findings: Sequence[Finding], notice: Notice
) -> list[Finding]:
    """The findings with `bears` set as the declarations and the notice have it."""
    standing = standing_of(application, findings, notice)
    return [replace(finding, bears=bears(finding, standing)) for finding in findings]


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

    waivable = {key for key in needed if key[0] in WAIVABLE}
    proven = [
        claim
        for claim in application.claims
        if condition_of(claim) in range(1, 6)
        and holds({key for key in needed if key[1] == claim.no})
    ]
    together = holds({key for key in needed if key == (PATENTS_TOGETHER, None)})
    patents = _enough_patents(proven, notice) if together else frozenset()
    awards = {claim.no for claim in proven if condition_of(claim) != 5}
    return Standing(
        schooling_and_appraisals=bool(waivable) and holds(waivable),
        proven_claims=patents | awards,
        patents_proven=bool(patents),
    )


def _enough_patents(proven: Sequence[Claim], notice: Notice) -> frozenset[int]:
    """The proven patents, where they are one invention or two utility models; else none."""
    limits = notice.thresholds
    patents = {}
    for claim in proven:
        number = declared_number(claim)
        if condition_of(claim) == 5 and number is not None:
            patents[number.digits] = (number.type, claim.no)
    types = [kind for kind, _ in patents.values()]
    enough = (
        types.count(PatentType.INVENTION) >= limits.inventions
        or types.count(PatentType.UTILITY_MODEL) >= limits.utility_models
    )
    return frozenset(no for _, no in patents.values()) if enough else frozenset()
