"""What people decided, corrected and brought; rows are added, never changed."""

from __future__ import annotations

from django.db import models

from review.desk.models.applicants import Applicant
from review.desk.models.items import Item, Stage
from review.desk.models.people import Person


class Choice(models.TextChoices):
    """What a person may decide about an item."""

    ACCEPT = "accept", "认可"
    REJECT = "reject", "不予认可"
    SUPPLEMENT = "supplement", "需补充材料"
    ON_SITE = "on_site", "转现场审查"
    RETURN = "return", "退回"


class Decision(models.Model):
    """One person's decision about one item at one stage.

    `round` and `evidence` are those of the item then; `seen` are the findings that lay before
    the person (as publishing.fingerprints reduces them); `overrules` says that a mismatch was
    accepted; `seconds` is the time from opening the item to saving. A later decision takes
    the place of an earlier one by being later; neither is touched.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    stage = models.CharField(max_length=16, choices=Stage.choices)
    round = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=16, choices=Choice.choices)
    reason = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    supplement = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=64)
    seen = models.JSONField()
    overrules = models.BooleanField()
    seconds = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["item", "round", "id"], name="decision_of_item"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.choice}"


class Correction(models.Model):
    """What a person read where the machine read something else; the reading itself stays.

    `upload`, `page`, `kind` and `field` name the value as the documents do.
    """

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="corrections")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    upload = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=32)
    field = models.CharField(max_length=64)
    read_value = models.TextField(blank=True)
    corrected_value = models.TextField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.field}: {self.corrected_value}"


class OfficialEntry(models.Model):
    """An official CNIPA result that a person typed in (附件1 第九条), as it went to the inbox.

    `content` is the OfficialResult as JSON (evidence.inbox); `folder` its name in the inbox.
    """

    applicant = models.ForeignKey(
        Applicant, on_delete=models.PROTECT, related_name="official_entries"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    patent_number = models.CharField(max_length=32)
    folder = models.CharField(max_length=64, unique=True)
    content = models.TextField()

    def __str__(self) -> str:
        return self.patent_number


class Draft(models.Model):
    """What a person had begun to write about an item; kept until they decide."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "person"], name="draft_once_a_person"),
        )

    def __str__(self) -> str:
        return f"draft of {self.item_id}"
