"""A verdict as the benchmark scores it, however it came about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: its rule, the claim that it is about, its result, and its Chinese sentence."""

    rule: str
    claim: int | None
    result: str
    bears: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one applicant."""

    outcome: str
    findings: tuple[Said, ...]
