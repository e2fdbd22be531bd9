"""The seam: the only module of the benchmark that knows the rules exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.safety_cases.candidates import Candidate
from evidence.findings import Finding, Result
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = "xinxiang-2024-22"
PROVEN = frozenset({Result.MATCH, Result.ATTESTED})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one candidate: the outcome and what keeps it from passing.

    `flagged` are the rules whose findings bear and are neither match nor
    attested; `lines` are those findings as a person would read them.
    """

    outcome: str
    flagged: frozenset[str] = frozenset()
    provisional: bool = False
    lines: tuple[str, ...] = ()


Judge = Callable[[Sequence[Candidate]], list[Judgement]]
"""Judges the candidates of one batch, in their order."""


def present_judge() -> Judge:
    """The judge that the checked-out rules make."""
    notice: Any = load_notice(NOTICE)
    authorities = load_authorities()

    def judge(batch: Sequence[Candidate]) -> list[Judgement]:
        dossiers = [candidate.dossier() for candidate in batch]
        across = cross_findings(dossiers, notice) if len(dossiers) > 1 else ()
        judgements = []
        for candidate, dossier in zip(batch, dossiers, strict=True):
            findings: list[Finding] = list(
                verify(
                    dossier,
                    PatentRegister(candidate.records),
                    authorities,
                    notice,
                    _received(candidate),
                )
            )
            findings += [one for one in across if one.application == dossier.id]
            verdict = decide(dossier, findings, notice)
            bad = [one for one in verdict.findings if one.bears and one.result not in PROVEN]
            judgements.append(
                Judgement(
                    verdict.outcome.value,
                    frozenset(one.rule for one in bad),
                    verdict.provisional,
                    tuple(_line(one) for one in bad),
                )
            )
        return judgements

    return judge


def lenient_judge(batch: Sequence[Candidate]) -> list[Judgement]:
    """A sabotaged judge that lets everybody pass: the benchmark must catch it."""
    return [Judgement("pass") for _ in batch]


def _received(candidate: Candidate) -> dt.datetime | None:
    return candidate.received


def _line(finding: Finding) -> str:
    claim = "" if finding.claim is None else f" claim {finding.claim}"
    return f"{finding.rule}{claim} {finding.result.value}: {finding.explanation}"
