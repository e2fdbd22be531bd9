"""Makes the desk's code usable in a process that is not its web server."""

from __future__ import annotations

import os


def prepare() -> None:
    """Set Django up and bring the database to the newest schema; cheap where it is there already.

    Raises MachineError (`E-HOME`) without HEYAN_HOME, and Django's OperationalError where the
    database cannot be reached.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review.desk.settings")
    import django  # noqa: PLC0415  only after the settings are named
    from django.apps import apps  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    if not apps.ready:
        django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
