"""Bytes by the sha256 of their content: what was uploaded, exactly as it came.

A file is there whole or not at all: bytes go to a temporary name, to the disk,
and only then to their own name. Storing the same bytes twice changes nothing.
Where an object store keeps them, the folder holds this machine's copies, and bytes
are in the store before they are here.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence.errors import MachineError, Problem, UploadError
from extractors.whole_files import disk_errors, sync_folder
from storage.object_store import ObjectStore

_CHUNK = 1024 * 1024
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """Bytes in the store: their sha256 in lower-case hex, and how many."""

    sha256: str
    size: int


class ByteStore:
    """A folder of files named by their sha256, two levels deep: `ab/cd/abcd…`.

    With `objects` they are kept there under the same names, and the folder is that of its copies.
    """

    def __init__(self, root: Path, objects: ObjectStore | None = None) -> None:
        self.root = root
        self._objects = objects

    def path(self, sha256: str) -> Path:
        """Where the bytes of this name are, or would be."""
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is not a sha256 in lower-case hex")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def bring(self, sha256: str) -> Path:
        """Where the bytes of this name are, after having been brought to this machine.

        Raises MachineError where the object store is away or has not got them (`E-STORE-AWAY`,
        `E-STORE-READ`, `E-STORE-CHANGED`); a folder is not looked into.
        """
        path = self.path(sha256)
        if self._objects is not None:
            try:
                self._objects.bring(self._key(path), sha256)
            except FileNotFoundError as e:
                raise MachineError(_not_stored(f"{self._objects.url}/{self._key(path)}")) from e
        return path

    def has(self, sha256: str) -> bool:
        """Whether bytes of this name are stored."""
        path = self.path(sha256)
        if self._objects is not None:
            return self._objects.size(self._key(path)) is not None
        return path.is_file()

    def put(self, source: Path | BinaryIO, limit: int | None = None) -> StoredBytes:
        """Stores what `source` holds and returns its name.

        Raises UploadError where the source cannot be read (`E-READ`), is not a
        regular file (`E-LINK`, `E-SPECIAL-FILE`) or holds more than `limit`
        bytes (`E-FILE-TOO-LARGE`); MachineError where the store cannot take it
        (`E-DISK-FULL`, `E-STORE-WRITE`, `E-STORE-AWAY`). In each case nothing is left behind.
        """
        if isinstance(source, Path):
            with open_regular(source) as file:
                return self._put(file, limit)
        return self._put(source, limit)

    def sweep(self) -> int:
        """Removes what killed processes left half-written; returns how many files.

        A file whose writer lives is locked, and stays.
        """
        removed = 0
        for path in sorted((self.root / _UNFINISHED).glob("*")):
            try:
                with path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()
            except (BlockingIOError, FileNotFoundError):
                continue
            removed += 1
        return removed

    def _put(self, source: BinaryIO, limit: int | None) -> StoredBytes:
        if self._objects is not None:
            self._objects.prepare()
        with disk_errors(self.root), self._unfinished() as (file, temporary):
            digest, size = hashlib.sha256(), 0
            while chunk := _read(source):
                size += len(chunk)
                if limit is not None and size > limit:
                    raise UploadError(too_large(limit))
                digest.update(chunk)
                file.write(chunk)
            stored = StoredBytes(digest.hexdigest(), size)
            final = self.path(stored.sha256)
            if self._objects is not None:
                file.flush()
                # A copy here says nothing: the store may have been emptied since.
                if self._objects.size(self._key(final)) != size:
                    self._objects.put(self._key(final), temporary)
            elif final.exists() and final.stat().st_size == size:
                return stored
            file.flush()
            os.fchmod(file.fileno(), 0o444)
            os.fsync(file.fileno())
            final.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(final)
            sync_folder(final.parent)
            return stored

    def _key(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @contextmanager
    def _unfinished(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A locked temporary file that is gone afterwards, unless renamed."""
        folder = self.root / _UNFINISHED
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            temporary = folder / secrets.token_hex(16)
            with temporary.open("xb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                # A sweep between open and lock took it for an orphan.
                if os.fstat(file.fileno()).st_nlink == 0:
                    continue
                try:
                    yield file, temporary
                finally:
                    temporary.unlink(missing_ok=True)
                return


@contextmanager
def open_regular(
    path: Path | str, *, folder: int | None = None, shown: str | None = None
) -> Iterator[BinaryIO]:
    """Opens a regular file for reading and nothing else.

    Links are not followed, and a FIFO or device that took the file's place is
    not waited for. `folder` is the descriptor that `path` is relative to;
    `shown` is how messages call the file.
    """
    name = shown if shown is not None else Path(path).name
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, dir_fd=folder)
    except OSError as e:
        raise UploadError(_why_unopened(name, e)) from e
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UploadError(special_file(name))
    with os.fdopen(descriptor, "rb") as file:
        yield file


def link(name: str) -> Problem:
    """The problem of a symbolic link among what was handed in."""
    return Problem(
        "E-LINK",
        f"“{name}”是符号链接，不予打开；请放入文件本身。",
        f"“{name}” is a symbolic link and was not opened; put the file itself in its place.",
    )


def special_file(name: str) -> Problem:
    """The problem of something that is neither a file nor a folder."""
    return Problem(
        "E-SPECIAL-FILE",
        f"“{name}”不是普通文件（管道、设备或套接字），不予打开；请放入文件本身。",
        f"“{name}” is no regular file (pipe, device or socket) and was not opened; "
        "put the file itself in its place.",
    )


def too_large(limit: int) -> Problem:
    """The problem of a file above the limit."""
    shown = f"{limit / 2**20:,.0f} MiB" if limit >= 2**20 else f"{limit:,} B"
    return Problem(
        "E-FILE-TOO-LARGE",
        f"文件超过上限（{shown}），未识读；请拆分或压缩图像后重新上传，或现场审查。",
        f"The file is above the limit ({shown}) and is not read; "
        "split it or upload smaller images, or review it on site.",
    )


def _not_stored(place: str) -> Problem:
    return Problem(
        "E-STORE-READ",
        f"对象存储中没有 {place}；请运行 heyan verify，从备份或该对象的旧版本恢复，然后重新运行。",
        f"{place} is not in the object store; run heyan verify, take it from a backup or from an "
        "older version of the object, then run again.",
    )


def _why_unopened(name: str, error: OSError) -> Problem:
    if error.errno in (errno.ELOOP, errno.EMLINK):
        return link(name)
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return special_file(name)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Problem(
            "E-PERMISSION",
            f"没有读取“{name}”的权限；请让运行核验的账户可以读取它。",
            f"“{name}” may not be read; let the account that runs Heyan read it.",
        )
    return _unreadable(name, error)


def _unreadable(name: str, error: OSError) -> Problem:
    reason = os.strerror(error.errno) if error.errno else "unknown error"
    return Problem(
        "E-READ",
        f"无法读取“{name}”（{reason}）；请检查磁盘或重新复制该文件。",
        f"“{name}” cannot be read ({reason}); check the disk or copy the file again.",
    )


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as e:
        raise UploadError(_unreadable(Path(str(getattr(source, "name", "?"))).name, e)) from e
