"""Where an applicant stands after the machine's verdict and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.cases import Case
from evidence.findings import Finding, Result, Verdict
from review.desk.models import Applicant, Item
from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, State
from review.desk.publishing.case_file import case_of
from review.desk.publishing.wanted import wanted_items
from review.rosters.people import CONDITIONS_3_AND_4, blocking_findings

_GOOD = (Result.MATCH, Result.ATTESTED)
_COUNTING = range(1, 6)
"""The conditions of (四)6 that a machine can prove; (6) is always for a person."""
_PATENTS = 5
"""The condition that several claims may meet together."""


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
    passes only where people decided every item that the case asks for and accepted every
    finding they were asked about, but for rejected claims beside a good one. Schooling and
    appraisals (H3, H4), which nobody is asked about beside a claim, need a good claim then
    (二(四)6).
    """
    if any(item.open for item in items):
        return Conclusion(Standing.UNDECIDED)
    chosen = {(item.kind, item.claim): item.choice for item in items if item.choice}
    if Choice.RETURN in chosen.values():
        return Conclusion(Standing.RETURNED)
    blocking = tuple(blocking_findings(case.verdict))
    if any(_sends_on_site(kind, choice) for (kind, _), choice in chosen.items()):
        return Conclusion(Standing.ON_SITE, blocking)
    wanted = wanted_items(case, sampled=False)
    if any((one.kind, one.claim) not in chosen for one in wanted):
        return Conclusion(Standing.UNDECIDED, blocking)
    accepted = {key for key, choice in chosen.items() if choice is Choice.ACCEPT}
    claims = {no for kind, no in accepted if kind is Kind.CLAIM}
    rejected = {no for kind, no in chosen if kind is Kind.CLAIM} - claims
    good = _has_good_claim(case.verdict, claims, rejected)
    settled = [
        one for item in wanted if (item.kind, item.claim) in accepted for one in item.blocking
    ]
    against = tuple(
        one
        for one in blocking
        if one not in settled
        and not (good and (one.rule in CONDITIONS_3_AND_4 or one.claim in rejected))
    )
    passes = not against and (good or not rejected)
    return Conclusion(Standing.PASS if passes else Standing.ON_SITE, against)


def _sends_on_site(kind: Kind, choice: Choice | None) -> bool:
    """Whether a decision alone keeps the applicant from passing, whatever else was decided."""
    return choice is Choice.ON_SITE or (kind is not Kind.CLAIM and choice is not Choice.ACCEPT)


def _has_good_claim(verdict: Verdict, accepted: set[int], rejected: set[int]) -> bool:
    """Whether a claim that the verdict knows was proven by the machine or accepted by people.

    Patents count together (发明1项或实用新型2项): where one of them fell, another is a good claim
    only if the notice says that it is enough alone.
    """
    good = {
        claim.no
        for claim in verdict.claims
        if claim.no in accepted
        or (claim.condition in _COUNTING and claim.result in _GOOD and claim.no not in rejected)
    }
    patents = [claim for claim in verdict.claims if claim.condition == _PATENTS]
    together = bool(patents) and all(claim.no in good for claim in patents)
    return together or any(
        claim.no in good and (claim.alone or claim.condition != _PATENTS)
        for claim in verdict.claims
    )


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
