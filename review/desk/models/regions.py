"""Which places do the first review (初审) of their own applicants at the desk."""

from __future__ import annotations

from django.db import models


class CountyOffice(models.Model):
    """A place (地区) whose own office reviews its applicants at the desk.

    For 一级 its decision is the 初审 and the city's is final (四(三)). Below 一级 it is final
    where the county took the work over (已承接, 三(四)): `decides_below_one`.
    """

    place = models.CharField(max_length=64, unique=True)
    decides_below_one = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.place
