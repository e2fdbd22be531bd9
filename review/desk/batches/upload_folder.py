"""The bytes of one unfinished upload on the server's disk.

A file that is being received lies under its number in `parts/`; once it is whole and its
SHA-256 is right it moves to its path below `content/`. How much of a part is there is told by
its length alone, so nothing need be written down beside it. Two locks keep requests apart: one
of them hands the upload over, and none brings or takes away bytes while that one counts them.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class OffsetError(Exception):
    """Bytes that do not go on where the part ends; `received` is its length."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the part ends at {received}")
        self.received = received


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is open and locked against other requests."""

    descriptor: int
    path: Path

    @property
    def length(self) -> int:
        """Bytes received so far."""
        return os.fstat(self.descriptor).st_size

    def append(self, offset: int, data: bytes, reserve: int) -> None:
        """Write `data` at `offset`, which must be the part's end; all of it or nothing.

        `reserve` bytes of the disk stay free. Raises OffsetError and OSError.
        """
        if offset != self.length:
            raise OffsetError(self.length)
        if shutil.disk_usage(self.path.parent).free - len(data) < reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        try:
            rest = memoryview(data)
            while rest:
                written = os.pwrite(self.descriptor, rest, offset + len(data) - len(rest))
                rest = rest[written:]
        except OSError:
            os.ftruncate(self.descriptor, offset)
            raise

    def sha256(self) -> str:
        """The SHA-256 of what is on the disk, in lower-case hex."""
        with os.fdopen(os.dup(self.descriptor), "rb") as file:
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()

    def edges(self, length: int) -> tuple[bytes, bytes]:
        """The first and the last bytes of it, at most `length` each."""
        tail = max(0, self.length - length)
        return os.pread(self.descriptor, length, 0), os.pread(self.descriptor, length, tail)

    def drop(self) -> None:
        """Forget what was received of it."""
        self.path.unlink()


class UploadFolder:
    """The folder of one upload; nothing outside of it is touched."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self._parts = root / "parts"

    def received(self, number: int) -> int:
        """Bytes received of a file that is not whole yet."""
        try:
            return self._part(number).stat().st_size
        except FileNotFoundError:
            return 0

    def received_of_parts(self) -> int:
        """Bytes received of all files that are not whole yet."""
        return sum(status.st_size for status in self._stats())

    def heard_at(self) -> dt.datetime | None:
        """When the last bytes came; None where none came yet."""
        if not self._parts.is_dir():
            return None
        # The folder's own time is that of the last part begun or made whole.
        times = [self._parts.stat().st_mtime, *(status.st_mtime for status in self._stats())]
        return dt.datetime.fromtimestamp(max(times), dt.UTC)

    @contextmanager
    def part(self, number: int) -> Iterator[Part]:
        """The part of a file, made where there is none. Raises OSError."""
        self._parts.mkdir(parents=True, exist_ok=True)
        path = self._part(number)
        while True:
            descriptor = os.open(path, _FLAGS, 0o644)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                # While this request waited another one may have made the file whole and moved it.
                if os.fstat(descriptor).st_nlink and _is_at(descriptor, path):
                    yield Part(descriptor, path)
                    return
            finally:
                os.close(descriptor)

    def keep(self, part: Part, path: str) -> None:
        """Move a whole part to its place below `content/`. Raises OSError."""
        os.fsync(part.descriptor)
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part.path.replace(target)

    def forget(self, number: int, path: str) -> None:
        """Remove whatever there is of a file."""
        self._part(number).unlink(missing_ok=True)
        (self.content / path).unlink(missing_ok=True)

    def handing_over(self) -> AbstractContextManager[None]:
        """One request hands the upload over; another one waits. Raises OSError."""
        return self._locked("lock", fcntl.LOCK_EX)

    def changing(self) -> AbstractContextManager[None]:
        """Files come or go: many requests at once, but none while one counts. Raises OSError."""
        return self._locked("changing", fcntl.LOCK_SH)

    def unchanging(self) -> AbstractContextManager[None]:
        """No file comes or goes meanwhile; waits until none does. Raises OSError."""
        return self._locked("changing", fcntl.LOCK_EX)

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / name).open("w") as file:
            fcntl.flock(file, how)
            yield

    def remove(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _stats(self) -> list[os.stat_result]:
        """What the disk says of each part; one that is made whole meanwhile is left out."""
        found = []
        for path in self._parts.iterdir() if self._parts.is_dir() else ():
            with suppress(FileNotFoundError):
                found.append(path.stat())
        return found

    def _part(self, number: int) -> Path:
        return self._parts / str(number)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False
