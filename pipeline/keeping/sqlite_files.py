"""A file of SQLite as it is at one moment, while others go on writing into it.

By its online backup. Apart from PostgreSQL, whose client is large, so that a run need not load it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from evidence.errors import MachineError, Problem

_SAID = 300
"""Characters of what a program said that are shown."""


def snapshot_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database as of now; who writes meanwhile neither waits nor shows.

    Raises MachineError (`E-BACKUP-DATABASE`).
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=60)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
    except sqlite3.Error as e:
        raise MachineError(not_copied(source.name, str(e))) from e


def damage_of_sqlite(path: Path) -> str:
    """What is wrong with a SQLite database by its own check; empty where nothing is."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)) as live:
            (first,) = live.execute("PRAGMA quick_check(1)").fetchone()
            (tables,) = live.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as e:
        return str(e)
    if first != "ok":
        return str(first)
    return "" if tables else "no table is left in it"


def not_copied(what: str, said: str) -> Problem:
    """`E-BACKUP-DATABASE`: which database it is, and what it or its program said."""
    reason = " ".join(said.split())[:_SAID]
    return Problem(
        "E-BACKUP-DATABASE",
        f"数据库 {what} 无法备份或恢复（{reason}）；请检查数据库、地址和磁盘后重试。",
        f"The database {what} cannot be copied or restored ({reason}); check the database, its "
        "address and the disk, then try again.",
    )
