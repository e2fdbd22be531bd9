"""`heyan desk changepassword NAME`: Django's own, and the record is told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from review.desk.record.chain import PIPELINE, append_event


class Command(changepassword.Command):
    """Gives an account another password; whoever may run commands on the machine did it."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Ask for it and change it, then tell the record: nobody waits while it is typed."""
        said: str | None = super().handle(*args, **options)
        with transaction.atomic():
            append_event("password.set", PIPELINE, f"person/{options['username']}")
        return said
