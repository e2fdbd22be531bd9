"""A filter of the queue, as its query string says it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from evidence.errors import NormalFormError
from evidence.findings import Result
from evidence.identity_numbers import parse_identity_number
from review.desk.access.scope import items_of
from review.desk.flow.leases import free_for
from review.desk.models import Decision, Item, Person
from review.desk.models.items import Kind, Stage, State
from review.desk.queue.search_text import applicants_with
from review.desk.queue.words import phrases_of
from review.desk.whole_numbers import whole_number

SORTS: dict[str, str] = {
    "age": "opened_at",
    "unit": "unit",
    "rule": "headline_rule",
    "worst": "severity",
    "name": "name",
}
"""Each sort and the column it goes by; within it, the oldest first. `-age` is the reverse."""
MINE = ("held", "turn", "decided")
"""Held by the person, theirs to take now, or decided by them."""
LONGEST = 3650
"""Days; nothing in the queue is older."""
_KEYS = {"text": "q"}
_RULE = re.compile(r"[A-Za-z]\d{1,3}[A-Za-z]?")
_PHONE = re.compile(r"1[3-9]\d{9}")
_TEXT = 200


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What somebody wants to see of the queue; without any, everything that is open.

    `rule` is one among the findings to resolve, `result` the worst of them, `older` a number
    of whole days since the item was opened, `mine` one of MINE, `text` what is searched for,
    `sort` one of SORTS, after a `-` in reverse.
    """

    batch: str = ""
    unit: str = ""
    region: str = ""
    rule: str = ""
    kind: str = ""
    state: str = State.OPEN.value
    stage: str = ""
    result: str = ""
    older: int = 0
    mine: str = ""
    text: str = ""
    sort: str = "age"

    @classmethod
    def of(cls, query: str) -> QueueFilter:
        """The filter of a query string; what it does not know is left out."""
        values = QueryDict(query)

        def text(key: str) -> str:
            return (values.get(key) or "").replace("\x00", "").strip()[:_TEXT]

        def known(key: str, choices: Any, default: str = "") -> str:
            return text(key) if text(key) in set(choices) else default

        search = text("q")
        return cls(
            batch=text("batch"),
            unit=text("unit"),
            region=text("region"),
            rule=text("rule").capitalize() if _RULE.fullmatch(text("rule")) else "",
            kind=known("kind", Kind.values),
            state=known("state", State.values, State.OPEN.value),
            stage=known("stage", Stage.values),
            result=known("result", (one.value for one in Result)),
            older=_days(text("older")),
            mine=known("mine", MINE),
            text=search if phrases_of(search) and not is_personal_number(search) else "",
            sort=known("sort", [*SORTS, *(f"-{one}" for one in SORTS)], "age"),
        )

    @property
    def query(self) -> str:
        """The query string that says it, without what goes without saying."""
        values = QueryDict(mutable=True)
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                values[_KEYS.get(field.name, field.name)] = str(value)
        return values.urlencode()

    @property
    def whole(self) -> QueueFilter:
        """The same state in the same order, with nothing filtered out."""
        return QueueFilter(state=self.state, sort=self.sort)

    @property
    def base(self) -> QueueFilter:
        """Without state, stage, result and rule, whose counts stand beside each other."""
        return replace(self, state=State.OPEN.value, stage="", result="", rule="", sort="age")

    def items(self, person: Person, now: dt.datetime | None = None) -> QuerySet[Item]:
        """The items that the person may see and that the filter lets through, in its order."""
        items = self.in_any_state(person, now).filter(state=self.state)
        order = dict.fromkeys([SORTS[self.sort.removeprefix("-")], "opened_at", "id"])
        back = "-" if self.sort.startswith("-") else ""
        return items.order_by(*(f"{back}{column}" for column in order))

    def in_any_state(self, person: Person, now: dt.datetime | None = None) -> QuerySet[Item]:
        """The same whatever their state, in no order."""
        items = self.within(person, now)
        if self.stage:
            items = items.filter(stage=self.stage)
        if self.result:
            items = items.filter(severity=Result(self.result).order)
        if self.rule:
            items = items.filter(rule_ids__contains=f" {self.rule} ")
        return items

    def within(self, person: Person, now: dt.datetime | None = None) -> QuerySet[Item]:
        """The items of `base`, in no order."""
        now = now or timezone.now()
        items = items_of(person)
        if self.batch:
            items = items.filter(batch=self.batch)
        if self.unit:
            items = items.filter(unit=self.unit)
        if self.region:
            items = items.filter(region=self.region)
        if self.kind:
            items = items.filter(kind=self.kind)
        if self.older:
            items = items.filter(opened_at__lte=now - dt.timedelta(days=self.older))
        if self.text and (found := applicants_with(self.text)) is not None:
            items = items.filter(applicant__in=found)
        if self.mine == "held":
            items = items.filter(holder=person)
        if self.mine == "turn":
            items = free_for(person, items, now)
        if self.mine == "decided":
            items = items.filter(pk__in=Decision.objects.filter(person=person).values("item"))
        return items


def is_personal_number(text: str) -> bool:
    """Whether it holds an identity or mobile number: nobody is searched for by those.

    They would stand in addresses and histories, and the search knows none of them.
    """
    parts = ["".join(text.split()), *text.split()]
    return any(_is_identity_number(part) or _PHONE.fullmatch(part) for part in parts)


def _is_identity_number(text: str) -> bool:
    try:
        parse_identity_number(text)
    except NormalFormError:
        return False
    return True


def _days(text: str) -> int:
    """Whole days from 1 to LONGEST, 0 for anything else."""
    return min(whole_number(text) or 0, LONGEST)
