"""What a judge got right: outcome, rule named, provisional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.safety_cases.cases import Case
from benchmarks.safety_cases.judge import Judge, Judgement


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with what the judge said, and what was wrong with it (empty: nothing)."""

    case: Case
    judgement: Judgement
    faults: tuple[str, ...]

    @property
    def false_pass(self) -> bool:
        """Whether somebody passed who must not."""
        return not self.case.passes and self.judgement.outcome == "pass"


@dataclass(slots=True)
class Row:
    """One row of the table."""

    passing: int = 0
    passed: int = 0
    failing: int = 0
    named: int = 0
    false_passes: int = 0
    faulty: int = 0


@dataclass(slots=True)
class Tally:
    """Rows by rule, totals by kind, and the cases that went wrong."""

    rows: dict[str, Row] = field(default_factory=dict)
    kinds: dict[str, Row] = field(default_factory=dict)
    wrong: list[Scored] = field(default_factory=list)
    cases: int = 0

    @property
    def total(self) -> Row:
        """All kinds together."""
        total = Row()
        for row in self.kinds.values():
            for name in Row.__slots__:
                setattr(total, name, getattr(total, name) + getattr(row, name))
        return total

    def add(self, scored: Scored) -> None:
        """Count one case under each rule it is about and under its kind."""
        self.cases += 1
        if scored.faults:
            self.wrong.append(scored)
        rows = [self.rows.setdefault(head, Row()) for head in scored.case.heads]
        for row in (*rows, self.kinds.setdefault(scored.case.kind, Row())):
            right = not scored.faults
            row.faulty += not right
            row.false_passes += scored.false_pass
            if scored.case.passes:
                row.passing += 1
                row.passed += right
            else:
                row.failing += 1
                row.named += right


def judged(cases: Iterable[Case], judge: Judge) -> Iterator[Scored]:
    """Each case with the judge's word and its faults."""
    for case in cases:
        judgement = judge(case.batch)[case.look_at]
        yield Scored(case, judgement, tuple(_faults(case, judgement)))


def _faults(case: Case, judgement: Judgement) -> Iterator[str]:
    if case.passes:
        if judgement.outcome != "pass":
            yield f"kept from passing by {' '.join(sorted(judgement.flagged))}"
        elif case.provisional is not None and case.provisional != judgement.provisional:
            yield f"provisional should be {case.provisional}"
        return
    if judgement.outcome == "pass":
        yield "FALSE PASS"
        return
    for rules in case.rules:
        if not rules & judgement.flagged:
            named = " ".join(sorted(judgement.flagged)) or "nothing"
            yield f"none of {' '.join(sorted(rules))} named, but {named}"


def tallied(cases: Iterable[Case], judge: Judge) -> Tally:
    """The tally of a judge over cases."""
    tally = Tally()
    for scored in judged(cases, judge):
        tally.add(scored)
    return tally
