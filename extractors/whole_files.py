"""Files that are there whole or not at all, whenever the machine stops or the disk is full."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence.errors import MachineError, Problem
from storage.failures import DISK_FULL, reason_of


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, of one piece or of many, so that it is there whole or not at all.

    Also after a power cut. Raises MachineError as `disk_errors` does; an earlier file then stays
    as it was.
    """
    # Machines that share the folder may have the same process ids.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    with disk_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: a renamed file is lost in a power cut else."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn the disk's own errors into MachineError: `E-DISK-FULL`, else `E-STORE-WRITE`."""
    try:
        yield
    except OSError as e:
        if e.errno in DISK_FULL:
            raise disk_full() from e
        reason = reason_of(e)
        raise MachineError(
            Problem(
                "E-STORE-WRITE",
                f"无法写入 {folder}（{reason}）；请检查该文件夹的权限与磁盘，然后重新运行。",
                f"{folder} cannot be written ({reason}); "
                "check the folder's permissions and the disk, then run again.",
            )
        ) from e


def disk_full() -> MachineError:
    """The error of a disk without room; nothing half-written stays."""
    return MachineError(
        Problem(
            "E-DISK-FULL",
            "磁盘已满，未写入的内容没有残留；请腾出空间后重新运行，已存的文件不会重复存储。",
            "The disk is full; nothing half-written was left. "
            "Free some space and run again: what is stored is not stored twice.",
        )
    )
