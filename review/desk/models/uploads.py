"""Batches on their way in from a browser."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from review.desk.models.people import Person


class Mode(models.TextChoices):
    """What an upload means for a batch of the same id that is there already."""

    NEW = "new", "新批次"
    EXTEND = "extend", "补充材料"
    REPLACE = "replace", "替换为新版本"


class IncomingBatch(models.Model):
    """A batch that a browser is sending; `batch` is its id, `mode` what it means for an earlier one.

    `listing` counts how often its files were named: what an earlier listing named and the last
    did not is no part of it. `file_count` and `byte_count` are to come, `files_done` and `bytes_done` are
    here whole. `handing_over_at` is set before anything is moved to the inbox, `kept_as` is
    then the name under which an earlier version is kept. `digest` is the SHA-256 of the lines
    `sha256  path`, sorted by path, as `sha256sum` writes them.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    batch = models.CharField(max_length=64)
    is_zip = models.BooleanField()
    mode = models.CharField(max_length=16, choices=Mode.choices, default=Mode.NEW)
    listing = models.PositiveIntegerField(default=0)
    file_count = models.PositiveIntegerField(default=0)
    byte_count = models.BigIntegerField(default=0)
    files_done = models.PositiveIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    handing_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    kept_as = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(handed_over_at__isnull=True),
                name="one_upload_a_batch",
            ),
        )

    def __str__(self) -> str:
        return self.batch


class IncomingFile(models.Model):
    """One file of it: `path` below the batch in NFC, `size` in bytes, `sha256` once it is whole.

    `refused` is the stable code of why the file is not taken, empty where it is; the path of
    a refused file is cleaned for showing and opens nothing.
    """

    incoming = models.ForeignKey(IncomingBatch, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    listing = models.PositiveIntegerField()
    path = models.TextField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    complete = models.BooleanField(default=False)
    refused = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incoming", "number"], name="file_once_a_batch"),
            models.UniqueConstraint(
                fields=["incoming", "path"], condition=Q(refused=""), name="path_once_a_batch"
            ),
        )

    def __str__(self) -> str:
        return self.path
