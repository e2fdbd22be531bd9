"""Who is at the command line, for records that say who brought or withdrew something."""

from __future__ import annotations

import getpass
import os
import unicodedata

import click

_LENGTH = 100


def account_name(given: str | None) -> str:
    """The name given, else this account's. Raises click.BadParameter where it is no name."""
    name = _own() if given is None else given.strip()
    if not 0 < len(name) <= _LENGTH or any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        raise click.BadParameter(
            f"1–{_LENGTH} characters, no control characters", param_hint="--by"
        )
    return name


def _own() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # An account without a name, as in containers.
        return f"uid {os.getuid()}"
