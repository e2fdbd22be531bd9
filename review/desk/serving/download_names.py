"""Under which name an original is saved: a stranger's name must not open a program.

The name came with the upload. What it could do on a reviewer's disk is taken from it:
characters that hide or turn its end, folders, names that Windows reserves, and an ending that
is not that of the content (`决定.pdf.html` would run in the reviewer's browser).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/bmp": (".bmp",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/heic": (".heic", ".heif"),
    "application/ofd": (".ofd",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/zip": (".zip",),
    "application/vnd.rar": (".rar",),
    "application/x-7z-compressed": (".7z",),
    "text/plain": (".txt",),
    "text/csv": (".csv",),
}
"""Endings that fit a content; whatever else it is gets `.bin`, which no program opens."""
_NO_PROGRAM = (".bin",)
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*")
_UNKNOWN = "application/octet-stream"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 120
"""Characters of a name; with three bytes each it stays below what disks take."""


def served_type(media_type: str) -> str:
    """The Content-Type of an original: intake's own word, never what the name says."""
    return media_type if _MEDIA_TYPE.fullmatch(media_type) else _UNKNOWN


def download_name(path: str, media_type: str) -> str:
    """The name under which the upload of that path in its batch is saved."""
    name = _harmless(PurePosixPath(path.replace("\\", "/")).name)
    endings = _ENDINGS.get(media_type, _NO_PROGRAM)
    if not name.lower().endswith(endings):
        name += endings[0]
    # Cut in front of the ending, so that it stays.
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = stem[: _LONGEST - len(ending) - 1].rstrip(" .") + dot + ending
    return name


def attachment(name: str) -> str:
    """The Content-Disposition that saves under that name and never shows it."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _harmless(name: str) -> str:
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character)[0] not in "CZ" or character == " "
    )
    plain = re.sub(r'[<>:"/\\|?*]', "_", kept).strip(" .")
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain) else plain
