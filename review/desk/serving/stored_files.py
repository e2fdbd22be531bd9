"""Opens what Heyan stored, and nothing else, whatever path the database names.

Paths come from the database. A row that somebody changed must not serve the desk's own
secrets, so a path is checked again each time: below the one folder that holds such files,
no link on the way, a regular file at its end. Where an object store has the files, that
folder is the one of this machine's copies, and the file is brought there first.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from evidence.errors import HeyanError, MachineError, Problem
from review.desk.places import DeskPlaces


class Shelf(Enum):
    """The two folders below the state folder that browsers are served from."""

    ORIGINALS = PurePosixPath("store")
    PAGES = PurePosixPath("readings/images")


class StoredFileError(HeyanError):
    """A stored file cannot be served."""


def open_stored(places: DeskPlaces, shelf: Shelf, path: str) -> BinaryIO:
    """Open a stored file for reading; `path` is its place below the state folder, with `/`.

    Raises StoredFileError: `E-SERVE-NONE` where nothing was stored (an empty path),
    `E-SERVE-PLACE` where the path is not on that shelf or leads over a link,
    `E-SERVE-MISSING` where no regular file is there, and what the object store says where it
    cannot give it (`E-STORE-AWAY`, `E-STORE-CHANGED`).
    """
    if not path:
        raise StoredFileError(_NONE)
    parts = path.split("/")
    below = shelf.value.parts
    if tuple(parts[: len(below)]) != below or len(parts) == len(below) or not _plain(parts):
        raise StoredFileError(_MISPLACED)
    folder = os.open(_brought(places, path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = _open(part, os.O_DIRECTORY, folder)
            os.close(folder)
            folder = inner
        descriptor = _open(parts[-1], os.O_NONBLOCK, folder)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise StoredFileError(_MISSING)
    return os.fdopen(descriptor, "rb")


def _brought(places: DeskPlaces, path: str) -> Path:
    """The folder that the path leads through, after the file was brought to this machine."""
    if places.objects is None:
        return places.state
    try:
        places.objects.bring(path, PurePosixPath(path).stem)
    except FileNotFoundError as e:
        raise StoredFileError(_MISSING) from e
    except MachineError as e:
        raise StoredFileError(e.problem) from e
    return places.objects.copies


def _plain(parts: list[str]) -> bool:
    return all(part not in ("", ".", "..") and "\0" not in part for part in parts)


def _open(name: str, flags: int, folder: int) -> int:
    """Open one step of the way, never through a link."""
    try:
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, dir_fd=folder)
    except OSError as e:
        raise StoredFileError(_MISPLACED if _is_link(name, folder) else _MISSING) from e


def _is_link(name: str, folder: int) -> bool:
    with suppress(OSError):
        return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    return False


_NONE = Problem(
    "E-SERVE-NONE",
    "该文件收到时就没有可保存的内容（如链接或无法读取的文件）；请向申报人另要一份。",
    "There were no bytes to keep of this file when it came (a link, or it could not be read); "
    "ask the applicant for another.",
)
_MISPLACED = Problem(
    "E-SERVE-PLACE",
    "存储位置不在规定的文件夹内，不予打开；请管理员查明该记录是否被改动。",
    "The stored place is not where Heyan keeps such files, so it is not opened; let the "
    "administrator find out whether that row was changed.",
)
_MISSING = Problem(
    "E-SERVE-MISSING",
    "文件已不在存储中；请管理员从备份恢复状态文件夹，或重新运行该批次。",
    "The file is no longer in the store; let the administrator restore the state folder from a "
    "backup or run the batch again.",
)
