"""Why an item is at its stage, for the top of its page: 裁定 with both decisions, 复核 with none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from review.desk.case.items_shown import ShownDecision, decision_shown
from review.desk.case.masks import Masks
from review.desk.models import Decision, Item
from review.desk.models.items import Kind, Stage, State
from review.desk.templatetags.desk import say


@dataclass(frozen=True, slots=True)
class WhyHere:
    """What kind of turn it is, what is to be done, and the decisions that differ side by side."""

    title: str
    task: str
    sides: tuple[ShownDecision, ...] = ()


def why_here(item: Item, decisions: Sequence[Decision], masks: Masks) -> WhyHere | None:
    """Of an open item in its second review or adjudication; None elsewhere.

    `decisions` are those that the person may read (`flow.independence`). What is told of a
    second review follows from the kind of the item alone.
    """
    if item.state != State.OPEN:
        return None
    if item.stage == Stage.SECOND:
        return _second(Kind(item.kind))
    if item.stage == Stage.ADJUDICATION:
        return WhyHere(
            say("裁定", "Adjudication"),
            say(
                "审核与复核不一致，由管理员裁定。",
                "Review and second review differ; an administrator adjudicates.",
            ),
            _sides(item, decisions, masks),
        )
    return None


def _second(kind: Kind) -> WhyHere:
    alone = say(
        "独立审查，作出决定后才显示前一决定。",
        "Judge it on your own; the earlier decision is shown after yours.",
    )
    if kind is Kind.SAMPLE:
        return WhyHere(say("抽查", "Sample"), alone)
    return WhyHere(say("改判复核", "Second review of an overruled finding"), alone)


def _sides(item: Item, decisions: Sequence[Decision], masks: Masks) -> tuple[ShownDecision, ...]:
    """The latest decision of the round at each of the two stages."""
    latest = {one.stage: one for one in decisions if one.round == item.round}
    return tuple(
        decision_shown(item, latest[stage], masks)
        for stage in (Stage.REVIEW, Stage.SECOND)
        if stage in latest
    )
