"""`heyan desk`: Django's management commands for the review desk, with the home entered."""

from __future__ import annotations

import click

from pipeline.desk import manage
from pipeline.home import enter_home


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run a management command of the desk: migrate, changepassword NAME, dbshell, help."""
    enter_home()
    manage(arguments)
