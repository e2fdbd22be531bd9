"""The form of a decision: the five choices with their keys, reasons and consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from review.desk.flow.reasons import REASONS
from review.desk.flow.stages import Given
from review.desk.item.following import preselects, what_follows
from review.desk.models import Item, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage
from review.desk.templatetags.desk import say

KEYS = {
    Choice.ACCEPT: ("a", "认可", "Accept"),
    Choice.REJECT: ("s", "不予认可", "Reject"),
    Choice.SUPPLEMENT: ("d", "补充材料", "Ask for papers"),
    Choice.ON_SITE: ("f", "转现场", "On site"),
    Choice.RETURN: ("r", "退回", "Return"),
}
"""The key of each choice, and what its button says."""


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason under its digit."""

    digit: int
    code: str
    label: str
    needs_text: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One choice; `preselects` says that choosing it chooses its first reason as well."""

    value: str
    key: str
    label: str
    follows: str
    preselects: bool
    reasons: tuple[ShownReason, ...]
    chosen: bool


def choices_shown(
    person: Person, item: Item, before: Sequence[Given], chosen: str, reason: str
) -> list[ShownChoice]:
    """The choices for an item, with what is chosen already."""
    kind, stage = Kind(item.kind), Stage(item.stage)
    return [
        ShownChoice(
            value=choice.value,
            key=key,
            label=say(zh, en),
            follows=say(*what_follows(kind, stage, choice, item.worst, before, person.pk)),
            preselects=choice is Choice.ACCEPT and preselects(kind, item.worst),
            reasons=tuple(
                ShownReason(
                    digit,
                    one.code,
                    say(one.zh, one.en),
                    one.needs_text,
                    choice == chosen and one.code == reason,
                )
                for digit, one in enumerate(REASONS[choice], 1)
            ),
            chosen=choice == chosen,
        )
        for choice, (key, zh, en) in KEYS.items()
    ]
