"""Walking a folder that strangers filled: nothing outside of it is ever reached.

Every step goes through a descriptor and follows no link, so that a folder
that turns into a link between listing and opening leads nowhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence.batch_names import SYSTEM_FOLDERS
from evidence.errors import Problem, UploadError
from extractors.intake.limits import Limits
from extractors.intake.store import link, open_regular, special_file


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is no folder, or a folder that was not entered.

    `names` lead to it on disk, `shown` are the same as text. `media_type` is
    known only for what is no regular file; `problem` says why it stays closed.
    """

    names: tuple[str, ...]
    shown: tuple[str, ...]
    size: int
    media_type: str = ""
    problem: Problem | None = None


_SPECIAL = {
    stat.S_IFIFO: "inode/fifo",
    stat.S_IFSOCK: "inode/socket",
    stat.S_IFCHR: "inode/chardevice",
    stat.S_IFBLK: "inode/blockdevice",
}


def walk(root: Path, names: tuple[str, ...], limits: Limits) -> Iterator[Found]:
    """What lies at `names` below `root`, files only; folders are entered."""
    try:
        with _folder(root, names[:-1]) as folder:
            status = _status(folder, names[-1])
    except OSError as e:
        status = e
    # A batch may lack cnipa/; whatever was listed in a folder is accounted for.
    if len(names) > 1 or not isinstance(status, FileNotFoundError):
        yield from _found(root, names, status, limits)


def _status(folder: int, name: str) -> os.stat_result | OSError:
    """What lies in a folder under a name, or why that cannot be told; no link is followed."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError as e:
        return e


def _found(
    root: Path, names: tuple[str, ...], status: os.stat_result | OSError, limits: Limits
) -> Iterator[Found]:
    shown = tuple(decoded(name) for name in names)
    if isinstance(status, OSError):
        yield Found(names, shown, 0, problem=_unlisted(shown[-1], status))
        return
    mode, size = status.st_mode, status.st_size
    if stat.S_ISREG(mode):
        yield Found(names, shown, size)
    elif stat.S_ISLNK(mode):
        yield Found(names, shown, 0, "inode/symlink", link(shown[-1]))
    elif not stat.S_ISDIR(mode):
        yield Found(names, shown, 0, _SPECIAL[stat.S_IFMT(mode)], special_file(shown[-1]))
    elif names[-1] not in SYSTEM_FOLDERS:
        yield from _enter(root, names, shown, limits)


def _enter(
    root: Path, names: tuple[str, ...], shown: tuple[str, ...], limits: Limits
) -> Iterator[Found]:
    if len(names) > limits.folder_depth:
        yield Found(names, shown, 0, "inode/directory", _too_deep(limits))
        return
    try:
        with _folder(root, names) as folder, os.scandir(folder) as found:
            # All of them while the folder is open: coming back to it for each costs more.
            entries = [
                (name, _status(folder, name)) for name in sorted(entry.name for entry in found)
            ]
    except OSError as e:
        yield Found(names, shown, 0, "inode/directory", _unlisted(shown[-1], e))
        return
    for name, status in entries:
        yield from _found(root, (*names, name), status, limits)


@contextmanager
def _folder(root: Path, names: tuple[str, ...]) -> Iterator[int]:
    """The descriptor of a folder below `root`, reached without following a link."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    current = os.open(root, flags)
    try:
        for name in names:
            below = os.open(name, flags | os.O_NOFOLLOW, dir_fd=current)
            os.close(current)
            current = below
        yield current
    finally:
        os.close(current)


@contextmanager
def opened(root: Path, names: tuple[str, ...]) -> Iterator[BinaryIO]:
    """Opens the regular file at `names`. Raises UploadError where that cannot be."""
    shown = decoded(names[-1])
    try:
        with (
            _folder(root, names[:-1]) as folder,
            open_regular(names[-1], folder=folder, shown=shown) as content,
        ):
            yield content
    except OSError as e:
        raise UploadError(_unlisted(shown, e)) from e


def remove(root: Path, names: tuple[str, ...]) -> None:
    """Removes the file at `names`, reached as `opened` reaches it. Raises OSError."""
    with _folder(root, names[:-1]) as folder:
        os.unlink(names[-1], dir_fd=folder)


def decoded(name: str) -> str:
    """A name on disk as text: UTF-8, else GB18030, else with its bytes spelled out."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="backslashreplace")


def _unlisted(name: str, error: OSError) -> Problem:
    return Problem(
        "E-PERMISSION" if isinstance(error, PermissionError) else "E-READ",
        f"无法读取“{name}”（{error.strerror}）；请检查权限与磁盘后重新提交。",
        f"“{name}” cannot be read ({error.strerror}); "
        "check its permissions and the disk, then submit again.",
    )


def _too_deep(limits: Limits) -> Problem:
    return Problem(
        "E-DEPTH",
        f"文件夹嵌套超过 {limits.folder_depth} 层，其中的文件未取；请减少层数后重新提交。",
        f"Folders are nested deeper than {limits.folder_depth} levels; what is inside was not "
        "taken. Submit it with fewer levels.",
    )
