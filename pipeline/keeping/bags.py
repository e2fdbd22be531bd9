"""Archive bags (BagIt, RFC 8493): made, validated by `bagit`, and only then in their place."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import logging
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import bagit

from evidence.errors import MachineError, Problem
from storage.failures import DISK_FULL

_PARTIAL = ".partial"
_MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
# Its errors come as exceptions, and are told by whoever makes the bag.
logging.getLogger("bagit").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Original:
    """Stored bytes for a bag: where they are, and the SHA-256 that they were stored under."""

    path: Path
    sha256: str


Payload = Mapping[str, "bytes | Path | Original"]
"""What a bag holds, by path below `data/`."""


@dataclass(frozen=True, slots=True)
class Bag:
    """A valid bag; `digest` is the SHA-256 of its tag manifest, which stands for all of it.

    `is_new` is False where the same bag was there already.
    """

    folder: Path
    files: int
    total_bytes: int
    digest: str
    is_new: bool


def make_bag(folder: Path, payload: Payload, info: Mapping[str, str], date: dt.date) -> Bag:
    """Make the bag `folder`; one of the same payload that is there already stays.

    Not for two threads at once: `bagit` changes the current folder meanwhile. Raises MachineError:
    `E-ARCHIVE-EXISTS`, `E-ARCHIVE-MISSING`, `E-STORED-CHANGED`, `E-ARCHIVE-WRITE`,
    `E-DISK-FULL`; nothing of it is left then.
    """
    partial = folder.with_name(f".{folder.name}{_PARTIAL}")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True, mode=0o700)
        total = sum(_put(partial / name, content) for name, content in payload.items())
        tags = {
            **info,
            "Bagging-Date": date.isoformat(),
            "Bag-Software-Agent": f"heyan {version('heyan')}, bagit.py {bagit.VERSION}",
        }
        bagit.make_bag(str(partial), tags, checksums=["sha256"]).validate()
        is_new = not folder.exists()
        if is_new:
            os.sync()
            partial.rename(folder)
        elif not _is_same(folder, partial):
            raise MachineError(_exists(folder))
    except (OSError, bagit.BagError) as e:
        raise MachineError(_unwritten(folder, e)) from e
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    digest = hashlib.sha256((folder / _MANIFESTS[1]).read_bytes()).hexdigest()
    return Bag(folder, len(payload), total, digest, is_new)


def _put(target: Path, content: bytes | Path | Original) -> int:
    """Write one file; its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        target.write_bytes(content)
        return len(content)
    source = content.path if isinstance(content, Original) else content
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError as e:
        raise MachineError(_missing(source)) from e
    if isinstance(content, Original):
        with target.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != content.sha256:
                raise MachineError(_changed(source))
    return target.stat().st_size


def _is_same(folder: Path, other: Path) -> bool:
    """Whether the bag there is sound and has the same payload."""
    try:
        bagit.Bag(str(folder)).validate()
        manifest = _MANIFESTS[0]
        return (folder / manifest).read_bytes() == (other / manifest).read_bytes()
    except (OSError, bagit.BagError):
        return False


def _exists(folder: Path) -> Problem:
    return Problem(
        "E-ARCHIVE-EXISTS",
        f"{folder} 已有归档包，内容不同或已损坏，没有改动它；请换一个目录（--to）。",
        f"There is a bag at {folder} already, with another content or damaged; it was left as it "
        "is. Choose another folder (--to).",
    )


def _missing(source: Path) -> Problem:
    return Problem(
        "E-ARCHIVE-MISSING",
        f"要归档的文件 {source} 不在存储中，没有制作归档包；请运行 heyan verify，并从备份恢复该文件。",
        f"The file {source} is to be archived and is not stored; no bag was made. Run heyan verify "
        "and take the file from a backup.",
    )


def _changed(source: Path) -> Problem:
    return Problem(
        "E-STORED-CHANGED",
        f"{source} 的内容与其名称（SHA-256）不符，没有制作归档包；请从备份恢复该文件。",
        f"{source} does not hold the content that it is named after, and no bag was made; take "
        "that file from a backup.",
    )


def _unwritten(folder: Path, error: Exception) -> Problem:
    number = error.errno if isinstance(error, OSError) else None
    reason = os.strerror(number) if number else str(error)
    if number in DISK_FULL or number == errno.EFBIG:
        return Problem(
            "E-DISK-FULL",
            f"磁盘已满，归档包 {folder.name} 没有完成；请腾出空间后重新运行，已完成的不会重做。",
            f"The disk is full and the bag {folder.name} was not made; free some space and run "
            "again: bags that are whole stay.",
        )
    return Problem(
        "E-ARCHIVE-WRITE",
        f"归档包 {folder.name} 没有完成（{reason}）；请检查磁盘和权限后重新运行。",
        f"The bag {folder.name} was not made ({reason}); check disk and permissions and run again.",
    )
