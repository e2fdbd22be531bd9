"""Leaves folders with official results in the inbox, and tells how far the pipeline is with them.

A folder is prepared, then the record's event is committed, then one rename of its marker makes
it visible to the pipeline. Whatever happens in between, there is no folder that the record does
not tell of; one that the record tells of is handed over by the next who looks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from evidence.batch_names import NOTES_SUFFIX, READY_MARKER, REFUSED_SUFFIX
from evidence.errors import Problem
from evidence.inbox import CNIPA_FILES, OFFICIAL, OFFICIAL_FILE

_ABANDONED = dt.timedelta(days=1)
_FOLDER = re.compile(r"[0-9]{14}-[0-9a-f]{12}")
_NOTE_BYTES = 100_000


class Handing(StrEnum):
    """How far the pipeline is with a folder."""

    UNFINISHED = "unfinished"
    """The record tells of it, the last rename is not done."""
    WAITING = "waiting"
    REFUSED = "refused"
    TAKEN = "taken"


def folder_name(now: dt.datetime, token: str) -> str:
    """The name of a folder: when, and twelve random hexadecimal digits."""
    return f"{now.astimezone(dt.UTC):%Y%m%d%H%M%S}-{token}"


@dataclass(frozen=True, slots=True)
class Tray:
    """Where folders of one sort are left; `marker` is the file that makes one visible."""

    place: Path
    marker: str

    def prepare(
        self, folder: str, files: Mapping[str, Iterable[bytes]], marker: bytes = b""
    ) -> dict[str, str]:
        """Write the files and what the marker says, not yet visible; the SHA-256 of each file.

        Raises OSError; nothing of it is left then.
        """
        place = self.place / folder
        place.mkdir(parents=True)
        try:
            sums = {name: _write(place / name, pieces) for name, pieces in files.items()}
            _write(place / self._prepared, [marker])
        except OSError:
            self.discard(folder)
            raise
        return sums

    def discard(self, folder: str) -> None:
        """Remove what was prepared and will not be handed over."""
        shutil.rmtree(self.place / folder, ignore_errors=True)

    def hand_over(self, folder: str) -> bool:
        """Make a prepared folder visible; False where the disk does not take even that now."""
        place = self.place / folder
        try:
            (place / self._prepared).rename(place / self.marker)
            for one in (place, self.place, self.place.parent):
                _sync(one)
        except OSError:
            return False
        return True

    def finish_interrupted(self, is_committed: Callable[[str], bool], now: dt.datetime) -> None:
        """Hand over what a killed process left prepared, if the record tells of it; else remove it.

        What was prepared less than a day ago may be somebody's save at this moment, and stays.
        """
        for prepared in self.place.glob(f"*/{self._prepared}"):
            folder = prepared.parent.name
            if not _FOLDER.fullmatch(folder):
                continue
            if is_committed(folder):
                self.hand_over(folder)
                continue
            with suppress(OSError):
                written = dt.datetime.fromtimestamp(prepared.stat().st_mtime, dt.UTC)
                if now - written > _ABANDONED:
                    self.discard(folder)

    def handing_of(self, folder: str) -> Handing:
        """How far the pipeline is with the folder."""
        place = self.place / folder
        if (place / self.marker).exists():
            return Handing.REFUSED if self._note(folder).exists() else Handing.WAITING
        return Handing.UNFINISHED if (place / self._prepared).exists() else Handing.TAKEN

    def refusals_of(self, folder: str) -> tuple[Problem, ...]:
        """Why the pipeline did not take the folder, or something in it.

        Empty where it says nothing that can be read.
        """
        return _told(self._note(folder))

    def notes_of(self, folder: str) -> tuple[Problem, ...]:
        """What the pipeline could not use of what it took; empty as `refusals_of` is."""
        return _told(self.place / f"{folder}{NOTES_SUFFIX}")

    @property
    def _prepared(self) -> str:
        return f".{self.marker}"

    def _note(self, folder: str) -> Path:
        return self.place / f"{folder}{REFUSED_SUFFIX}"


def results_tray(inbox: Path) -> Tray:
    """Where results that were typed in are left: the marker is the result itself."""
    return Tray(inbox / OFFICIAL, OFFICIAL_FILE)


def files_tray(inbox: Path) -> Tray:
    """Where printouts and exports are left."""
    return Tray(inbox / CNIPA_FILES, READY_MARKER)


def _told(note: Path) -> tuple[Problem, ...]:
    try:
        with note.open(encoding="utf-8", errors="replace") as file:
            return tuple(_problems(file.read(_NOTE_BYTES).splitlines()))
    except (OSError, ValueError):
        return ()


def _problems(lines: list[str]) -> Iterator[Problem]:
    """Three lines each: code, Chinese, English. Raises ValueError where the first is no code."""
    for start in range(0, len(lines) - 2, 3):
        yield Problem(*lines[start : start + 3])


def _write(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file that nobody looks at yet; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
