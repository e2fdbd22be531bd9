"""Folders and zips of official results in the inbox: taken whole, or the reason beside them.

A file leaves the inbox once it is among the registers; what cannot be used stays, and the note
`_REFUSED` beside its folder says why, file by file. Touching the marker asks for another attempt.
What could not be used of a file that was taken stands in `_NOTES` beside it.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import pwd
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from evidence import codec
from evidence.batch_names import NOTES_SUFFIX, SYSTEM_FOLDERS
from evidence.errors import DataError, MachineError, Problem, UploadError
from evidence.inbox import BROUGHT_FILE, CNIPA_FILES, BroughtFiles
from extractors.intake.limits import MIB
from extractors.intake.store import link
from extractors.intake.uploads import is_system
from extractors.intake.walking import opened, remove, walk
from extractors.reading.pool import OnProgress
from extractors.whole_files import write_whole
from pipeline.home import Home
from pipeline.inbox import (
    ReadyBatch,
    is_refused,
    marker_of,
    ready_batches,
    refusal_of,
    refuse_closed,
    told,
    write_refusal,
)
from pipeline.official.brought import LIMITS, BroughtFile, brought_files, files_below
from pipeline.official.importing import Bringer, ImportedFile, import_files
from pipeline.official.untrusted import CLOCKS
from pipeline.runs import REGISTERS, batch_lock

_NOTE_BYTES = 4_096
_NAME = 200
"""Characters of an account's name."""


def dropped(inbox: Path) -> list[ReadyBatch]:
    """Every folder or zip of results that is ready and was not refused since it was marked.

    One whose name is no text (a GBK name of an old zip) no run can be told of: it is refused here.
    """
    refuse_closed(inbox / CNIPA_FILES)
    ready = [one for one in ready_batches(inbox / CNIPA_FILES) if not is_refused(one)]
    for one in ready:
        if not _is_text(one.source.name):
            with suppress(MachineError):  # too long a name for a note
                write_refusal(one.source, _NAMELESS)
    return [one for one in ready if _is_text(one.source.name)]


def take_dropped(
    home: Home, source: Path, now: dt.datetime, tell: OnProgress
) -> list[ImportedFile]:
    """Import what lies in a folder or zip, and take from the inbox what is safe then.

    Raises MachineError as `import_files` does; then everything stays where it is.
    """
    if source.is_symlink():
        write_refusal(source, link(source.name))
        return []
    with (
        batch_lock(home.locks, REGISTERS, lambda: None),
        brought_files([source], home.state) as files,
    ):
        before = source.stat()
        desk = _desks(source, now)
        results = [one for one in files if not (desk and _is_note(one))]
        bringer = (
            Bringer(desk.brought_by, desk.brought_at) if desk else Bringer(_owner(source), now)
        )
        imported = import_files(home, results, bringer, tell)
        _note(source, imported)
        if source.is_dir():
            _remove_kept(results, imported)
        refused = [one for one in imported if one.kept is None]
        if refused or not imported:
            first = [_called(one.name, reason) for one in refused for reason in one.problems[:1]]
            write_refusal(source, *first or [_EMPTY])
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
    """Remove a folder that nothing was put into meanwhile; what was is taken by the next look.

    Folders go only once they are empty, so that no file does that nobody stored.
    """
    if not all(map(_is_note, files_below(source.parent, source.name))):
        return
    _remove_leftovers(source)
    refusal_of(source).unlink(missing_ok=True)
    (source / BROUGHT_FILE).unlink(missing_ok=True)
    marker = marker_of(source)
    with suppress(FileNotFoundError):  # somebody took the marker away, and is at work in there
        marked = marker.stat().st_mtime_ns
        marker.unlink()
        try:
            source.rmdir()
        except OSError as e:
            marker.touch()
            os.utime(marker, ns=(marked, marked))
            if e.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


def _remove_leftovers(source: Path) -> None:
    """What programs left behind in a folder, and the folders in it that are empty then."""
    marker = marker_of(source)
    for found in walk(source.parent, (source.name,), LIMITS):
        if is_system(source.parent, found) and source.parent.joinpath(*found.names) != marker:
            remove(source.parent, found.names)
    for place, folders, _ in os.walk(source, topdown=False):
        for name in folders:
            if name in SYSTEM_FOLDERS:
                shutil.rmtree(Path(place, name), ignore_errors=True)
            else:
                with suppress(OSError):  # something was put there
                    Path(place, name).rmdir()


def _is_same(before: os.stat_result, now: os.stat_result) -> bool:
    return (before.st_ino, before.st_size, before.st_mtime_ns) == (
        now.st_ino,
        now.st_size,
        now.st_mtime_ns,
    )


def _note(source: Path, imported: Iterable[ImportedFile]) -> None:
    """Add what could not be used of the files that were taken to the note beside the folder."""
    path = source.with_name(f"{source.name}{NOTES_SUFFIX}")
    earlier = ""
    with suppress(UploadError), opened(path.parent, (path.name,)) as content:
        earlier = content.read(MIB).decode(errors="replace")
    texts = (
        told(_called(one.name, problem))
        for one in imported
        if one.kept is not None
        for problem in one.problems
    )
    added = "".join(text for text in dict.fromkeys(texts) if text not in earlier)
    if added:
        write_whole(path, (earlier + added).encode())


def _called(name: str, problem: Problem) -> Problem:
    """A file's problem, with its name."""
    return Problem(problem.code, f"{name}：{problem.zh}", f"{name}: {problem.en}")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _desks(source: Path, now: dt.datetime) -> BroughtFiles | None:
    """Who brought a folder, as the desk leaves it there; None where nobody can have said so."""
    try:
        with opened(source.parent, (source.name, BROUGHT_FILE)) as content:
            said = codec.decode(BroughtFiles, content.read(_NOTE_BYTES))
    except (UploadError, DataError):
        return None
    plain = 0 < len(said.brought_by) <= _NAME and said.brought_by.isprintable()
    timed = said.brought_at.tzinfo is not None and said.brought_at <= now + CLOCKS
    return said if plain and timed else None


def _is_note(file: BroughtFile) -> bool:
    return file.found.names[1:] == (BROUGHT_FILE,)


def _owner(source: Path) -> str:
    """Whose the folder or zip is: who copied it there."""
    owner = source.lstat().st_uid
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return f"uid {owner}"


_NAMELESS = Problem(
    "E-CNIPA-NAME",
    "文件夹或压缩包的名称不是 UTF-8 编码，无法处理；请改名后重新放置 _READY。",
    "The name of the folder or zip is not in UTF-8; name it anew, then put the marker again.",
)
_EMPTY = Problem(
    "E-CNIPA-EMPTY",
    "其中没有检索结果文件；请放入官方网站的导出表、打印件或截图后重新放置 _READY。",
    "There is no file of results in it; put exports, printouts or screenshots of the official "
    "sites there, then the marker again.",
)
