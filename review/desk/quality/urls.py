"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from django.urls import URLPattern

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.quality.page import quality

urls: list[URLPattern] = [route("quality/", quality, Action.QUALITY_VIEW, "quality")]
