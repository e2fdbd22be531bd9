"""Batches on their way in from a browser."""

from __future__ import annotations

from django.db import models

from review.desk.models.people import Person


class IncomingBatch(models.Model):
    """A batch that a browser is sending; `batch` is its id, the folder's or zip's name."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    batch = models.CharField(max_length=64)
    is_zip = models.BooleanField()
    started_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.batch


class IncomingFile(models.Model):
    """One file of it: `path` below the batch, `size` in bytes, `received` so far, `sha256`.

    `refused` is the stable code of why the file is not taken, empty where it is.
    """

    incoming = models.ForeignKey(IncomingBatch, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    path = models.TextField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    received = models.BigIntegerField(default=0)
    complete = models.BooleanField(default=False)
    refused = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incoming", "number"], name="file_once_a_batch"),
        )

    def __str__(self) -> str:
        return self.path
