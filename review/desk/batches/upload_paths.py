"""Which files of a chosen folder are taken, told from their paths and sizes alone. Pure.

The browser applies the same rules before it sends anything (static/desk/upload_rules.js);
the server does not rely on that.
"""

from __future__ import annotations

import unicodedata

from evidence.batch_names import (
    CNIPA,
    LOCK_BYTES,
    LOCK_PREFIX,
    READY_MARKER,
    SYSTEM_FOLDERS,
    SYSTEM_NAMES,
    UPLOADS,
    is_part,
)
from review.desk.batches.limits import UploadLimits

_SHOWN_CHARACTERS = 300
_FOLDERS = (UPLOADS, CNIPA)


def path_on_disk(path: str) -> str:
    """The path as it is kept: NFC, so that one name has one form whatever system it is from."""
    return unicodedata.normalize("NFC", path)


def shown_path(path: str) -> str:
    """A path of a stranger, cleaned so that it can be stored and shown; it opens nothing."""
    cleaned = "".join("�" if unicodedata.category(c) in ("Cc", "Cs") else c for c in path)
    return cleaned[:_SHOWN_CHARACTERS]


def refusal_of(path: str, size: int, limits: UploadLimits) -> str:
    """The code of why this file is not taken; empty where it is. `path` is in NFC."""
    parts = path.split("/")
    return (
        _unsafe(path, parts, limits)
        or _outside(parts, size)
        or ("E-UPLOAD-TOO-LARGE" if size > limits.file_bytes else "")
    )


def _unsafe(path: str, parts: list[str], limits: UploadLimits) -> str:
    """Whether the path could lead out of the folder, or not be written at all."""
    drive = len(path) > 1 and path[1] == ":" and path[0].isascii()
    if drive or "\\" in path or any(part in ("", ".", "..") for part in parts):
        return "E-UPLOAD-PATH"
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in path):
        return "E-UPLOAD-NAME"
    if len(path.encode()) > limits.path_bytes or any(
        len(part.encode()) > limits.name_bytes for part in parts
    ):
        return "E-UPLOAD-NAME-LONG"
    return "E-UPLOAD-DEPTH" if len(parts) - 1 > limits.depth else ""


def _outside(parts: list[str], size: int) -> str:
    """Whether the file is none that anybody hands in, or lies where nothing is looked for."""
    *folders, name = parts
    lock = name.startswith(LOCK_PREFIX) and size <= LOCK_BYTES
    if (
        lock
        or name == READY_MARKER
        or name.lower() in SYSTEM_NAMES
        or not SYSTEM_FOLDERS.isdisjoint(folders)
    ):
        return "E-UPLOAD-SYSTEM"
    part = folders[0] in _FOLDERS if folders else is_part(name) and name not in _FOLDERS
    return "" if part else "E-UPLOAD-STRAY"
