"""What a database says where it cannot go on, as the errors that Heyan raises."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error

from evidence.errors import MachineError, Problem

_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_POSTGRESQL_BUSY = ("55P03", "40P01", "40001")
"""Lock not available, deadlock, could not serialize."""
_POSTGRESQL_FULL = ("53100",)


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database's own errors into MachineError: the transaction inside was undone.

    `E-DESK-BUSY` where another process kept it for too long, `E-DISK-FULL`, and
    `E-DESK-DATABASE` for whatever else.
    """
    try:
        yield
    except Error as e:
        raise MachineError(problem_of(e)) from e


def problem_of(error: Error) -> Problem:
    """What went wrong, and what to do about it."""
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    kind = _kind_of(error.__cause__)
    if kind == "busy":
        return Problem(
            "E-DESK-BUSY",
            "核验台数据库正被另一操作长时间占用，本次未写入任何内容；请稍后重新运行。",
            "Another process kept the desk's database for too long and nothing was written; "
            "run again in a while.",
        )
    if kind == "full":
        return Problem(
            "E-DISK-FULL",
            f"核验台数据库所在磁盘已满，本次未写入任何内容（{reason}）；请腾出空间后重新运行。",
            f"The disk of the desk's database is full and nothing was written ({reason}); "
            "make room, then run again.",
        )
    return Problem(
        "E-DESK-DATABASE",
        f"核验台数据库不可用，本次未写入任何内容（{reason}）；"
        "请检查 HEYAN_DATABASE_URL、数据库和磁盘后重新运行。",
        f"The desk's database cannot be used and nothing was written ({reason}); check "
        "HEYAN_DATABASE_URL, the database and the disk, then run again.",
    )


def _kind_of(cause: BaseException | None) -> str:
    if isinstance(cause, sqlite3.Error):
        # The lower byte is the error, the upper ones say more about it.
        number = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if number in _SQLITE_BUSY:
            return "busy"
        return "full" if number == sqlite3.SQLITE_FULL else ""
    state = getattr(cause, "sqlstate", None)
    if state in _POSTGRESQL_BUSY:
        return "busy"
    return "full" if state in _POSTGRESQL_FULL else ""
