"""Filters of the queue that somebody wants again."""

from __future__ import annotations

from django.db import models

from review.desk.models.people import Person


class SavedFilter(models.Model):
    """A filter under a name; `query` is its query string."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="filters")
    name = models.CharField(max_length=64)
    query = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "name"], name="filter_once_a_person"),
        )

    def __str__(self) -> str:
        return self.name
