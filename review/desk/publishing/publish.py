"""Publishes a batch to the desk: one transaction; what people did is never touched.

Cases and findings are replaced by the new ones. An item whose evidence is the same keeps
all that happened to it. Where the evidence behind a decision changed, the item is open
again, marked as changed; an item that nobody needs to decide any more is withdrawn.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from evidence import codec
from evidence.cases import Case, PublishedBatch
from review.desk.access.scope import place_of
from review.desk.batches.figures import kept_figures
from review.desk.flow.deciding import county_offices
from review.desk.flow.stages import start_of
from review.desk.flow.standing import settle
from review.desk.models import Applicant, Batch, CaseFile, Item, ItemRule
from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, State
from review.desk.publishing.case_file import files_of, packed, pages_of
from review.desk.publishing.wanted import (
    WantedItem,
    basis_of,
    fingerprint,
    is_sampled,
    reduced,
    wanted_items,
)
from review.desk.queue.search_text import keep_search_texts, search_text
from review.desk.record.chain import PIPELINE, append_event

_AT_ONCE = 500
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: numbers of applicants and of items."""

    applicants: int = 0
    opened: int = 0
    kept: int = 0
    returned: int = 0
    withdrawn: int = 0
    sampled: int = 0


def publish(
    batch: PublishedBatch, cases: Sequence[Case], now: dt.datetime | None = None
) -> Published:
    """Bring a batch and its cases into the desk's database."""
    now = now or timezone.now()
    with transaction.atomic():
        row, _ = Batch.objects.update_or_create(
            key=batch.id,
            defaults={
                "review_body": batch.review_body,
                "notice_title": batch.notice_title,
                "rules_version": batch.rules_version,
                "received_at": _aware(batch.received_at),
                "published_at": now,
                "run": batch.run,
                "content": codec.encode(PublishedBatch, batch).decode(),
                **kept_figures(batch, cases),
            },
        )
        publication = _Publication(row, batch, now)
        for some in _in_parts(cases, _AT_ONCE):
            publication.take(some)
        publication.part_with_others({case.dossier.id for case in cases})
        published = publication.result()
        append_event(
            "batch.published",
            PIPELINE,
            f"batch/{batch.id}",
            batch=batch.id,
            detail={"run": batch.run, "rules": batch.rules_version} | asdict(published),
            at=now,
        )
    return published


class _Publication:
    """One publication at work; counts as it goes."""

    def __init__(self, row: Batch, batch: PublishedBatch, now: dt.datetime) -> None:
        self._row = row
        self._batch = batch
        self._now = now
        self._offices = county_offices()
        self._counts = dict.fromkeys(Published.__dataclass_fields__, 0)

    def result(self) -> Published:
        """What was done so far."""
        return Published(**self._counts)

    def take(self, cases: Sequence[Case]) -> None:
        """Publish some cases."""
        applicants = self._applicants(cases)
        existing: dict[int, dict[tuple[str, int], Item]] = {}
        for item in Item.objects.select_for_update().filter(applicant__in=applicants.values()):
            existing.setdefault(item.applicant_id, {})[item.kind, item.claim] = item
        new: list[tuple[Item, WantedItem]] = []
        for case in cases:
            applicant = applicants[case.dossier.id]
            new += self._items(applicant, case, existing.get(applicant.pk, {}))
        Item.objects.bulk_create([item for item, _ in new])
        _keep_rules(new)
        self._counts["applicants"] += len(cases)
        settle(list(applicants.values()), {applicants[c.dossier.id].pk: c for c in cases})

    def _applicants(self, cases: Sequence[Case]) -> dict[str, Applicant]:
        """The rows of these cases' applicants, with their cases and search texts kept."""
        data = {case.dossier.id: packed(case) for case in cases}
        rows = [self._applicant(case, data[case.dossier.id]) for case in cases]
        Applicant.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["batch", "number"],
            update_fields=[
                "name", "unit", "department", "region", "identity_number", "phone",
                "occupation", "grade", "outcome", "provisional", "gone", "digest",
            ],
        )  # fmt: skip
        found = {
            one.number: one
            for one in Applicant.objects.filter(batch=self._row, number__in=list(data))
        }
        CaseFile.objects.bulk_create(
            [
                CaseFile(
                    applicant=found[case.dossier.id],
                    data=data[case.dossier.id],
                    files=files_of(case),
                    pages=pages_of(case),
                )
                for case in cases
            ],
            update_conflicts=True,
            unique_fields=["applicant"],
            update_fields=["data", "files", "pages"],
        )
        keep_search_texts([(found[case.dossier.id].pk, search_text(case)) for case in cases])
        return found

    def _applicant(self, case: Case, data: bytes) -> Applicant:
        application = case.dossier.application
        return Applicant(
            batch=self._row,
            number=case.dossier.id,
            name=application.name if application else "",
            unit=application.employer.strip() if application else "",
            department=application.department.strip() if application else "",
            region=place_of(application.region, self._batch.areas) if application else "",
            identity_number=application.id_number if application else "",
            phone=application.written("手机") if application else "",
            occupation=(application.target_occupation or application.occupation)
            if application
            else "",
            grade=application.target_grade if application else "",
            outcome=case.verdict.outcome.value,
            provisional=case.verdict.provisional,
            standing=Standing.UNDECIDED,
            gone=False,
            digest=hashlib.sha256(data).hexdigest(),
        )

    def _items(
        self, applicant: Applicant, case: Case, existing: dict[tuple[str, int], Item]
    ) -> Iterator[tuple[Item, WantedItem]]:
        """New items of a case; those that exist are updated here."""
        drawn = is_sampled(
            self._batch.id, case.dossier.id, settings.SAMPLE_SHARE, settings.SAMPLE_KEY
        )
        # Once drawn, a sample stays one, whatever the share is set to later.
        sampled = drawn or (Kind.SAMPLE, 0) in existing
        for wanted in wanted_items(case, sampled=sampled):
            item = existing.pop((wanted.kind, wanted.claim), None)
            evidence = fingerprint(reduced(wanted.basis, case))
            self._counts["sampled"] += wanted.kind is Kind.SAMPLE
            if item is None:
                self._counts["opened"] += 1
                fresh = Item(
                    applicant=applicant,
                    batch=self._row,
                    kind=wanted.kind,
                    claim=wanted.claim,
                    opened_at=self._now,
                )
                self._start(fresh, applicant)
                yield _described(fresh, wanted, applicant, evidence), wanted
            else:
                self._again(item, wanted, applicant, evidence)
        for item in existing.values():
            self._needless(item, applicant, case)

    def _again(self, item: Item, wanted: WantedItem, applicant: Applicant, evidence: str) -> None:
        """An item that was there before."""
        before = (item.evidence, item.state)
        _described(item, wanted, applicant, evidence)
        _keep_rules([(item, wanted)])
        if before == (evidence, State.WITHDRAWN) and not item.choice:
            item.state = State.OPEN
            item.version += 1
            self._counts["opened"] += 1
        elif before[0] == evidence and before[1] != State.WITHDRAWN:
            self._counts["kept"] += 1
        else:
            self._return(item, applicant)
        item.save()

    def _start(self, item: Item, applicant: Applicant) -> None:
        """At the stage where its kind, place and grade begin."""
        start = start_of(Kind(item.kind), applicant.region, applicant.grade, self._offices)
        item.stage, item.local = start.stage, start.local

    def _return(self, item: Item, applicant: Applicant) -> None:
        """Open an item again because its evidence is another; its decisions stay."""
        decided = item.decisions.filter(round=item.round).exists()
        self._counts["returned" if decided else "kept"] += 1
        item.version += 1
        item.state = State.OPEN
        item.closed_at = item.due = None
        if decided:
            item.round += 1
            item.changed = True
            item.choice = ""
            item.opened_at = self._now
            self._start(item, applicant)
            append_event(
                "item.changed",
                PIPELINE,
                f"item/{item.pk}",
                batch=self._batch.id,
                detail={"evidence": item.evidence, "round": item.round},
                at=self._now,
            )

    def _needless(self, item: Item, applicant: Applicant, case: Case) -> None:
        """An item that the new verdict does not ask for.

        Where the last decision was to accept, machine and person agree. Where it was another,
        a person must see what changed and decide again. Otherwise nobody need look.
        """
        last = item.decisions.order_by("pk").last()
        if item.state == State.CLOSED and item.choice == Choice.ACCEPT:
            return
        if last is None or last.choice == Choice.ACCEPT:
            if item.state != State.WITHDRAWN:
                item.state = State.WITHDRAWN
                item.version += 1
                item.save()
                self._counts["withdrawn"] += 1
            return
        basis = basis_of(case, item.kind, item.claim)
        evidence = fingerprint(reduced(basis, case))
        if evidence == item.evidence and item.state != State.WITHDRAWN:
            self._counts["kept"] += 1
            return
        wanted = WantedItem(Kind(item.kind), item.claim, item.condition, (), basis)
        item.evidence = evidence
        item.headline_zh = "证据已变化：机器核验现已一致，请重新决定。"
        item.headline_en = "The evidence changed: the machine finds a match now. Decide again."
        item.worst = wanted.worst.value
        _keep_rules([(item, wanted)])
        self._return(item, applicant)
        item.save()

    def part_with_others(self, published: set[str]) -> None:
        """Applicants whom the batch has no more: their open items are withdrawn."""
        gone = Applicant.objects.filter(batch=self._row, gone=False).exclude(number__in=published)
        numbers = list(gone.values_list("number", flat=True))
        if not numbers:
            return
        self._counts["withdrawn"] += (
            Item.objects.filter(applicant__in=gone)
            .exclude(state__in=[State.CLOSED, State.WITHDRAWN])
            .update(state=State.WITHDRAWN)
        )
        Applicant.objects.filter(batch=self._row, number__in=numbers).update(gone=True)
        append_event(
            "batch.applicants_gone",
            PIPELINE,
            f"batch/{self._batch.id}",
            batch=self._batch.id,
            detail={"numbers": numbers},
            at=self._now,
        )


def _described(item: Item, wanted: WantedItem, applicant: Applicant, evidence: str) -> Item:
    """The item with what the new verdict says of it."""
    item.headline_rule, item.headline_zh, item.headline_en = wanted.headline
    item.worst = wanted.worst.value
    item.condition = wanted.condition
    item.evidence = evidence
    item.name, item.number = applicant.name, applicant.number
    item.unit, item.region = applicant.unit, applicant.region
    return item


def _keep_rules(items: Iterable[tuple[Item, WantedItem]]) -> None:
    """Replace the rules by which these items are found."""
    items = list(items)
    ItemRule.objects.filter(item__in=[item for item, _ in items]).delete()
    rules = [
        ItemRule(item=item, rule=rule, result=result)
        for item, wanted in items
        for rule, result in {
            one.rule: one.result.value for one in reversed(wanted.blocking)
        }.items()
    ]
    ItemRule.objects.bulk_create(rules, batch_size=_AT_ONCE)


def _in_parts(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    """A time of batch.toml without zone is by the review body's own clock."""
    if moment is None or timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment)
