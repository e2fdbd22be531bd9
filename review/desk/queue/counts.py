"""How many items a filter lets through, and how many another choice would."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from evidence.findings import Result
from review.desk.models import Person
from review.desk.queue.filters import QueueFilter
from review.desk.queue.keeping import kept

Group = tuple[str, str, int, str, int]
"""State, stage, severity, rules and number of items."""
_RESULTS = tuple(result.value for result in Result)


@dataclass(frozen=True, slots=True)
class Counts:
    """The `total` of a filter, and of others that differ from it in one choice.

    For each state, stage, result and rule: what the total would be with it in place of the
    filter's own.
    """

    total: int
    states: Mapping[str, int]
    stages: Mapping[str, int]
    results: Mapping[str, int]
    rules: Mapping[str, int]


def counts_of(queue: QueueFilter, person: Person, now: dt.datetime) -> Counts:
    """Counted in one pass over an index, and kept for a few seconds where they are many."""
    groups = kept(
        person,
        f"counts {queue.base.query}",
        lambda: _groups(queue.base, person, now),
        lambda found: sum(number for *_, number in found),
        personal=bool(queue.mine),
    )
    total = 0
    states, stages, results, rules = (Counter[str]() for _ in range(4))
    for state, stage, severity, rule_ids, number in groups:
        result, of_item = _RESULTS[severity], rule_ids.split()
        fits = {
            "state": state == queue.state,
            "stage": queue.stage in ("", stage),
            "result": queue.result in ("", result),
            "rule": queue.rule in ("", *of_item),
        }
        misses = {name for name, fit in fits.items() if not fit}
        if not misses:
            total += number
        if misses <= {"state"}:
            states[state] += number
        if misses <= {"stage"}:
            stages[stage] += number
        if misses <= {"result"}:
            results[result] += number
        if misses <= {"rule"}:
            for rule in of_item:
                rules[rule] += number
    return Counts(total, states, stages, results, rules)


def _groups(base: QueueFilter, person: Person, now: dt.datetime) -> list[Group]:
    rows = base.within(person, now).order_by()
    return list(rows.values_list("state", "stage", "severity", "rule_ids").annotate(Count("pk")))
