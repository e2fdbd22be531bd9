"""Batches as the pipeline published them."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """A published batch; what it holds is replaced whenever it is published again.

    `content` is the PublishedBatch as JSON (evidence.cases). `figures` and `unread` are what
    pages about the batch show of its cases (batches.figures), so that they open none of them.
    """

    key = models.CharField(primary_key=True, max_length=64)
    review_body = models.CharField(max_length=200, blank=True)
    notice_title = models.CharField(max_length=400, blank=True)
    rules_version = models.CharField(max_length=64)
    received_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField()
    run = models.CharField(max_length=64, blank=True)
    content = models.TextField()
    figures = models.TextField(default="{}")
    unread = models.TextField(default="[]")

    def __str__(self) -> str:
        return self.key
