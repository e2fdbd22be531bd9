"""A change to a candidate: what it is called, which rule it is about, what must follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from benchmarks.safety_cases import candidates as edit
from benchmarks.safety_cases.candidates import Candidate

Edit = Callable[[Candidate], Candidate | None]
"""Makes the change; None where there is nothing to change."""


class Harm(StrEnum):
    """What a change does to the evidence."""

    NONE = "none"
    """The permitted side of a boundary."""
    DOUBT = "doubt"
    """Evidence is missing, doubtful or for a person to judge."""
    CONTRADICTION = "contradiction"
    """Evidence or declaration says that a condition is not met, or they disagree."""
    OPEN = "open"
    """Somewhere between: on-site where it is needed, left out where it is not."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    `rule` heads the row of the table; `also` are other rules that may rightly
    name the same fact; `wants` are traits a candidate needs, `bars` traits it
    must not have; a change that stands `alone` is not joined with others,
    because the rest of the rules no longer apply after it; one that `moves` a
    claim to another item is not joined with others of that claim; `masks` are
    rules that have nothing to compare any more.
    """

    rule: str
    name: str
    edit: Edit
    harm: Harm = Harm.CONTRADICTION
    wants: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    alone: bool = False
    moves: bool = False
    masks: frozenset[str] = frozenset()

    @property
    def rules(self) -> frozenset[str]:
        """The rules of which one must be named."""
        return self.also | {self.rule}

    @property
    def on_claim(self) -> bool:
        """Whether it concerns a claim, which the exception clause may not need."""
        return bool(self.wants & {"award", "patent", "two", "two_prizes"})

    def hides(self, other: Change) -> bool:
        """Whether the rules that `other` breaks no longer apply after this change."""
        return self.alone or other.rule in self.masks or (self.moves and other.on_claim)

    def applied(self, candidate: Candidate) -> Candidate | None:
        """The changed candidate; None where the change does not fit or changes nothing."""
        if not self.wants <= candidate.traits or self.bars & candidate.traits:
            return None
        made = self.edit(candidate)
        return None if made == candidate else made


def words(text: str) -> frozenset[str]:
    """`A4b H61` → both of them."""
    return frozenset(text.split())


def declared(**changes: Any) -> Edit:
    """Declares something else."""
    return lambda candidate: edit.declare(candidate, **changes)


def claimed(no: int = 1, /, **changes: Any) -> Edit:
    """Declares something else in a claim."""
    return lambda candidate: edit.reclaim(candidate, no, **changes)


def printed(paper: str, **values: str | list[str] | None) -> Edit:
    """Prints something else on a paper."""
    return lambda candidate: edit.repaper(candidate, paper, **values)


def doubtful(paper: str, *fields: str) -> Edit:
    """Makes fields of a paper doubtful."""
    return lambda candidate: edit.doubt(candidate, paper, *fields)


def missing(paper: str) -> Edit:
    """Leaves a paper out."""
    return lambda candidate: edit.without(candidate, paper)


def recorded(no: int = 1, /, **changes: Any) -> Edit:
    """Has the official record show something else."""
    return lambda candidate: edit.rerecord(candidate, no, **changes)


def both(*edits: Edit) -> Edit:
    """One change made of several, none of which may fail."""

    def run(candidate: Candidate) -> Candidate | None:
        made: Candidate | None = candidate
        for one in edits:
            made = one(made) if made is not None else None
        return made

    return run
