"""The record (记录): who did what, when, to which item. Append-only and hash-chained."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One link of the chain.

    `seq` counts from 1 without gaps. `at` is ISO 8601 in UTC with microseconds, as text, so
    that what was hashed is what is stored, on any database. `actor` is the account's name,
    `heyan` for the pipeline. `detail` is canonical JSON. `link` is the HMAC-SHA256 of all other
    columns, `before` the link of the event before.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=48)
    subject = models.CharField(max_length=200, blank=True)
    batch = models.CharField(max_length=64, blank=True)
    detail = models.TextField()
    before = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["actor", "seq"], name="event_actor"),
            models.Index(fields=["action", "seq"], name="event_action"),
            models.Index(fields=["subject", "seq"], name="event_subject"),
            models.Index(fields=["batch", "seq"], name="event_batch"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class RecordHead(models.Model):
    """The last link: the one row that a writer locks, so that events form one chain."""

    seq = models.BigIntegerField(default=0)
    link = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return str(self.seq)
