"""An applicant's items with what people decided, and what still stands against a pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.cases import Case
from review.desk.case.masks import Masks
from review.desk.case.shown_decisions import ShownDecisions
from review.desk.flow.reasons import beyond_reason, reason_of
from review.desk.flow.standing import conclude, decided
from review.desk.models import Decision, Item
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.templatetags.desk import say
from review.desk.wording import word_for


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One decision; `former` is one of an earlier round, whose evidence was another."""

    at: dt.datetime
    person: str
    stage: str
    choice: str
    why: str
    former: bool


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item: what it is about, where it stands, and the decisions that may be read.

    `kept_back` says that decisions exist which this person may not read yet.
    """

    number: int
    about: str
    state: str
    open: bool
    changed: bool
    worst: str
    headline: str
    decisions: tuple[ShownDecision, ...]
    kept_back: bool


def items_shown(items: Sequence[Item], decisions: ShownDecisions, masks: Masks) -> list[ShownItem]:
    """The items, each with the decisions that the person may read."""
    return [
        ShownItem(
            number=item.pk,
            about=item_name(item),
            state=_state(item),
            open=item.state in (State.OPEN, State.WAITING),
            changed=item.changed,
            worst=item.worst,
            headline=masks.text(say(item.headline_zh, item.headline_en)),
            decisions=tuple(
                decision_shown(item, one, masks) for one in decisions.by_item.get(item.pk, ())
            ),
            kept_back=item.pk in decisions.kept_back,
        )
        for item in items
    ]


def decision_shown(item: Item, one: Decision, masks: Masks) -> ShownDecision:
    """One decision about the item, which the person may read."""
    choice = Choice(one.choice)
    reason = reason_of(choice, one.reason)
    supplement = beyond_reason(choice, one.reason, one.supplement)
    parts = [say(reason.zh, reason.en) if reason else "", one.text, supplement]
    if one.until:
        parts.append(say(f"截止 {one.until}", f"until {one.until}"))
    return ShownDecision(
        at=one.at,
        person=str(one.person),
        stage=word_for(Stage(one.stage)),
        choice=word_for(choice),
        why=masks.text(" · ".join(part for part in parts if part)),
        former=one.round < item.round,
    )


def item_name(item: Item) -> str:
    """What an item is about: a claim by its 序号, the application, or a sample."""
    if item.kind == Kind.CLAIM:
        return say(f"申报条件第{item.claim}项", f"Claim {item.claim}")
    return word_for(Kind(item.kind))


def still_against(case: Case, items: Sequence[Item], masks: Masks) -> list[str]:
    """The sentences that keep an applicant from passing after every item is decided."""
    against = conclude(case, [decided(item) for item in items]).against
    sentences = (say(one.explanation, one.explanation_en) for one in against)
    return [masks.text(one) for one in dict.fromkeys(sentences)]


def _state(item: Item) -> str:
    state = State(item.state)
    if state is State.OPEN:
        return f"{word_for(state)} · {word_for(Stage(item.stage))}"
    if state is State.WAITING and item.due:
        return f"{word_for(state)} · {say('至', 'until')} {item.due}"
    return word_for(state)
