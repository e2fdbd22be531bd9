"""What an installation keeps on disk, and how long Dagster's log is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder; of a file linked twice, once."""
    seen: dict[int, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            seen[status.st_ino] = status.st_size
    return sum(seen.values())


def events_in(history: Path) -> tuple[int, int]:
    """Runs, and rows in the event logs of them, of Dagster's SQLite files."""
    logs = [path for path in (history / "runs").glob("*.db") if path.stem != "index"]
    rows = 0
    for path in logs:
        with closing(sqlite3.connect(path)) as log:
            rows += log.execute("SELECT count(*) FROM event_logs").fetchone()[0]
    return len(logs), rows
