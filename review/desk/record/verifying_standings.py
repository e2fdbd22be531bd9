"""Compares what was published and where applicants stand with what the record tells.

Applicants, cases and items are rows that change, so no trigger protects them. But cases and
the set of items must be those that were published, and from them and the decisions follows
everything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.db import transaction

from evidence.cases import Case
from evidence.errors import HeyanError, Problem
from review.desk.flow.stages import Given, next_step
from review.desk.flow.standing import conclude, decided
from review.desk.models import Applicant, Batch, CaseFile, Decision, Event, Item
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.publishing.case_file import unpacked
from review.desk.publishing.digests import (
    PUBLISHED,
    RESTORED,
    WITHDRAWN,
    digest_of,
    published_digest,
)
from review.desk.publishing.wanted import evidence_of, fingerprint

_AT_ONCE = 200


def batches_unlike_published() -> Iterator[Problem]:
    """Batches whose applicants, cases or items are others than those that were published."""
    for key in Batch.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            # A publication locks this row until its end.
            batch = Batch.objects.select_for_update().get(pk=key)
            event = Event.objects.filter(action=PUBLISHED, batch=key).order_by("-seq").first()
            digest = published_digest(batch)
        if event is None or _told_digest(event) != digest:
            yield Problem(
                "E-RECORD-BATCH",
                f"批次 {key} 的申报人、案卷或事项与发布时的记录不符，可能被改动；"
                "请重新发布该批次并查明原因。",
                f"The applicants, cases or items of batch {key} are not those that were "
                "published. Publish the batch again and find out why.",
            )


def _told_digest(event: Event) -> object:
    try:
        detail = json.loads(event.detail)
    except ValueError:
        return None
    return detail.get("digest") if isinstance(detail, dict) else None


def standings_unlike_decided() -> Iterator[Problem]:
    """Applicants whose items or standing do not follow from their case and the decisions."""
    applicants = Applicant.objects.filter(gone=False).order_by("pk")
    keys = list(applicants.values_list("pk", flat=True)[:_AT_ONCE])
    while keys:
        for key in _suspects(keys):
            # Somebody may have decided between two looks: look again while nobody can.
            with transaction.atomic():
                Applicant.objects.select_for_update().get(pk=key)
                suspect = bool(_suspects([key]))
            if suspect:
                yield Problem(
                    "E-RECORD-STANDING",
                    f"applicant/{key} 的案卷、事项或结论与记录不符，可能被改动；"
                    "请重新发布该批次并查明原因。",
                    f"The case, items or standing of applicant/{key} do not follow from the "
                    "record: they were changed. Publish the batch again and find out why.",
                )
        keys = list(applicants.filter(pk__gt=keys[-1]).values_list("pk", flat=True)[:_AT_ONCE])


def _suspects(keys: Sequence[int]) -> list[int]:
    """Those of the applicants with whom something does not agree."""
    items: dict[int, list[Item]] = {}
    for item in Item.objects.filter(applicant__in=keys):
        items.setdefault(item.applicant_id, []).append(item)
    every = [item for some in items.values() for item in some]
    decisions = _decisions(every)
    withdrawn = _withdrawn(every)
    data = dict(CaseFile.objects.filter(pk__in=keys).values_list("pk", "data"))
    return [
        applicant.pk
        for applicant in Applicant.objects.filter(pk__in=keys)
        if not _follows(
            applicant,
            data.get(applicant.pk, b""),
            items.get(applicant.pk, []),
            decisions,
            withdrawn,
        )
    ]


def _decisions(items: Sequence[Item]) -> dict[int, list[Decision]]:
    """The decisions about each item, in order."""
    rows = Decision.objects.filter(item__in=[item.pk for item in items]).order_by("item_id", "pk")
    return {item: list(some) for item, some in groupby(rows, lambda row: row.item_id)}


def _withdrawn(items: Sequence[Item]) -> set[str]:
    """The subjects of those items that the record tells were withdrawn, and not restored."""
    subjects = [f"item/{item.pk}" for item in items if item.state == State.WITHDRAWN]
    told = Event.objects.filter(
        subject__in=subjects, action__in=[WITHDRAWN, RESTORED, "item.changed"]
    )
    last = dict(told.order_by("seq").values_list("subject", "action"))
    return {subject for subject, action in last.items() if action == WITHDRAWN}


def _follows(
    applicant: Applicant,
    data: bytes | memoryview,
    items: Sequence[Item],
    decisions: Mapping[int, list[Decision]],
    withdrawn: set[str],
) -> bool:
    """Whether the case is the one that was published, and all else follows from it."""
    if digest_of(data) != applicant.digest:
        return False
    try:
        case = unpacked(data)
    except HeyanError:
        return False
    return (
        applicant.outcome == case.verdict.outcome
        and all(_item_follows(one, case, decisions.get(one.pk, []), withdrawn) for one in items)
        and applicant.standing == conclude(case, [decided(one) for one in items]).standing
    )


def _item_follows(
    item: Item, case: Case, decisions: Sequence[Decision], withdrawn: set[str]
) -> bool:
    """Whether a decision is in force where the stages say so, on the evidence of now."""
    if item.state == State.WITHDRAWN:
        return not item.choice and f"item/{item.pk}" in withdrawn
    if item.state != State.CLOSED:
        return not item.choice
    given = [
        Given(Stage(one.stage), Choice(one.choice), one.person_id, one.overrules)
        for one in decisions
        if one.round == item.round
    ]
    if not given or decisions[-1].round != item.round:
        return False
    step = next_step(Kind(item.kind), given[-1], given[:-1])
    evidence = fingerprint(evidence_of(case, item.kind, item.claim))
    closed = step.state is State.CLOSED and step.choice == item.choice
    return closed and decisions[-1].evidence == item.evidence == evidence
