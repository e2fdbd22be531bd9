"""The log files of the processes that `heyan serve` keeps: a hundred MiB each at most."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 20 * 2**20
KEPT = 5
"""Older ones: `daemon.log.1` is the youngest."""


def rotate(log: Path) -> None:
    """Where the file has become large begin it anew, while its process goes on writing to it.

    The process has it open for appending, so it is copied and emptied; a line that is written
    between the two is lost. Where there is no room for the copy it stays as it is.
    """
    with suppress(FileNotFoundError):
        if log.stat().st_size > MOST_BYTES:
            _set_aside(log)


def _set_aside(log: Path) -> None:
    copy = log.with_name(f"{log.name}.copy")
    try:
        shutil.copyfile(log, copy)
        for number in range(KEPT - 1, 0, -1):
            with suppress(FileNotFoundError):
                _older(log, number).rename(_older(log, number + 1))
        copy.rename(_older(log, 1))
        os.truncate(log, 0)
    except OSError:
        with suppress(OSError):
            copy.unlink(missing_ok=True)


def _older(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}")
