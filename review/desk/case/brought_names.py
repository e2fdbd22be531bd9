"""What a file that somebody brings may be called in the inbox: a plain name, whatever it was."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath

_NAME_BYTES = 150
_RESERVED = (".", "_", "~$")
"""Beginnings that the inbox and systems keep for themselves."""
_UNSAFE = frozenset('/\\:*?"<>|')


def plain_names(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each, in order: no two alike, none of those taken, none that leads anywhere.

    What is taken out of a name is replaced, and a name too long is cut before its ending.
    """
    used = {name.casefold() for name in taken}
    found = []
    for name in names:
        plain, number = _plain(name), 1
        whole = plain
        while whole.casefold() in used:
            number += 1
            path = PurePosixPath(plain)
            whole = f"{path.stem}~{number}{path.suffix}"
        used.add(whole.casefold())
        found.append(whole)
    return found


def ending_of(name: str) -> str:
    """The ending in lower case with its dot: `.pdf`."""
    return PurePosixPath(_plain(name)).suffix.lower()


def _plain(name: str) -> str:
    # Browsers send a name, old ones a path of their own system.
    last = PureWindowsPath(unicodedata.normalize("NFC", name)).name
    text = "".join("_" if c in _UNSAFE or _is_hidden(c) else c for c in last).strip().rstrip(". ")
    if not text or text.startswith(_RESERVED):
        text = f"f{text}"
    path = PurePosixPath(text)
    ending = path.suffix if len(path.suffix.encode()) <= 10 else ""
    stem = text.removesuffix(ending)
    while len(f"{stem}{ending}".encode()) > _NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{ending}"


def _is_hidden(character: str) -> bool:
    """Controls, halves of surrogate pairs, and marks that turn the writing direction."""
    return unicodedata.category(character) in ("Cc", "Cs", "Cf", "Cn", "Zl", "Zp")
