"""Whose turn it is: from one decision to the next stage. Pure.

初审 by the county, where it has an office at the desk; then 审核; 复核 where a mismatch was
accepted, and for every sample; 裁定 by the administrator where two differ. Each stage of a
round is another person's. Source: 四(三) of the notice for 初审; the rest is the desk's own
caution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State

_BELOW_ONE = frozenset({"五级", "四级", "三级", "二级"})


@dataclass(frozen=True, slots=True)
class Step:
    """Where an item goes; `choice` is the decision in force once it is closed."""

    state: State
    stage: Stage
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A decision as the stages look at it."""

    stage: Stage
    choice: Choice
    person: int
    overrules: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """Where an item begins, and whether the county's office decides it finally."""

    stage: Stage
    local: bool


def start_of(kind: Kind, region: str, grade: str, offices: Mapping[str, bool]) -> Start:
    """Where an item begins; `offices` says of each county's office whether it decides below 一级.

    A sample never begins at the county, whose work it measures. A grade that nobody could
    read is not known to be below 一级.
    """
    if kind is Kind.SAMPLE or region not in offices:
        return Start(Stage.REVIEW, local=False)
    if offices[region] and grade in _BELOW_ONE:
        return Start(Stage.REVIEW, local=True)
    return Start(Stage.PRELIMINARY, local=False)


def next_step(kind: Kind, given: Given, before: Sequence[Given]) -> Step:
    """Where an item goes after a decision; `before` are those of the same round, in order.

    Whoever asks for more material decides again once it is there: the item waits at its
    stage. A second reviewer who asks for it differs from the first, which is for 裁定.
    """
    if given.choice is Choice.SUPPLEMENT and given.stage is not Stage.SECOND:
        return Step(State.WAITING, given.stage)
    onward = _onward(kind, given, before)
    if onward is not None:
        return Step(State.OPEN, onward)
    return Step(State.CLOSED, given.stage, given.choice)


def _onward(kind: Kind, given: Given, before: Sequence[Given]) -> Stage | None:
    """The stage that follows; None where the decision is the last."""
    if given.stage is Stage.PRELIMINARY:
        return Stage.REVIEW
    if given.stage is Stage.REVIEW and (kind is Kind.SAMPLE or given.overrules):
        return Stage.SECOND
    if given.stage is Stage.SECOND:
        first = next((one.choice for one in reversed(before) if one.stage is Stage.REVIEW), None)
        return None if first is given.choice else Stage.ADJUDICATION
    return None


def may_decide(stage: Stage, person: int, before: Sequence[Given]) -> bool:
    """Whether the person decided at no other stage of the round; `leases.free_for` asks the same.

    Deciding twice at one stage is deciding again once material was brought.
    """
    return person not in {one.person for one in before if one.stage is not stage}


def hides_earlier(stage: Stage) -> bool:
    """Whether the decisions of the round are kept from whoever decides at this stage."""
    return stage is Stage.SECOND
