"""Moving files and folders so that they are there whole, and on the disk, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path


def bring(source: Path, target: Path) -> None:
    """Move a file or folder to `target`, across disks too; where `target` is there, that was done.

    Raises OSError.
    """
    if not target.exists():
        try:
            source.rename(target)
        except OSError as e:
            if e.errno != errno.EXDEV:
                raise
            _copy(source, target)
    if source.is_dir():
        shutil.rmtree(source)
    else:
        source.unlink(missing_ok=True)


def sync_folders(root: Path) -> None:
    """Bring the entries of a folder and all folders in it to the disk."""
    for folder, _, _ in os.walk(root):
        sync_folder(Path(folder))


def sync_folder(folder: Path) -> None:
    """Bring the entries of a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, target: Path) -> None:
    """Copy under another name first: `target` is whole or not there."""
    part = target.with_name(f"{target.name}.part")
    if part.is_dir():
        shutil.rmtree(part)
    if source.is_dir():
        shutil.copytree(source, part, copy_function=_copy_file)
    else:
        _copy_file(str(source), str(part))
    part.rename(target)


def _copy_file(source: str, target: str) -> str:
    shutil.copyfile(source, target)
    with Path(target).open("rb") as file:
        os.fsync(file.fileno())
    return target
