"""Publishes a batch to the desk: one transaction; what people did is never touched.

Cases and findings are replaced by the new ones. An item whose evidence is the same keeps
all that happened to it. Where the evidence behind a decision changed, the item is open
again, marked as changed; an item that nobody needs to decide any more is withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from evidence import codec
from evidence.cases import Case, PublishedBatch
from evidence.errors import DataError, Problem
from review.desk.batches.figures import CountedCases
from review.desk.database_errors import translated
from review.desk.flow.offices import kept_offices
from review.desk.flow.stages import Start, start_of
from review.desk.flow.standing import settle
from review.desk.models import Applicant, Batch, Item, ItemRule
from review.desk.models.items import Kind, State
from review.desk.publishing.applicant_rows import keep_applicants, number_of
from review.desk.publishing.digests import (
    PUBLISHED,
    RESTORED,
    WITHDRAWN,
    published_digest,
)
from review.desk.publishing.published import Published
from review.desk.publishing.renewal import Fate, Last, ask_again, ask_no_more, last_decisions
from review.desk.publishing.storable import fitting, storable
from review.desk.publishing.wanted import (
    WHOLE,
    WantedItem,
    evidence_of,
    fingerprint,
    is_sampled,
    rests_on_typing,
    wanted_items,
)
from review.desk.record.chain import PIPELINE, Entry, append_events

_AT_ONCE = 500
_CASES_AT_ONCE = 50
"""A case is some 100 KiB in memory, and as much again while it is packed."""
_RENEWED = [
    field.name
    for field in Item._meta.concrete_fields  # noqa: SLF001  Django's public API, whatever its name
    if not (field.primary_key or field.generated)
    and field.name not in ("applicant", "batch", "kind", "claim")
]
"""What a publication may change of an item."""
_ACTIONS = {
    Fate.CHANGED: "item.changed",
    Fate.WITHDRAWN: WITHDRAWN,
    Fate.RESTORED: RESTORED,
}
_COUNTED = {
    Fate.KEPT: "kept",
    Fate.CHANGED: "returned",
    Fate.WITHDRAWN: "withdrawn",
    Fate.RESTORED: "opened",
}
Thing = TypeVar("Thing")


def bring(batch: PublishedBatch, cases: Iterable[Case], now: dt.datetime | None) -> Published:
    """Bring a batch and its cases into the desk's database; see `publishing.publish`."""
    now = now or timezone.now()
    figures = CountedCases(batch)
    with translated(), transaction.atomic():
        offices = kept_offices()
        # This row is locked until the end, so that of two publications of a batch one waits.
        row, _ = Batch.objects.update_or_create(
            key=batch.id,
            defaults=fitting(
                Batch,
                review_body=batch.review_body,
                notice_title=batch.notice_title,
                rules_version=batch.rules_version,
                received_at=_aware(batch.received_at),
                published_at=now,
                run=batch.run,
                content=codec.encode(PublishedBatch, batch).decode(),
            ),
        )
        _lock(row.applicants.all())
        _lock(row.items.all())
        publication = _Publication(row, batch, offices, now)
        numbers: Counter[str] = Counter()
        for some in _in_parts(cases, _CASES_AT_ONCE):
            numbers.update(number_of(case) for case in some)
            _each_once(numbers)
            for case in some:
                figures.add(case)
            publication.take(some)
        Batch.objects.filter(pk=row.pk).update(**fitting(Batch, **figures.kept()))
        publication.part_with_others(set(numbers))
        return publication.finish()


def _lock(rows: QuerySet[Any]) -> None:
    """Keep every other writer from these rows until the transaction ends.

    All writers lock applicants, items and the record's head in this order, each by their
    number: none may wait for what another holds who waits for them. Cases come in any order,
    and in parts.
    """
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


class _Publication:
    """One publication at work; counts as it goes, and tells the record at its end."""

    def __init__(
        self, row: Batch, batch: PublishedBatch, offices: Mapping[str, bool], now: dt.datetime
    ) -> None:
        self._row = row
        self._batch = batch
        self._now = now
        self._offices = offices
        self._counts: Counter[str] = Counter()
        self._entries: list[Entry] = []

    def finish(self) -> Published:
        """Tell the record what was done."""
        published = Published(**self._counts)
        self._tell(
            PUBLISHED,
            f"batch/{self._batch.id}",
            run=self._batch.run,
            rules=self._batch.rules_version,
            digest=published_digest(self._row),
            **asdict(published),
        )
        append_events(self._entries, at=self._now)
        return published

    def take(self, cases: Sequence[Case]) -> None:
        """Publish some cases."""
        numbers = [number_of(case) for case in cases]
        back = Applicant.objects.filter(batch=self._row, number__in=numbers, gone=True)
        for pk in back.values_list("pk", flat=True):
            self._tell("applicant.back", f"applicant/{pk}")
        applicants = keep_applicants(self._row, self._batch, cases)
        existing: dict[int, dict[tuple[str, int], Item]] = {}
        for one in Item.objects.filter(applicant__in=applicants).order_by("pk"):
            existing.setdefault(one.applicant_id, {})[one.kind, one.claim] = one
        last = last_decisions(one.pk for items in existing.values() for one in items.values())
        new: list[tuple[Item, WantedItem | None]] = []
        renewed: list[tuple[Item, WantedItem | None]] = []
        for applicant, case in zip(applicants, cases, strict=True):
            items = existing.get(applicant.pk, {})
            # Once drawn, a sample stays one, whatever the share is set to later.
            for wanted in wanted_items(case, sampled=self._is_drawn(case, items)):
                self._counts["sampled"] += wanted.kind is Kind.SAMPLE
                item = items.pop((wanted.kind, wanted.claim), None)
                if item is None:
                    new.append((self._new(applicant, wanted, case), wanted))
                elif self._ask_again(item, last.get(item.pk), applicant, wanted, case):
                    renewed.append((item, wanted))
            renewed += [
                (item, None)
                for item in items.values()
                if self._ask_no_more(item, last.get(item.pk), applicant, case)
            ]
        Item.objects.bulk_create([item for item, _ in new])
        _keep_items([item for item, _ in renewed])
        _keep_rules([*new, *renewed])
        self._counts["applicants"] += len(cases)
        settle(applicants, {one.pk: case for one, case in zip(applicants, cases, strict=True)})

    def _is_drawn(self, case: Case, items: dict[tuple[str, int], Item]) -> bool:
        return (
            (Kind.SAMPLE, WHOLE) in items
            or rests_on_typing(case)
            or is_sampled(
                self._batch.id, case.dossier.id, settings.SAMPLE_SHARE, settings.SAMPLE_KEY
            )
        )

    def _new(self, applicant: Applicant, wanted: WantedItem, case: Case) -> Item:
        self._counts["opened"] += 1
        start = self._start(wanted.kind, applicant)
        item = Item(
            applicant=applicant,
            batch=self._row,
            kind=wanted.kind,
            claim=wanted.claim,
            stage=start.stage,
            local=start.local,
            opened_at=self._now,
            evidence=fingerprint(evidence_of(case, wanted.kind, wanted.claim)),
        )
        _describe(item, wanted)
        _belong(item, applicant)
        return item

    def _ask_again(
        self, item: Item, last: Last | None, applicant: Applicant, wanted: WantedItem, case: Case
    ) -> bool:
        """An item that was there before and is wanted again; whether anything of it changed."""
        before = _content(item)
        evidence = fingerprint(evidence_of(case, wanted.kind, wanted.claim))
        fate = ask_again(item, last, evidence, self._start(wanted.kind, applicant), self._now)
        self._count(item, fate)
        _describe(item, wanted)
        _belong(item, applicant)
        return before != _content(item)

    def _ask_no_more(self, item: Item, last: Last | None, applicant: Applicant, case: Case) -> bool:
        """An item that was there before and is not wanted; whether anything of it changed."""
        before = _content(item)
        evidence = fingerprint(evidence_of(case, item.kind, item.claim))
        start = self._start(Kind(item.kind), applicant)
        self._count(item, ask_no_more(item, last, case, evidence, start, self._now))
        item.rule_ids = ""
        _belong(item, applicant)
        return before != _content(item)

    def _start(self, kind: Kind, applicant: Applicant) -> Start:
        """Where an item of its kind, place and grade begins."""
        return start_of(kind, applicant.region, applicant.grade, self._offices)

    def _count(self, item: Item, fate: Fate) -> None:
        if fate in _ACTIONS:
            told = {"round": item.round, "evidence": item.evidence}
            self._tell(_ACTIONS[fate], f"item/{item.pk}", **told)
        elif item.state == State.WITHDRAWN:
            return
        self._counts[_COUNTED[fate]] += 1

    def _tell(self, action: str, subject: str, **detail: object) -> None:
        self._entries.append(Entry(action, PIPELINE, subject, self._batch.id, detail))

    def part_with_others(self, numbers: set[str]) -> None:
        """Applicants whom the batch has no more: nobody need decide what is open of theirs."""
        there = Applicant.objects.filter(batch=self._row, gone=False)
        gone = [pk for pk, number in there.values_list("pk", "number") if number not in numbers]
        for some in _in_parts(gone, _AT_ONCE):
            Applicant.objects.filter(pk__in=some).update(gone=True)
            items = Item.objects.filter(applicant__in=some, state__in=[State.OPEN, State.WAITING])
            for item in items.order_by("pk"):
                self._counts["withdrawn"] += 1
                self._tell(WITHDRAWN, f"item/{item.pk}", round=item.round)
            items.update(
                state=State.WITHDRAWN, holder=None, lease_until=None, version=F("version") + 1
            )
        for pk in gone:
            self._tell("applicant.gone", f"applicant/{pk}")


def _describe(item: Item, wanted: WantedItem) -> None:
    """What the new verdict says of an item."""
    rule, zh, en = wanted.headline
    item.headline_rule, item.headline_zh, item.headline_en = rule, storable(zh), storable(en)
    item.worst, item.severity = wanted.worst.value, wanted.worst.order
    item.rule_ids = "".join(f" {rule}" for rule in sorted(wanted.worst_by_rule)) + " "
    item.condition = wanted.condition


def _belong(item: Item, applicant: Applicant) -> None:
    """What the queue shows of the applicant beside the item."""
    item.name, item.number = applicant.name, applicant.number
    item.unit, item.region = applicant.unit, applicant.region


def _content(item: Item) -> list[object]:
    return [getattr(item, name) for name in _RENEWED]


def _keep_items(items: Sequence[Item]) -> None:
    """Save items that are there already: one statement for many of them."""
    Item.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["id"], update_fields=_RENEWED
    )


def _keep_rules(items: Sequence[tuple[Item, WantedItem | None]]) -> None:
    """Replace the rules by which these items are found; what nobody wants is found by none."""
    ItemRule.objects.filter(item__in=[item.pk for item, _ in items]).delete()
    ItemRule.objects.bulk_create(
        ItemRule(item=item, rule=rule, result=result)
        for item, wanted in items
        for rule, result in (wanted.worst_by_rule if wanted else {}).items()
    )


def _each_once(numbers: Mapping[str, int]) -> None:
    twice = sorted(number for number, count in numbers.items() if count > 1)
    if twice:
        raise DataError(
            Problem(
                "E-DESK-CASES",
                f"同一申报人出现多次，未发布到核验台：{'、'.join(twice)}；请重新物化结论。",
                f"An applicant is there more than once; nothing was published: {', '.join(twice)}."
                " Materialize the verdicts again.",
            )
        )


def _in_parts(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    """A time of batch.toml without zone is by the review body's own clock."""
    if moment is None or timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment)
