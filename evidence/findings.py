"""Findings and verdicts: what was compared, with what result, under which article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.places import Place


class Result(StrEnum):
    """The outcome of one comparison, worst first."""

    MISMATCH = "mismatch"
    NOT_CHECKED = "not_checked"
    UNSURE = "unsure"
    ATTESTED = "attested"
    MATCH = "match"

    @property
    def order(self) -> int:
        """0 for the worst; lowering a result never yields a pass."""
        return _ORDER[self]


_ORDER = {result: place for place, result in enumerate(Result)}


class Basis(StrEnum):
    """What a finding rests on."""

    EVIDENCE = "evidence"
    ATTESTATION = "attestation"
    DECLARATION = "declaration"
    REGISTER = "register"


class Outcome(StrEnum):
    """The two rosters of 五(三)."""

    PASS = "pass"  # noqa: S105  an outcome
    ON_SITE = "on_site"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison behind a finding, without wording: `sentence` names the one that tells it."""

    sentence: str
    result: Result
    declared: str = ""
    found: str = ""
    required: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied to one application or to one claim of it.

    `claim` is the claim's 序号, None for the application as a whole;
    `bears` says whether the outcome depends on it; `citation` is the notice's
    words; `explanation` is the one Chinese sentence a reviewer reads;
    `declared` and `found` are the two values compared, as text, `required` what
    the notice asks for where that is a value too (a day, a count, a level).
    `open` are all comparisons that do not hold, the worst first: a decision
    rests on every one of them, not only on the one that is shown.
    """

    application: str
    rule: str
    claim: int | None
    result: Result
    bears: bool
    basis: Basis
    citation: str
    explanation: str
    explanation_en: str
    declared: str = ""
    found: str = ""
    suggestions: tuple[str, ...] = ()
    where: tuple[Place, ...] = ()
    required: str = ""
    open: tuple[Comparison, ...] = ()

    def __post_init__(self) -> None:
        if not self.citation or not self.explanation or not self.explanation_en:
            raise ValueError(f"{self.rule}: a finding cites its article and explains itself")
        if (self.result is Result.ATTESTED) != (self.basis is Basis.ATTESTATION):
            raise ValueError(
                f"{self.rule}: attested is what rests on an attestation, and only that"
            )


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """The worst bearing result of one claim.

    `alone` says of a patent that it is enough without another (一项发明, not one 实用新型).
    """

    no: int
    condition: int | None
    result: Result
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Pass or on-site review for one application, with every finding."""

    application: str
    outcome: Outcome
    provisional: bool
    attested_rules: tuple[str, ...]
    claims: tuple[ClaimResult, ...]
    findings: tuple[Finding, ...]
