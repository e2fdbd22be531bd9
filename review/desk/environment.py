"""What the environment says, checked before Django sees it."""

from __future__ import annotations

import math
import os
from typing import Any

import dj_database_url

from evidence.errors import MachineError, Problem
from review.desk.places import DATABASE, DeskPlaces

_ENGINES = frozenset({"django.db.backends.sqlite3", "django.db.backends.postgresql"})
"""The databases that the record's triggers are written for."""


def number(name: str, otherwise: str, *, least: float, most: float) -> float:
    """A number that a variable says. Raises MachineError (`E-SETTING`)."""
    text = os.environ.get(name) or otherwise
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise MachineError(
            Problem(
                "E-SETTING",
                f"{name} 应为 {least:g} 至 {most:g} 的数，现为“{text}”；请改正后重新启动。",
                f"{name} must be a number from {least:g} to {most:g} and is “{text}”; "
                "correct it and start again.",
            )
        )
    return value


def database(places: DeskPlaces) -> dict[str, Any]:
    """Django's settings of the database. Raises MachineError (`E-SETTING`).

    The URL is never told: it may hold a password.
    """
    url = os.environ.get(DATABASE)
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(places.database)}
    try:
        found = dict(dj_database_url.parse(url))
    except ValueError:
        found = {}
    if found.get("ENGINE") not in _ENGINES:
        raise MachineError(
            Problem(
                "E-SETTING",
                f"{DATABASE} 不是可用的数据库地址；请写成 postgresql://用户:密码@主机/数据库，"
                "或不设该变量而用 SQLite。",
                f"{DATABASE} is no address of a database that the desk can use; write "
                "postgresql://user:password@host/database, or unset it to use SQLite.",
            )
        )
    return found
