"""One version of everything that decides: rules, notices, whitelist and the normal forms they use."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_DECIDING = (".py", ".yaml", ".json")


@cache
def rules_version() -> str:
    """A hash of the content of every file that can change a verdict, in 16 hex digits."""
    digest = hashlib.sha256()
    for package in ("evidence", "verifiers"):
        for name, file in _files(resources.files(package), package):
            digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            found += _files(entry, path)
        elif entry.is_file() and entry.name.endswith(_DECIDING):
            found.append((path, entry))
    return found
