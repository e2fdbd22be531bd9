"""A declared date that is not there: left blank, or written so that nobody can tell it."""

from __future__ import annotations

from evidence.applications import Application
from evidence.findings import Result
from evidence.places import Place
from verifiers.rules.checks import Check

_SHOWN = 50


def undated(
    application: Application,
    column: str,
    blank: str,
    *,
    declared: str = "",
    found: str = "",
    where: tuple[Place, ...] = (),
) -> Check:
    """Not checked; `blank` is the sentence where the cell of the column says nothing.

    Whoever wrote a date must not be told that it is missing: what was written is quoted.
    """
    written = application.written(column)[:_SHOWN]
    if not written:
        return Check(Result.NOT_CHECKED, blank, declared, found, where)
    values = {"column": column}
    return Check(Result.NOT_CHECKED, "rule.unread", written, found, where, values=values)
