"""Where an applicant stands after the machine's verdict and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.cases import Case
from evidence.findings import Finding, Outcome, Result
from review.desk.models import Applicant, Item
from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, State
from review.desk.publishing.case_file import case_of
from review.rosters.people import CONDITIONS_3_AND_4, blocking_findings

_GOOD = (Result.MATCH, Result.ATTESTED)


@dataclass(frozen=True, slots=True)
class Decided:
    """An item as the conclusion looks at it; `choice` is None while none is in force."""

    kind: Kind
    claim: int
    open: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Where an applicant stands, and which findings still stand against a pass."""

    standing: Standing
    against: tuple[Finding, ...] = ()


def conclude(case: Case, items: Sequence[Decided]) -> Conclusion:
    """Where an applicant stands.

    Nobody passes while an item is open. What the machine passed passes, unless a person who
    looked at it (a sample, or evidence that changed) decided otherwise. What it did not pass
    passes only where people accepted every finding that blocks, but for what a good claim
    waives (H3, H4: 二(四)6), and but for rejected claims beside a good one.
    """
    if any(item.open for item in items):
        return Conclusion(Standing.UNDECIDED)
    chosen = {(item.kind, item.claim): item.choice for item in items if item.choice}
    if Choice.RETURN in chosen.values():
        return Conclusion(Standing.RETURNED)
    if Choice.ON_SITE in chosen.values() or any(
        choice is not Choice.ACCEPT
        for (kind, _), choice in chosen.items()
        if kind is not Kind.CLAIM
    ):
        return Conclusion(Standing.ON_SITE, tuple(blocking_findings(case.verdict)))
    rejected = {
        no
        for (kind, no), choice in chosen.items()
        if kind is Kind.CLAIM and choice is not Choice.ACCEPT
    }
    accepted = {
        no
        for (kind, no), choice in chosen.items()
        if kind is Kind.CLAIM and choice is Choice.ACCEPT
    }
    proven = {claim.no for claim in case.verdict.claims if claim.result in _GOOD} - rejected
    good = bool(accepted | proven)
    if case.verdict.outcome is Outcome.PASS and not rejected:
        return Conclusion(Standing.PASS)
    whole = chosen.get((Kind.APPLICATION, 0)) is Choice.ACCEPT
    against = tuple(
        one
        for one in _blocking(case, rejected)
        if not _resolved(one, accepted=accepted, rejected=rejected, good=good, whole=whole)
    )
    return Conclusion(Standing.ON_SITE if against else Standing.PASS, against)


def _blocking(case: Case, rejected: set[int]) -> list[Finding]:
    """What blocks, and what blocks as well once a claim that carried it is rejected."""
    blocking = blocking_findings(case.verdict)
    if rejected:
        # H3 and H4 did not bear while the machine held the claim proven.
        waived = [
            one
            for one in case.verdict.findings
            if one.claim is None
            and one.rule in CONDITIONS_3_AND_4
            and one.result not in _GOOD
            and one not in blocking
        ]
        return blocking + waived
    return blocking


def _resolved(
    finding: Finding, *, accepted: set[int], rejected: set[int], good: bool, whole: bool
) -> bool:
    """Whether people, or a good claim, have settled a finding that blocks."""
    if finding.claim is not None:
        return finding.claim in accepted or (finding.claim in rejected and good)
    if finding.rule in CONDITIONS_3_AND_4:
        return good or whole
    return whole


def settle(applicants: Iterable[Applicant], cases: Mapping[int, Case] | None = None) -> None:
    """Work out where these applicants stand and keep it; cases that are at hand may be given."""
    applicants = list(applicants)
    items: dict[int, list[Decided]] = {}
    for item in Item.objects.filter(applicant__in=applicants):
        items.setdefault(item.applicant_id, []).append(decided(item))
    moved = []
    for applicant in applicants:
        case = cases.get(applicant.pk) if cases else None
        standing = conclude(case or case_of(applicant.pk), items.get(applicant.pk, [])).standing
        if applicant.standing != standing:
            applicant.standing = standing
            moved.append(applicant)
    Applicant.objects.bulk_update(moved, ["standing"])


def decided(item: Item) -> Decided:
    """The item as the conclusion looks at it."""
    return Decided(
        kind=Kind(item.kind),
        claim=item.claim,
        open=item.state in (State.OPEN, State.WAITING),
        choice=Choice(item.choice) if item.choice and item.state == State.CLOSED else None,
    )
