"""The desk as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """One application: the desk."""

    name = "review.desk"
    label = "desk"
    verbose_name = "核验台"
    default_auto_field = "django.db.models.BigAutoField"
