"""What follows a decision: said on the page before it is saved."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.findings import Result
from review.desk.flow.stages import Given, hides_earlier, next_step
from review.desk.item.labels import Label
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State

_AFTER_TWO = Label(
    "保存后与第一位审核员的决定比对：一致即办结，不一致由管理员裁定。",
    "Your decision is held against the first reviewer's: if they agree it is final, "
    "otherwise the administrator adjudicates.",
)
_CLOSED = Label("保存后即办结。", "This decision is final once saved.")
_WAITING = Label(
    "保存后等待补充材料，到期或材料到达后再决定。",
    "The item then waits for the papers, and is decided again.",
)
_OPEN = {
    Stage.REVIEW: Label("初审后交市级审核。", "The city reviews it next."),
    Stage.SECOND: Label(
        "保存后须由另一位复核员独立复核。",
        "Another person will review this on their own after you save.",
    ),
}
_OVERRULES = Label("此项有不一致，认可即推翻核验结果：", "You accept against a mismatch. ")


def what_follows(
    kind: Kind, stage: Stage, choice: Choice, worst: str, before: Sequence[Given], person: int
) -> Label:
    """One sentence about what happens after this choice at this stage.

    A second reviewer is told the same whatever they choose: anything else would tell them
    what the first one chose.
    """
    if hides_earlier(stage):
        return _AFTER_TWO
    overrules = choice is Choice.ACCEPT and worst == Result.MISMATCH
    step = next_step(kind, Given(stage, choice, person, overrules), before)
    if step.state is State.WAITING:
        return _WAITING
    if step.state is State.CLOSED:
        return _CLOSED
    following = _OPEN[step.stage]
    if overrules and kind is not Kind.SAMPLE and step.stage is Stage.SECOND:
        return Label(_OVERRULES.zh + following.zh, _OVERRULES.en + following.en)
    return following


def preselects(kind: Kind, worst: str) -> bool:
    """Whether accepting begins with the first reason chosen.

    Where a mismatch would be overruled, where nothing was checked, and where the reviewer is
    blind, a person must say why.
    """
    return kind is not Kind.SAMPLE and worst not in (Result.MISMATCH, Result.NOT_CHECKED)
