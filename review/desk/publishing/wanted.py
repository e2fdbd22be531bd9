"""Which items a case gives the queue, and what a decision about each rests on."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.cases import Case
from evidence.findings import Finding, Outcome, Result
from review.desk.models.items import Kind
from review.desk.publishing.storable import storable
from review.rosters.people import CONDITIONS_3_AND_4, blocking_findings

WHOLE = 0
"""In place of a claim's 序号: the application as a whole."""
_NO_REASON = (
    "按规定须现场审查确认。",
    "The notice wants this application reviewed in person.",
)


@dataclass(frozen=True, slots=True)
class WantedItem:
    """An item that a case asks for.

    `blocking` are the findings that somebody must resolve, worst first; `basis` are all
    findings that bear on the same claim, which a decision rests on.
    """

    kind: Kind
    claim: int
    condition: int | None
    blocking: tuple[Finding, ...]
    basis: tuple[Finding, ...]

    @property
    def worst(self) -> Result:
        """The worst result among what is to be resolved; match where nothing is (a sample)."""
        return min(
            (one.result for one in self.blocking), key=lambda r: r.order, default=Result.MATCH
        )

    @property
    def worst_by_rule(self) -> dict[str, str]:
        """The worst result of each rule that is to be resolved."""
        return {one.rule: one.result.value for one in reversed(self.blocking)}

    @property
    def headline(self) -> tuple[str, str, str]:
        """Rule, Chinese and English sentence of the worst finding."""
        if self.blocking:
            first = self.blocking[0]
            return first.rule, first.explanation, first.explanation_en
        if self.kind is Kind.SAMPLE:
            return "", "抽查：请独立审核全部材料。", "A sample: review all of it on your own."
        return "", *_NO_REASON


def wanted_items(case: Case, *, sampled: bool) -> list[WantedItem]:
    """The items of a case: one a claim in doubt, one for the application, or a sample.

    Schooling and appraisals (H3, H4) are waived by a proven claim, so they are an item only
    where no claim is one; whoever decides the claim sees them beside it.
    """
    blocking = blocking_findings(case.verdict)
    if case.verdict.outcome is Outcome.PASS and not blocking:
        return [_item(case, Kind.SAMPLE, WHOLE, ())] if sampled else []
    claims = sorted({one.claim for one in blocking if one.claim is not None})
    items = [
        _item(case, Kind.CLAIM, no, tuple(one for one in blocking if one.claim == no))
        for no in claims
    ]
    whole = tuple(
        one
        for one in blocking
        if one.claim is None and not (claims and one.rule in CONDITIONS_3_AND_4)
    )
    if whole or not items:
        items.append(_item(case, Kind.APPLICATION, WHOLE, whole))
    return items


def _item(case: Case, kind: Kind, claim: int, blocking: tuple[Finding, ...]) -> WantedItem:
    basis = basis_of(case, kind, claim)
    condition = next((one.condition for one in case.verdict.claims if one.no == claim), None)
    return WantedItem(kind, claim, condition, blocking, basis)


def basis_of(case: Case, kind: Kind | str, claim: int) -> tuple[Finding, ...]:
    """The findings that a decision about an item rests on: for a sample, all that bear."""
    return tuple(
        one
        for one in case.verdict.findings
        if one.bears and (kind == Kind.SAMPLE or (one.claim or WHOLE) == claim)
    )


def reduced(findings: Iterable[Finding], case: Case) -> list[dict[str, Any]]:
    """Findings without wording: what was compared, with what result, in which bytes.

    Two cases with equal lists rest on the same evidence.
    """
    bytes_of = {one.outcome.upload.path: one.outcome.upload.sha256 for one in case.uploads}
    return sorted(
        (
            {
                "rule": one.rule,
                "claim": one.claim,
                "result": one.result.value,
                "declared": storable(one.declared),
                "found": storable(one.found),
                "required": storable(one.required),
                "files": sorted(
                    [upload, bytes_of.get(upload, "")]
                    for upload in {place.upload for place in one.where}
                ),
            }
            for one in findings
        ),
        key=lambda one: json.dumps(one, sort_keys=True),
    )


def fingerprint(seen: Sequence[dict[str, Any]]) -> str:
    """One hash of reduced findings."""
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_sampled(batch: str, applicant: str, share: float, key: bytes) -> bool:
    """Whether an applicant who passes is drawn; the draw is the same for ever, and secret."""
    digest = hmac.new(key, f"{batch}/{applicant}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
