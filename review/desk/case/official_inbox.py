"""Leaves a typed-in official result in the inbox, and tells how far the pipeline is with it.

A result is prepared in its folder, then its row and event are committed, then one rename
makes it visible to the pipeline. Whatever happens in between, there is no result that the
record does not tell of; one that the record tells of is handed over by the next who looks.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from evidence import codec
from evidence.errors import MachineError, Problem
from evidence.inbox import OFFICIAL, OFFICIAL_FILE, OfficialResult
from review.rosters.atomic import write_whole

_PREPARED = f".{OFFICIAL_FILE}"
"""The result before its row is committed; the pipeline sees no result in such a folder."""
_ABANDONED = dt.timedelta(days=1)
_REFUSED = "._REFUSED"
"""Ending of the file in which the pipeline says why it cannot take a folder."""
_FOLDER = re.compile(r"[0-9]{14}-[0-9a-f]{12}")


class Handing(StrEnum):
    """How far the pipeline is with a result."""

    UNFINISHED = "unfinished"
    """Its row is there, the last rename is not."""
    WAITING = "waiting"
    REFUSED = "refused"
    TAKEN = "taken"


def folder_name(now: dt.datetime, token: str) -> str:
    """The name of a result's folder: when, and twelve random hexadecimal digits."""
    return f"{now.astimezone(dt.UTC):%Y%m%d%H%M%S}-{token}"


def prepare(inbox: Path, folder: str, result: OfficialResult, screenshot: bytes) -> None:
    """Write screenshot and result, not yet visible. Raises MachineError (`E-OFFICIAL-INBOX`).

    Nothing of it is left then.
    """
    place = inbox / OFFICIAL / folder
    try:
        write_whole(place / result.screenshot, screenshot)
        write_whole(place / _PREPARED, codec.encode(OfficialResult, result))
    except MachineError as e:
        discard(inbox, folder)
        raise MachineError(_NO_INBOX) from e


def discard(inbox: Path, folder: str) -> None:
    """Remove what was prepared and will not be handed over."""
    shutil.rmtree(inbox / OFFICIAL / folder, ignore_errors=True)


def hand_over(inbox: Path, folder: str) -> bool:
    """Make a prepared result visible; False where the disk does not take even that now."""
    place = inbox / OFFICIAL / folder
    try:
        (place / _PREPARED).rename(place / OFFICIAL_FILE)
        for one in (place, place.parent, inbox):
            _sync(one)
    except OSError:
        return False
    return True


def finish_interrupted(inbox: Path, is_committed: Callable[[str], bool], now: dt.datetime) -> None:
    """Hand over what a killed process left prepared, if its row is there; remove it otherwise.

    What was prepared less than a day ago may be somebody's save at this moment, and stays.
    """
    for prepared in (inbox / OFFICIAL).glob(f"*/{_PREPARED}"):
        folder = prepared.parent.name
        if not _FOLDER.fullmatch(folder):
            continue
        if is_committed(folder):
            hand_over(inbox, folder)
            continue
        with suppress(OSError):
            written = dt.datetime.fromtimestamp(prepared.stat().st_mtime, dt.UTC)
            if now - written > _ABANDONED:
                discard(inbox, folder)


def handing_of(inbox: Path, folder: str) -> Handing:
    """How far the pipeline is with the result of that folder."""
    place = inbox / OFFICIAL / folder
    if (place / OFFICIAL_FILE).exists():
        return Handing.REFUSED if _note(inbox, folder).exists() else Handing.WAITING
    return Handing.UNFINISHED if (place / _PREPARED).exists() else Handing.TAKEN


def refusal_of(inbox: Path, folder: str) -> Problem | None:
    """Why the pipeline cannot take the folder; None where it says nothing that can be read."""
    try:
        code, zh, en, *_ = _note(inbox, folder).read_text(encoding="utf-8").splitlines()
        return Problem(code, zh, en)
    except (OSError, ValueError):
        return None


def _note(inbox: Path, folder: str) -> Path:
    return inbox / OFFICIAL / f"{folder}{_REFUSED}"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_NO_INBOX = Problem(
    "E-OFFICIAL-INBOX",
    "收件箱无法写入，录入内容没有保存（仍在下面的表单中）；请管理员检查磁盘空间和权限后再次保存。",
    "The inbox cannot be written and nothing was saved (what you typed is still in the form); "
    "let the administrator check disk and permissions, then save again.",
)
