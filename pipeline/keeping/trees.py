"""Copies folders that others are at work in: each file whole, with its time, mode and SHA-256."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from storage.object_store import Listed

_CHUNK = 1024 * 1024
_COPYING = ".copying-"
_READ_ONLY = 0o444
"""The mode of what is named after its content."""
_UNREADABLE = frozenset({errno.EACCES, errno.EPERM, errno.EIO})
_TRIES = 5
"""So often a folder is copied anew that is replaced by another meanwhile."""
Skip = Callable[[Path], bool]
"""Whether a file or folder is meant: by `skip`, what is no part of the copy."""


def nothing(path: Path) -> bool:  # noqa: ARG001  a Skip
    """Skips nothing."""
    return False


def anything(path: Path) -> bool:  # noqa: ARG001  the same
    """Everything is meant."""
    return True


def walk(
    root: Path, unread: Callable[[OSError], None] | None = None
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """A folder and those below, also by links: path, names of folders and of files.

    As os.walk: who takes a folder's name away does not enter it. What vanishes meanwhile is no
    part of it; a folder that cannot be read is told to `unread`. Raises OSError without that,
    and where a link leads back to what it is in.
    """

    def failed(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            return
        if unread is None:
            raise error
        unread(error)

    for folder, names, files in os.walk(root, onerror=failed, followlinks=True):
        here = Path(folder)
        if here != root and here.is_symlink() and _leads_back(here):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)
        names[:] = sorted(name for name in names if not is_of_the_disk(here / name))
        yield here, names, sorted(files)


def is_of_the_disk(path: Path) -> bool:
    """Whether it is what a file system keeps in its root for itself, readable by root only."""
    return path.name == "lost+found" and path.parent.is_mount()


def is_link(path: Path) -> bool:
    """Whether it is a link; not so where nobody may ask, as in a folder without the x bit."""
    return os.path.islink(path)  # noqa: PTH114  Path's own raises there


def _leads_back(link: Path) -> bool:
    return link.parent.resolve().is_relative_to(link.resolve())


@dataclass(frozen=True, slots=True)
class Earlier:
    """An older copy, to share unchanged files with by hard links: its folder and its manifest."""

    folder: Path
    sums: dict[str, str]


@dataclass(slots=True)
class TreeCopy:
    """A folder that is filled with copies; `sums` are the SHA-256 of its files by their path.

    Files that `earlier` has with the same content under the same path are shared with it, and
    those of which `shelf` says under which path the copy has or will have their content, are
    shared with that: by hard links, where the file system has them. What is no regular file
    (link, pipe), and what others have that cannot be read, is left out and named in `left_out`.
    Raises OSError where the disk fails.
    """

    root: Path
    earlier: Earlier | None = None
    shelf: Callable[[str], str | None] = lambda _: None
    sums: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    """Files whose content is not the one that they are named after."""
    total_bytes: int = 0
    written_bytes: int = 0

    def tree(
        self,
        source: Path,
        place: str,
        skip: Skip = nothing,
        *,
        renamed: bool = False,
        own: Skip = nothing,
    ) -> None:
        """Copy what a folder holds; what vanishes meanwhile was moved away and is no part of it.

        `renamed` says that each file was renamed into its place whole: one of the size and time
        that `earlier` has it with is the same, and is not read. `own` says of a folder or file
        whether it is Heyan's: there links to folders are followed, and what cannot be read is
        an error. Of others' it is left out.
        """

        def unread(error: OSError) -> None:
            path = Path(str(error.filename))
            self._not_read(error, place_of(path), own=own(path))

        def place_of(path: Path) -> str:
            return place if path == source else f"{place}/{path.relative_to(source).as_posix()}"

        for here, names, files in walk(source, unread):
            names[:] = [name for name in names if not skip(here / name)]
            others = [n for n in names if is_link(here / n) and not own(here / n)]
            self.left_out += [place_of(here / name) for name in others]
            names[:] = [name for name in names if name not in others]
            for path in (here / name for name in files):
                if not skip(path) and not (renamed and self._is_as_earlier(path, place_of(path))):
                    self.file(path, place_of(path), own=own(path))

    def whole(self, source: Path, place: str, skip: Skip = nothing) -> bool:
        """Copy a folder or file that others move or replace as a whole: never a mixture of two.

        False where it is gone; nothing of it is in the copy then.
        """
        for _ in range(_TRIES):
            before, left_out = _identity(source), len(self.left_out)
            if before is None:
                return False
            if source.is_dir():
                self.tree(source, place, skip)
            else:
                self.file(source, place)
            if _identity(source) == before:
                return True
            self.remove(place)
            del self.left_out[left_out:]
        return False

    def file(self, source: Path, place: str, named: str = "", *, own: bool = False) -> None:
        """Copy a file; where it is `named` after its SHA-256, its bytes never change."""
        if place in self.sums:
            return
        try:
            descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return
        except OSError as e:
            if e.errno in _UNREADABLE or (source.is_file() and not source.is_symlink()):
                self._not_read(e, place, own=own)
            else:
                self.left_out.append(place)
            return
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                self.left_out.append(place)
            elif not (named and self._is_earlier(place, named, status.st_size)):
                try:
                    self._copy(file, status, place, named)
                except _UnreadError as e:
                    self._not_read(e.error, place, own=own)

    def _not_read(self, error: OSError, place: str, *, own: bool) -> None:
        """What is Heyan's own must be in the copy; others' files may be as they like."""
        if own or error.errno not in _UNREADABLE:
            raise error
        self.left_out.append(place)

    def add(self, place: str, data: bytes) -> None:
        """Write a file of these bytes; nobody but its owner may read it."""
        descriptor, name = tempfile.mkstemp(dir=self.root, prefix=_COPYING)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        self._move(Path(name), place, hashlib.sha256(data).hexdigest())

    def fetched(
        self, one: Listed, place: str, fetch: Callable[[Path], None], named: str, mode: int
    ) -> None:
        """Take in an object by `fetch`, which writes it into a file; with its time, and that mode.

        Not fetched is what `earlier` has: by the SHA-256 that it is `named` after, else by its
        size and time; or the copy, of a file on the shelf: then only its size is looked at. An
        object that is gone is no part of the copy.
        """
        if place in self.sums:
            if (self.root / place).stat().st_size != one.size:
                self.unlike.append(place)
            return
        changed = int(one.changed.timestamp()) * 10**9 if one.changed else 0
        if named and self._is_earlier(place, named, one.size):
            return
        if not named and self._is_of_that_time(place, one.size, changed):
            return
        descriptor, name = tempfile.mkstemp(dir=self.root, prefix=_COPYING)
        os.close(descriptor)
        try:
            fetch(Path(name))
        except FileNotFoundError:
            Path(name).unlink()
            return
        with Path(name).open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if named and sha256 != named:
            self.unlike.append(place)
        with suppress(PermissionError):  # a file system without modes
            Path(name).chmod(mode)
        os.utime(name, ns=(changed, changed))
        self.adopt(Path(name), place)

    def adopt(self, made: Path, place: str) -> None:
        """Take in a file that was made for the copy, on the same file system."""
        with made.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if self._is_earlier(place, sha256, made.stat().st_size):
            made.unlink()
        else:
            self._move(made, place, sha256)

    def _copy(self, source: BinaryIO, status: os.stat_result, place: str, named: str) -> None:
        descriptor, name = tempfile.mkstemp(dir=self.root, prefix=_COPYING)
        digest, size = hashlib.sha256(), 0
        with os.fdopen(descriptor, "wb") as file:
            while chunk := _read(source, Path(name)):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        copied, sha256 = Path(name), digest.hexdigest()
        if named and sha256 != named:
            self.unlike.append(place)
        shelf = None if named else self.shelf(sha256)
        if self._is_earlier(place, sha256, size) or (
            shelf in self.sums and self._link(self.root / str(shelf), place, sha256)
        ):
            copied.unlink()
            return
        with suppress(PermissionError):  # a file system without modes
            copied.chmod(_READ_ONLY if shelf else stat.S_IMODE(status.st_mode) & 0o777)
        os.utime(copied, ns=(status.st_mtime_ns, status.st_mtime_ns))
        if shelf is not None and shelf not in self.sums:
            self._link(copied, shelf, sha256)
        self._move(copied, place, sha256)

    def _is_earlier(self, place: str, sha256: str, size: int) -> bool:
        """Whether the older copy has that content under that path, and it is shared now."""
        if self.earlier is None or self.earlier.sums.get(place) != sha256:
            return False
        older = self.earlier.folder / place
        return older.is_file() and older.stat().st_size == size and self._link(older, place, sha256)

    def _is_as_earlier(self, source: Path, place: str) -> bool:
        """Whether a file has the size and time of its older copy, and that is shared now."""
        if self.earlier is None or place not in self.earlier.sums:
            return False
        try:
            now = source.lstat()
        except FileNotFoundError:
            return False
        return self._is_of_that_time(place, now.st_size, now.st_mtime_ns)

    def _is_of_that_time(self, place: str, size: int, changed: int) -> bool:
        """Whether the older copy has that size and time (in ns), and is shared now."""
        if self.earlier is None or place not in self.earlier.sums:
            return False
        try:
            before = (self.earlier.folder / place).lstat()
        except FileNotFoundError:
            return False
        unchanged = (size, changed) == (before.st_size, before.st_mtime_ns)
        return unchanged and self._is_earlier(place, self.earlier.sums[place], size)

    def _link(self, older: Path, place: str, sha256: str) -> bool:
        target = self.root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(older, target)
        except OSError:  # no hard links here, or too many of one file: then it is copied
            return False
        self.sums[place] = sha256
        self.total_bytes += target.stat().st_size
        return True

    def _move(self, made: Path, place: str, sha256: str) -> None:
        target = self.root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        made.rename(target)
        self.sums[place] = sha256
        size = target.stat().st_size
        self.total_bytes += size
        self.written_bytes += size

    def remove(self, place: str) -> None:
        """Take a file, or all that is below a folder, out of the copy again."""
        for path in [one for one in self.sums if one == place or one.startswith(f"{place}/")]:
            (self.root / path).unlink()
            del self.sums[path]


class _UnreadError(Exception):
    """The source, not the copy, could not be read on."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _read(source: BinaryIO, copied: Path) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as e:
        copied.unlink()
        raise _UnreadError(e) from e


def _identity(path: Path) -> tuple[int, int] | None:
    """Which folder or file it is, whatever it is called; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
