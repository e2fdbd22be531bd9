"""Which items a case gives the queue, and what a decision about each rests on."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence import codec
from evidence.applications import Claim
from evidence.cases import Case
from evidence.findings import Comparison, Finding, Outcome, Result
from evidence.register import RecordSource
from review.desk.models.items import Kind
from review.desk.publishing.storable import storable
from review.rosters.people import CONDITIONS_3_AND_4, blocking_findings

DECLARED = ""
"""In place of a rule: what is declared itself."""
WHOLE = 0
"""In place of a claim's 序号: the application as a whole."""
_GOOD = (Result.MATCH, Result.ATTESTED)
_NO_REASON = (
    "按规定须现场审查确认。",
    "The notice wants this application reviewed in person.",
)


@dataclass(frozen=True, slots=True)
class WantedItem:
    """An item that a case asks for.

    `blocking` are the findings that somebody must resolve, worst first; `typed_in` says of a
    sample that the pass rests on what a person typed in.
    """

    kind: Kind
    claim: int
    condition: int | None
    blocking: tuple[Finding, ...]
    typed_in: bool = False

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
        if self.kind is not Kind.SAMPLE:
            return "", *_NO_REASON
        return "", *(_TYPED_IN if self.typed_in else _SAMPLE)


_SAMPLE = ("抽查：请独立审核全部材料。", "A sample: review all of it on your own.")
_TYPED_IN = (
    "专利的官方检索结果由人工录入：请对照截图独立审核全部材料。",
    "The official patent result was typed in: review all of it on your own, with the screenshot.",
)


def rests_on_typing(case: Case) -> bool:
    """Whether an official record of a claimed patent is what a person typed in.

    What one pair of eyes read off a site is no more than that: others look at it before it
    carries a pass (附件1第九条；六(四)“谁审核、谁签名、谁负责”).
    """
    return any(record.source is RecordSource.REVIEWER for record in case.records)


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
    condition = next((one.condition for one in case.verdict.claims if one.no == claim), None)
    typed_in = kind is Kind.SAMPLE and rests_on_typing(case)
    return WantedItem(kind, claim, condition, blocking, typed_in)


def basis_of(case: Case, kind: Kind | str, claim: int) -> tuple[Finding, ...]:
    """The findings that a decision about an item rests on: for a sample, all that bear."""
    return tuple(
        one
        for one in case.verdict.findings
        if one.bears and (kind == Kind.SAMPLE or (one.claim or WHOLE) == claim)
    )


def evidence_of(case: Case, kind: Kind | str, claim: int) -> list[dict[str, Any]]:
    """What a decision about an item rests on, without wording.

    What is declared and by whom, then each finding: all that was compared and does not hold,
    with what result, in which bytes. Two cases with equal lists rest on the same evidence.
    What the notice asks for belongs to it where it is not met. Where it is, people decide on
    something else: a day that a new notice moves brings back only those whom it concerns.
    """
    bytes_of = {one.outcome.upload.path: one.outcome.upload.sha256 for one in case.uploads}
    found = [_reduced(one, bytes_of) for one in basis_of(case, kind, claim)]
    found.sort(key=lambda one: json.dumps(one, sort_keys=True))
    return [_declared(case, kind, claim), *found]


def _reduced(finding: Finding, bytes_of: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "claim": finding.claim,
        "result": finding.result.value,
        "declared": storable(finding.declared),
        "found": storable(finding.found),
        "required": "" if finding.result in _GOOD else storable(finding.required),
        "open": [_open(one) for one in finding.open],
        "files": sorted(
            [upload, bytes_of.get(upload, "")]
            for upload in {place.upload for place in finding.where}
        ),
    }


def _open(one: Comparison) -> list[str]:
    """None of them holds, so what the notice asks for belongs to each that it asks for one."""
    required = (storable(one.required),) if one.required else ()
    return [one.sentence, one.result.value, storable(one.declared), storable(one.found), *required]


def _declared(case: Case, kind: Kind | str, claim: int) -> dict[str, Any]:
    """Who declares what, in the place of a finding of no rule.

    The identity number is told by a hash only: `seen` is kept for good and shown to many.
    """
    application = case.dossier.application
    claims = application.claims if application and kind == Kind.SAMPLE else ()
    if application and kind == Kind.CLAIM:
        claims = tuple(one for one in application.claims if one.no == claim)
    whole = hashlib.sha256(application.id_number.encode() if application else b"")
    for one in claims:
        # Who checked it at the unit, and columns that nobody knows, are no part of a claim.
        whole.update(codec.encode(Claim, replace(one, reviewer="", raw={})))
    return {
        "rule": DECLARED,
        "claim": claim or None,
        "result": "",
        "declared": storable(application.name) if application else "",
        "found": "",
        "required": "",
        "open": [],
        "files": [[DECLARED, whole.hexdigest()]],
    }


def fingerprint(seen: Sequence[dict[str, Any]]) -> str:
    """One hash of what `evidence_of` tells."""
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_sampled(batch: str, applicant: str, share: float, key: bytes) -> bool:
    """Whether an applicant who passes is drawn; the draw is the same for ever, and secret."""
    digest = hmac.new(key, f"{batch}/{applicant}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
