"""What counts as found, as named, as a false pass and as a false alarm."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.patent_runs.judged import Judged, Said
from fixtures.generator.patent_set.applicant_cases import PatentCase
from fixtures.generator.patent_set.cases import GENUINE
from fixtures.generator.patent_set.kinds import Told

PATENT_RULES = frozenset({"A9", "H65", "A1"})
"""Whose findings about a genuine patent are false alarms where they hold it back."""
_PROVEN = frozenset({"match", "attested"})


@dataclass(slots=True)
class Row:
    """One kind of disagreement: applicants, found, named, passed though they must not."""

    count: int = 0
    found: int = 0
    named: int = 0
    false_passes: int = 0


@dataclass(slots=True)
class Score:
    """The whole set: a row for each kind, genuine patents, and a line for whatever went wrong."""

    rows: dict[str, Row] = field(default_factory=dict)
    patents: int = 0
    alarms: int = 0
    applicants: int = 0
    passed: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def alarm_share(self) -> float:
        """The share of genuine patents with a false alarm."""
        return self.alarms / self.patents if self.patents else 0.0

    def total(self) -> Row:
        """All kinds together."""
        return Row(
            sum(row.count for row in self.rows.values()),
            sum(row.found for row in self.rows.values()),
            sum(row.named for row in self.rows.values()),
            sum(row.false_passes for row in self.rows.values()),
        )


def scored(cases: Iterable[PatentCase], judged: Mapping[str, Judged]) -> Score:
    """The score of verdicts, by 申报编号, over cases."""
    score = Score()
    for case in cases:
        verdict = judged[case.case.applicant.id]
        if case.told is None:
            _genuine(case, verdict, score)
        else:
            _disagreeing(case, case.told, verdict, score)
    return score


def _genuine(case: PatentCase, verdict: Judged, score: Score) -> None:
    """A claim is alarmed by one finding that does not hold, whether it bears or not."""
    who = case.case.applicant.id
    alarms = [
        one
        for one in verdict.findings
        if one.claim is not None and one.rule in PATENT_RULES and one.result not in _PROVEN
    ]
    score.applicants += 1
    score.passed += verdict.outcome == "pass"
    score.patents += case.patents
    score.alarms += len({one.claim for one in alarms})
    score.faults += [f"{GENUINE} {who}: {_line(one)}" for one in alarms]
    if verdict.outcome != "pass" and not alarms:
        score.faults += [f"{GENUINE} {who}: {_line(one)}" for one in _against(verdict.findings)]


def _disagreeing(case: PatentCase, told: Told, verdict: Judged, score: Score) -> None:
    row = score.rows.setdefault(case.kind, Row())
    speaking = [
        one
        for one in _against(verdict.findings)
        if one.rule in told.rules and one.claim == told.claim
    ]
    passed = verdict.outcome == "pass"
    found = bool(speaking) and not passed
    named = found and any(_holds(one.sentence, told.words) for one in speaking)
    row.count += 1
    row.found += found
    row.named += named
    row.false_passes += passed
    if not named:
        what = "FALSE PASS" if passed else "not named" if found else "not found"
        said = "\n        ".join(_line(one) for one in _against(verdict.findings))
        wanted = f"{'/'.join(told.rules)} with {'；'.join(told.words)}"
        who = case.case.applicant.id
        score.faults.append(f"{case.kind} {who}: {what}, wanted {wanted}\n        {said}")


def _against(findings: Sequence[Said]) -> list[Said]:
    """What keeps an applicant from passing."""
    return [one for one in findings if one.bears and one.result not in _PROVEN]


def _holds(sentence: str, words: Sequence[str]) -> bool:
    text = _plain(sentence)
    return all(_plain(word) in text for word in words)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _line(one: Said) -> str:
    return f"{one.rule} claim {one.claim} {one.result}: {one.sentence}"
