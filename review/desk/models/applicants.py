"""Applicants of a batch, and their cases."""

from __future__ import annotations

from django.db import models

from review.desk.models.batches import Batch


class Standing(models.TextChoices):
    """Where an applicant stands after the machine's verdict and what people decided."""

    PASS = "pass", "通过"
    ON_SITE = "on_site", "需现场审查"
    RETURNED = "returned", "已退回"
    UNDECIDED = "undecided", "未决定"


class Applicant(models.Model):
    """One applicant (申报人) of one batch: what lists show and filters ask for.

    `number` is the 申报编号; `region` the place that the notice's areas know it by, or as
    declared; `outcome` the machine's verdict, `standing` what follows from it and from the
    decisions; `gone` where a later publication of the batch has this applicant no more.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="applicants")
    number = models.CharField(max_length=64)
    name = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=64, blank=True)
    identity_number = models.CharField(max_length=32, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    occupation = models.CharField(max_length=64, blank=True)
    grade = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=16)
    provisional = models.BooleanField(default=False)
    standing = models.CharField(max_length=16, choices=Standing.choices)
    gone = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "number"], name="applicant_once_a_batch"),
        )
        indexes = (
            models.Index(fields=["batch", "standing"]),
            models.Index(fields=["region"]),
            models.Index(fields=["unit"]),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class CaseFile(models.Model):
    """The case of an applicant (evidence.cases.Case), compressed, apart from what lists read.

    `files` lists where the bytes of uploads lie and `pages` where page images lie, so that
    serving one of them does not open the case: `[[path below state, media type, name], …]`
    and `{"<upload number>/<page>": path below state}`.
    """

    applicant = models.OneToOneField(Applicant, on_delete=models.CASCADE, primary_key=True)
    data = models.BinaryField()
    files = models.JSONField(default=list)
    pages = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"case of {self.applicant_id}"
