"""Dagster's SQLite files, asked and written as Dagster does, but for what each look costs.

Dagster makes an engine of SQLAlchemy for every look at a file: each time it learns anew what the
file's SQLite can do, compiles the statement, opens the file and, as nobody else has it open, puts
its journal away. Here an engine stays for the next look at its file, and the index of all runs
stays open. What is committed is on the disk as before.

The file of a single run is still closed after each look: who follows the run in the Dagster UI
waits for that file to change, which it does when its journal is put away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    INDEX_SHARD_NAME,
    SqliteEventLogStorage,
)
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool, Pool, QueuePool

_CHOOSING = threading.Lock()
"""Held while the engine of the index is chosen, with and without Dagster's own lock."""


class RunFile(SqliteRunStorage):
    """The runs, in one file."""

    @cached_property
    def _engine(self) -> Engine:
        return create_engine(self._conn_string, poolclass=NullPool)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A transaction on the file."""
        with self._engine.connect() as connection, connection.begin():
            yield connection


class EventFiles(SqliteEventLogStorage):
    """The events: a file for each run, and an index over all."""

    _index: tuple[tuple[int, int] | None, Engine] | None = None
    """Which file the index was, and its engine."""
    _run: tuple[str, Engine] | None = None
    """The run whose file was asked for last, and its engine."""

    def has_table(self, table_name: str) -> bool:
        """Whether the index has the table."""
        engine = self._index_engine()
        with engine.connect() as connection:
            return bool(engine.dialect.has_table(connection, table_name))

    def dispose(self) -> None:
        """Close the index."""
        super().dispose()  # it ends the watcher, which may still look
        if self._index is not None:
            self._index[1].dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        """A transaction on a file, which is made where it is not there yet."""
        with self._db_lock:
            engine = self._index_engine() if shard == INDEX_SHARD_NAME else self._run_engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            try:
                with engine.connect() as connection, connection.begin():
                    yield connection
            except BaseException:
                # The disk may have been away, or a result is held half read and with it its
                # moment: what is open stays of no use.
                engine.dispose()
                raise

    def _index_engine(self) -> Engine:
        """The engine of the index as it lies there now; another file in its place has another."""
        with _CHOOSING:
            known, which = self._index, _identity(Path(self.path_for_shard(INDEX_SHARD_NAME)))
            if known is None or known[0] != which:
                if known is not None:
                    known[1].dispose()
                known = self._index = which, self._new_engine(INDEX_SHARD_NAME, QueuePool)
            return known[1]

    def _run_engine(self, run: str) -> Engine:
        if self._run is None or self._run[0] != run:
            self._run = run, self._new_engine(run, NullPool)
        return self._run[1]

    def _new_engine(self, shard: str, pool: type[Pool]) -> Engine:
        return create_engine(
            self.conn_string_for_shard(shard),
            poolclass=pool,
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
        )


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies at a path; None where none can be reached, as SQLite will say itself."""
    try:
        file = path.stat()
    except OSError:
        return None
    return file.st_dev, file.st_ino
