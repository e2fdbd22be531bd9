"""The rows of a page of the queue, ready to be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from evidence.findings import Result
from review.desk.models import Item, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.queue.filters import QueueFilter
from review.desk.queue.rule_titles import titles_of
from review.desk.templatetags.desk import say, speaks_english
from review.desk.wording import age_of, word_for

_COLUMNS = (
    "name", "number", "unit", "region", "batch", "kind", "claim", "condition", "state", "stage",
    "worst", "headline_rule", "changed", "choice", "opened_at", "closed_at", "due", "lease_until",
    "holder", "holder__display_name", "holder__username",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An item as the queue shows it.

    `also` is the rule that the queue is filtered by, where another stands first. `opened` is
    since when it waits, `decided` is None while it is not; `holder` is empty where nobody has the
    item at this moment.
    """

    pk: int
    address: str
    name: str
    number: str
    unit: str
    unit_query: str
    region: str
    result: Result | None
    rule: str
    rule_title: str
    also: str
    headline: str
    subject: str
    stage: str
    choice: str
    opened: dt.datetime
    age: str
    decided: dt.datetime | None
    due: dt.date | None
    changed: bool
    holder: str
    held_by_me: bool
    until: dt.datetime | None


def item_address(item: int, queue: QueueFilter) -> str:
    """The item's page, which leads back to this queue."""
    return f"/items/{item}/?in={quote(queue.query)}"


def rows_of(pks: Iterable[int], queue: QueueFilter, person: Person, now: dt.datetime) -> list[Row]:
    """The rows of these items, in their order."""
    pks = list(pks)
    sentence = "headline_en" if speaks_english() else "headline_zh"
    found = (
        Item.objects.filter(pk__in=pks).select_related("holder").only(*_COLUMNS, sentence).in_bulk()
    )
    items = [found[pk] for pk in pks if pk in found]
    titles = titles_of(item.batch_id for item in items)
    return [
        _row(item, titles.get(item.batch_id, {}).get(item.headline_rule, ""), queue, person, now)
        for item in items
    ]


def _row(item: Item, title: str, queue: QueueFilter, person: Person, now: dt.datetime) -> Row:
    closed = item.state == State.CLOSED
    held = item.holder is not None and item.lease_until is not None and item.lease_until >= now
    return Row(
        pk=item.pk,
        address=item_address(item.pk, queue),
        name=item.name,
        number=item.number,
        unit=item.unit,
        unit_query=replace(queue, unit=item.unit).query,
        region=item.region,
        # A sample is judged blind.
        result=None if item.kind == Kind.SAMPLE else Result(item.worst),
        rule=item.headline_rule,
        rule_title=title,
        also=queue.rule if queue.rule != item.headline_rule else "",
        headline=_sentence(item),
        subject=_subject(item),
        stage=word_for(Stage(item.stage)),
        choice=word_for(Choice(item.choice)) if closed and item.choice else "",
        opened=item.opened_at,
        age=age_of(now - item.opened_at),
        decided=item.closed_at if closed else None,
        due=item.due,
        changed=item.changed and not closed,
        holder=str(item.holder) if held else "",
        held_by_me=held and item.holder_id == person.pk,
        until=item.lease_until if held else None,
    )


def _sentence(item: Item) -> str:
    text = item.headline_en if speaks_english() else item.headline_zh
    return text[:1].upper() + text[1:]


def _subject(item: Item) -> str:
    if item.kind != Kind.CLAIM:
        return word_for(Kind(item.kind))
    claim = say(f"第{item.claim}项", f"claim {item.claim}")
    return f"(四)6({item.condition}) {claim}" if item.condition else claim
