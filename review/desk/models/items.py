"""The items (事项) of the queue."""

from __future__ import annotations

from django.db import models

from review.desk.models.applicants import Applicant
from review.desk.models.batches import Batch
from review.desk.models.people import Person


class Kind(models.TextChoices):
    """What an item is about."""

    CLAIM = "claim", "申报条件"
    APPLICATION = "application", "申报整体"
    SAMPLE = "sample", "抽查"


class State(models.TextChoices):
    """Whether somebody must still do something about an item."""

    OPEN = "open", "待处理"
    WAITING = "waiting", "待补充材料"
    CLOSED = "closed", "已决定"
    WITHDRAWN = "withdrawn", "已无需处理"


class Stage(models.TextChoices):
    """Whose turn it is."""

    PRELIMINARY = "preliminary", "初审"
    REVIEW = "review", "审核"
    SECOND = "second", "复核"
    ADJUDICATION = "adjudication", "裁定"


_FILTERED = (
    "stage", "severity", "rule_ids", "region", "batch", "kind", "unit", "opened_at", "applicant",
    "round", "local", "holder", "lease_until",
)  # fmt: skip


def _covering(name: str, *order: str) -> models.Index:
    """An index that a page of the queue in this order is read from, whatever the filter.

    Rows carry long sentences; passing over 100,000 of them to reach a deep page, or to count,
    is slow. Passing over an index that holds all that filters ask for is not.
    """
    rest = [column for column in _FILTERED if column not in order]
    return models.Index(fields=["state", *order, *rest], name=name)


class Item(models.Model):
    """One thing for a person to decide: a claim, an application as a whole, or a sample.

    `claim` is the claim's 序号, 0 for the application as a whole. `headline_*` say why it is
    here, `worst` is the worst result among its findings. `evidence` is the fingerprint of what
    a decision rests on; where it changes under a decision, `round` counts up, `changed` is set
    until it is decided, and the item is open again. `version` counts every change and is
    checked on saving. `local` says that the county's own office decides it finally. A lease
    (`holder`, `lease_until`) keeps two people from the same item. `choice` is the decision in
    force, empty while there is none; `due` the last day that the item waits for material. Of a
    withdrawn item, `closed_at` and `due` say where it stood.
    """

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="items")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    claim = models.PositiveSmallIntegerField(default=0)
    condition = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.REVIEW)
    headline_rule = models.CharField(max_length=16)
    headline_zh = models.TextField()
    headline_en = models.TextField()
    worst = models.CharField(max_length=16)
    evidence = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField(default=1)
    changed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    local = models.BooleanField(default=False)
    choice = models.CharField(max_length=16, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    holder = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="held"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    # What the queue filters and sorts by, beside the item itself so that pages stay fast.
    name = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=64)
    unit = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=64, blank=True)
    # The rules of ItemRule with a space around each: ` A3a A4b `.
    rule_ids = models.CharField(max_length=400, blank=True)
    # The order of `worst` (Result.order), because its name does not sort.
    severity = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["applicant", "kind", "claim"], name="item_once_an_applicant"
            ),
        )
        indexes = (
            _covering("item_by_age", "opened_at", "id"),
            _covering("item_by_unit", "unit", "opened_at", "id"),
            _covering("item_by_name", "name", "opened_at", "id"),
            _covering("item_by_rule", "headline_rule", "opened_at", "id"),
            _covering("item_by_result", "severity", "opened_at", "id"),
            _covering("item_counts", "stage", "severity", "rule_ids"),
            models.Index(fields=["batch", "state", "opened_at", "id"], name="item_batch"),
            models.Index(fields=["batch", "region", "unit"], name="item_places"),
            # Holds all that the figures of quality ask of items, so that they read it alone.
            models.Index(
                fields=["state", "kind", "choice", "closed_at", "opened_at", "batch", "region"],
                name="item_quality",
            ),
            models.Index(fields=["holder", "state"], name="item_holder"),
            models.Index(fields=["state", "due"], name="item_due"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.claim}"


class ItemRule(models.Model):
    """A rule among the findings of an item, for the filter by rule."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="rules")
    rule = models.CharField(max_length=16)
    result = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "rule"], name="rule_once_an_item"),)
        indexes = (models.Index(fields=["rule", "item"], name="rule_items"),)

    def __str__(self) -> str:
        return self.rule
