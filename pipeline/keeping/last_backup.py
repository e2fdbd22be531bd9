"""When the last whole backup was made, noted in the state, for who looks after it every day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from evidence import codec
from evidence.errors import DataError
from extractors.whole_files import write_whole
from pipeline.home import Home

_NAME = "last_backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """A whole backup: when it began, with zone, where it lies, the codes of its problems."""

    made_at: dt.datetime
    folder: str
    problems: tuple[str, ...] = ()


def note_backup(home: Home, made: LastBackup) -> None:
    """Note it instead of the one before. Raises MachineError (`E-DISK-FULL`, `E-STORE-WRITE`)."""
    write_whole(home.state / _NAME, codec.encode(LastBackup, made))


def last_backup(home: Home) -> LastBackup | None:
    """The last whole backup; None where none was ever made, or the note cannot be read."""
    try:
        return codec.decode(LastBackup, (home.state / _NAME).read_bytes())
    except (FileNotFoundError, DataError):
        return None
