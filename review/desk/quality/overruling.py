"""How often people accept what the machine called a mismatch, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from evidence.findings import Result
from review.desk.access.scope import within
from review.desk.models import ItemRule, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, State
from review.desk.quality.filters import QualityFilter
from review.desk.quality.intervals import Share
from review.desk.queue.rule_titles import newest_titles


@dataclass(frozen=True, slots=True)
class RuleOverruled:
    """A rule in the items decided: in how many of those with a mismatch it was accepted.

    `decided` counts all decided items with the rule among what was to be resolved, whether
    as a mismatch or as a doubt. `title` is the notice's short name of it.
    """

    rule: str
    title: str
    overruled: Share
    decided: int

    @property
    def of_all(self) -> Share:
        """The mismatches accepted, of all decided items with the rule."""
        return Share(self.overruled.hits, self.decided)


def overruling(person: Person, wanted: QualityFilter) -> list[RuleOverruled]:
    """Every rule with a decided item, those most often overruled first.

    Only decisions in force count: an item that is open again has none.
    """
    mismatch = Q(result=Result.MISMATCH)
    rows = (
        ItemRule.objects.filter(
            wanted.of_batch("item__batch"),
            wanted.during("item__closed_at"),
            within(person, "item__region"),
            item__state=State.CLOSED,
            item__kind__in=[Kind.CLAIM, Kind.APPLICATION],
        )
        .order_by()
        .values_list("rule")
        .annotate(
            Count("pk"),
            mismatches=Count("pk", filter=mismatch),
            accepted=Count("pk", filter=mismatch & Q(item__choice=Choice.ACCEPT)),
        )
    )
    titles = newest_titles()
    found = [
        RuleOverruled(rule, titles.get(rule, ""), Share(accepted, mismatches), decided)
        for rule, decided, mismatches, accepted in rows
    ]
    return sorted(found, key=lambda one: (-one.overruled.hits, -one.decided, one.rule))
