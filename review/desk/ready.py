"""Makes the desk's code usable in a process that is not its web server."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

_MIGRATING = 0x6865_79616E
"""Of PostgreSQL's advisory lock: nothing else of Heyan's takes one."""


def prepare() -> None:
    """Set Django up and bring the database to the newest schema; cheap where it is there already.

    Several processes may do so at once: one migrates and the others wait for it. Raises
    MachineError (`E-HOME`, `E-SETTING`) where the environment is not as it must be, and
    where the database cannot be used (`E-DESK-BUSY`, `E-DISK-FULL`, `E-DESK-DATABASE`).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review.desk.settings")
    import django  # noqa: PLC0415  only after the settings are named
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        django.setup()
    from review.desk.database_errors import translated  # noqa: PLC0415

    with translated():
        if _is_behind():
            with _alone():
                _migrate()


def _is_behind() -> bool:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    # Whoever waited finds the work done: Django plans anew.
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: of this machine by a file, of all machines by the database."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with (settings.PLACES.own / "migrating.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])
