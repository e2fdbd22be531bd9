"""Writes a file whole or not at all."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from evidence.errors import MachineError, Problem


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """Put `content` at `path`, replacing an older file in one step; the same content is left alone.

    Raises MachineError (`E-OUTPUT-WRITE`) where the folder takes no file (full,
    read-only, the file is open in Excel); an older file then stays as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines([content] if isinstance(content, bytes) else content)
                file.flush()
                os.fsync(file.fileno())
            if path.is_file() and filecmp.cmp(temporary, path, shallow=False):
                return path
            # mkstemp gives 0600; other people must be able to read what a run made.
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as e:
        raise MachineError(
            Problem(
                "E-OUTPUT-WRITE",
                f"无法写入 {path}（{e.strerror}）。请检查磁盘空间和权限，关闭打开着它的程序后再运行。",
                f"{path} could not be written ({e.strerror}). Check free space and permissions, "
                "close programs that hold it open, and run again.",
            )
        ) from e
    return path
