"""Folders and zips of official results in the inbox: taken whole, or the reason beside them.

A file leaves the inbox once it is among the registers; what cannot be used stays, and the note
beside its folder says why, file by file. Touching the marker asks for another attempt.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pwd
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from evidence import codec
from evidence.errors import DataError, Problem, UploadError
from evidence.inbox import BROUGHT_FILE, CNIPA_FILES, BroughtFiles
from extractors.intake.limits import MIB
from extractors.intake.store import link
from extractors.intake.walking import opened, remove
from extractors.reading.pool import OnProgress
from pipeline.home import Home
from pipeline.inbox import ReadyBatch, marker_of, ready_batches, refusal_of, write_refusal
from pipeline.official.brought import BroughtFile, brought_files, files_below
from pipeline.official.importing import Bringer, ImportedFile, import_files
from pipeline.official.taking import TAKEN, sweep_taken
from pipeline.runs import REGISTERS, batch_lock

_NOTE_BYTES = 4_096
_NAME = 200
"""Characters of an account's name."""


def dropped(inbox: Path) -> list[ReadyBatch]:
    """Every folder or zip of results that is ready and was not refused since it was marked."""
    return [
        one
        for one in ready_batches(inbox / CNIPA_FILES)
        if not one.source.name.startswith(TAKEN) and not _is_refused(one)
    ]


def take_dropped(
    home: Home, source: Path, now: dt.datetime, tell: OnProgress
) -> list[ImportedFile]:
    """Import what lies in a folder or zip, and take from the inbox what is safe then.

    Raises MachineError as `import_files` does; then everything stays where it is.
    """
    sweep_taken(source.parent)
    if source.is_symlink():
        write_refusal(source, link(source.name))
        return []
    with (
        batch_lock(home.locks, REGISTERS, lambda: None),
        brought_files([source], home.state) as files,
    ):
        before = source.stat()
        told = _told(source)
        results = [one for one in files if not (told and _is_note(one))]
        bringer = (
            Bringer(told.brought_by, told.brought_at) if told else Bringer(_owner(source), now)
        )
        imported = import_files(home, results, bringer, tell)
        if source.is_dir():
            _remove_kept(results, imported)
        refused = [one for one in imported if one.kept is None]
        if refused or not imported:
            write_refusal(source, *_reasons(refused) or [_EMPTY])
        elif source.is_dir():
            _remove_folder(source)
        elif _is_same(before, source.stat()):
            for path in (refusal_of(source), marker_of(source), source):
                path.unlink(missing_ok=True)
    return imported


def _remove_kept(files: Sequence[BroughtFile], imported: Sequence[ImportedFile]) -> None:
    """Remove each file whose bytes are stored; one that was written anew meanwhile stays."""
    for file, one in zip(files, imported, strict=True):
        if one.kept is not None:
            with suppress(UploadError):  # somebody took it away
                if _sha256(file) == one.kept.original.upload.sha256:
                    remove(file.root, file.found.names)


def _sha256(file: BroughtFile) -> str:
    digest = hashlib.sha256()
    with opened(file.root, file.found.names) as content:
        while chunk := content.read(MIB):
            digest.update(chunk)
    return digest.hexdigest()


def _remove_folder(source: Path) -> None:
    """Remove a folder that nothing was put into meanwhile; what was is taken by the next look."""
    gone = source.with_name(f"{TAKEN}{source.name}")
    source.rename(gone)
    if not all(map(_is_note, files_below(gone.parent, gone.name))):
        gone.rename(source)
        return
    refusal_of(source).unlink(missing_ok=True)
    shutil.rmtree(gone, ignore_errors=True)


def _is_same(before: os.stat_result, now: os.stat_result) -> bool:
    return (before.st_ino, before.st_size, before.st_mtime_ns) == (
        now.st_ino,
        now.st_size,
        now.st_mtime_ns,
    )


def _reasons(refused: Iterable[ImportedFile]) -> list[Problem]:
    """The first reason of each file, called by its name."""
    return [
        Problem(reason.code, f"{one.name}：{reason.zh}", f"{one.name}: {reason.en}")
        for one in refused
        for reason in one.problems[:1]
    ]


def _is_refused(one: ReadyBatch) -> bool:
    try:
        return refusal_of(one.source).stat().st_mtime_ns >= one.marked
    except FileNotFoundError:
        return False


def _told(source: Path) -> BroughtFiles | None:
    """Who brought a folder, as the desk leaves it there; None where nobody says so."""
    try:
        with opened(source.parent, (source.name, BROUGHT_FILE)) as content:
            told = codec.decode(BroughtFiles, content.read(_NOTE_BYTES))
    except (UploadError, DataError):
        return None
    plain = 0 < len(told.brought_by) <= _NAME and told.brought_by.isprintable()
    return told if plain and told.brought_at.tzinfo is not None else None


def _is_note(file: BroughtFile) -> bool:
    return file.found.names[1:] == (BROUGHT_FILE,)


def _owner(source: Path) -> str:
    """Whose the folder or zip is: who copied it there."""
    owner = source.lstat().st_uid
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return f"uid {owner}"


_EMPTY = Problem(
    "E-CNIPA-EMPTY",
    "其中没有检索结果文件；请放入官方网站的导出表、打印件或截图后重新放置 _READY。",
    "There is no file of results in it; put exports, printouts or screenshots of the official "
    "sites there, then the marker again.",
)
