"""Objects below a URL of universal-pathlib, and the folder of this machine's copies of them.

An object is put from a file that is complete, and fetched whole: nobody ever sees half of one.
Nothing here deletes an object. A copy that is named after its content is held against its name
each time it is asked for; one that is damaged is fetched anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Any

from evidence.errors import MachineError, Problem
from storage.failures import changed, copy_errors, store_errors

_PASSING = ".passing"
"""Folder of what is on its way; a killed process may leave something there."""
_TOUCHED_SECONDS = 3600
"""A copy in use has a time not older than this, so that old ones may be deleted at any moment."""
_TRIES = 2
_S3_OPTIONS = {
    "use_listings_cache": False,  # other machines write too
    "skip_instance_cache": True,
    "max_concurrency": 1,  # one request for one object: never a mixture of two versions
    "config_kwargs": {
        "connect_timeout": 5,
        "read_timeout": 60,
        "retries": {"total_max_attempts": 3, "mode": "standard"},
    },
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as the store lists it: key, size in bytes, and when it was put (with zone)."""

    key: str
    size: int
    changed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Objects by key (`ab/cd/…`), the same ones for every machine.

    `url` is `s3://bucket/prefix`, `copies` the folder of this machine for copies of them, by the
    same keys, below `place`, which only its owner may read. Every method that asks the store
    raises MachineError: `E-STORE-AWAY`, `E-STORE-REFUSED`, `E-STORE-DRIVER`, and `E-DISK-FULL` or
    `E-STORE-WRITE` of the disk with the copies.
    """

    url: str
    copies: Path
    place: Path

    def below(self, name: str) -> ObjectStore:
        """The part of it whose keys begin with `name/`."""
        return replace(self, url=f"{self.url}/{name}", copies=self.copies / name)

    def size(self, key: str) -> int | None:
        """How many bytes the object has; None where there is none."""
        files, root = self._opened()
        try:
            with store_errors(self.url, self.copies):
                about = files.info(f"{root}/{key}")
        except FileNotFoundError:
            return None
        return int(about["size"]) if about["type"] == "file" else None

    def listed(self, below: str = "") -> Iterator[Listed]:
        """The objects whose keys begin with `below/`, in order; few of them are held at a time."""
        files, root = self._opened()
        start = f"{root}/{below}".rstrip("/")
        for entry in self._entries(start):
            if entry["type"] == "file":
                yield _listed(entry, root)
                continue
            with store_errors(self.url, self.copies):
                found = files.find(entry["name"], detail=True)
            yield from (_listed(found[name], root) for name in sorted(found))

    def put(self, key: str, file: Path) -> None:
        """Make a complete file the object; an older one is replaced."""
        files, root = self._opened()
        with store_errors(self.url, self.copies):
            files.put_file(str(file), f"{root}/{key}")

    def write(self, key: str, data: bytes | Iterable[bytes]) -> None:
        """The same with these bytes, of one piece or of many: put only when all of them are there."""
        with self._passing() as temporary:
            with copy_errors(self.copies), temporary.open("wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
            self.put(key, temporary)

    def fetch(self, key: str, into: Path) -> None:
        """Write the whole object into a file. Raises FileNotFoundError where there is none."""
        files, root = self._opened()
        with store_errors(self.url, self.copies):
            files.get_file(f"{root}/{key}", str(into))

    def open(self, key: str) -> BufferedReader:
        """The whole object as a file that is gone when it is closed. Raises FileNotFoundError."""
        with self._passing() as temporary:
            self.fetch(key, temporary)
            return temporary.open("rb")

    def copy(self, key: str) -> Path:
        """This machine's copy of the object, fetched anew. Raises FileNotFoundError."""
        with self._passing() as temporary:
            self.fetch(key, temporary)
            return self.adopt(temporary, key)

    def bring(self, key: str, sha256: str) -> Path:
        """This machine's copy of what is named after its content, held against that name.

        Raises FileNotFoundError where there is no such object, and MachineError
        (`E-STORE-CHANGED`) where it holds something else.
        """
        path = self.copies / key
        if _holds(path, sha256):
            return path
        for _ in range(_TRIES):
            with self._passing() as temporary:
                self.fetch(key, temporary)
                if _holds(temporary, sha256):
                    return self.adopt(temporary, key)
        raise changed(self.url, key)

    def adopt(self, file: Path, key: str) -> Path:
        """Make a file of this machine the copy of an object that the store has by now."""
        path = self.copies / key
        with copy_errors(self.copies):
            path.parent.mkdir(parents=True, exist_ok=True)
            file.replace(path)
        return path

    def prepare(self) -> None:
        """Make the folder for the copies where there is none; nobody but its owner looks into it."""
        with copy_errors(self.place):
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _entries(self, path: str) -> list[dict[str, Any]]:
        files, _ = self._opened()
        try:
            with store_errors(self.url, self.copies):
                found = files.ls(path, detail=True)
        except FileNotFoundError:
            return []
        return sorted(found, key=lambda entry: str(entry["name"]))

    @contextmanager
    def _passing(self) -> Iterator[Path]:
        """A name for a file on its way, which is gone afterwards unless it was renamed."""
        self.prepare()
        folder = self.place / _PASSING
        with copy_errors(self.copies):
            folder.mkdir(exist_ok=True)
        temporary = folder / secrets.token_hex(16)
        try:
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)

    def _opened(self) -> tuple[Any, str]:
        # A process that was forked must not use its parent's connections.
        return _file_system(self.url, os.getpid())


@lru_cache(maxsize=8)
def _file_system(url: str, pid: int) -> tuple[Any, str]:
    """The file system of fsspec that a process has for a URL, and how its paths begin."""
    protocol, _, path = url.partition("://")
    bucket, _, below = path.partition("/")
    if below:  # one connection for all that lies in a bucket
        files, root = _file_system(f"{protocol}://{bucket}", pid)
        return files, f"{root}/{below}"
    from upath import UPath  # noqa: PLC0415  half a second, and only where there is a store

    options: dict[str, Any] = _S3_OPTIONS if protocol == "s3" else {}
    try:
        top = UPath(url, **options)
        files = top.fs
    except ImportError as e:
        raise MachineError(_NO_DRIVER) from e
    if protocol == "s3":
        files.retries = 1  # botocore tries again; a read that broke off begins anew
    return files, top.path.rstrip("/")


def _holds(path: Path, sha256: str) -> bool:
    """Whether a file has the content of that name; its time then says that it is in use."""
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                return False
            if time.time() - os.fstat(file.fileno()).st_mtime > _TOUCHED_SECONDS:
                os.utime(path)
    except OSError:
        return False
    return True


def _listed(entry: dict[str, Any], root: str) -> Listed:
    when = entry.get("LastModified")
    key = str(entry["name"]).removeprefix(f"{root}/")
    return Listed(key, int(entry["size"]), when if isinstance(when, dt.datetime) else None)


_NO_DRIVER = Problem(
    "E-STORE-DRIVER",
    "HEYAN_STORE 指向 S3 对象存储，而本机没有安装其驱动（s3fs）；请运行 scripts/setup.sh cluster。",
    "HEYAN_STORE names an S3 object store, and its driver (s3fs) is not installed here; run "
    "scripts/setup.sh cluster.",
)
