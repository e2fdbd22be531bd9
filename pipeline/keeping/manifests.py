"""The list of a folder's files with their SHA-256, in the form that `sha256sum -c` checks.

Names are bytes: what a clerk copied into the inbox need not be UTF-8. As `sha256sum` does, a
name with a backslash or a line break is escaped, and its line begins with a backslash.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

MANIFEST = "manifest-sha256.txt"
_LINE = re.compile(rb"(?P<escaped>\\?)(?P<sha256>[0-9a-f]{64})  (?P<name>.+)")
_ESCAPES = {b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r"}
_UNESCAPES = {escape: plain for plain, escape in _ESCAPES.items()}


def written(sums: Mapping[str, str]) -> bytes:
    """The manifest of these files: SHA-256 in hex by path with `/`, sorted by path."""
    return b"".join(_line(path, sums[path]) for path in sorted(sums, key=os.fsencode))


def parsed(data: bytes) -> dict[str, str]:
    """The files that a manifest lists. Raises ValueError where it is none."""
    found = {}
    for line in data.split(b"\n")[:-1] if data.endswith(b"\n") else [data]:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError("a line of the manifest is no SHA-256 with a name")
        name = match["name"]
        if match["escaped"]:
            name = re.sub(rb"\\[\\nr]", lambda found: _UNESCAPES[found[0]], name)
        found[os.fsdecode(name)] = match["sha256"].decode()
    return found


def _line(path: str, sha256: str) -> bytes:
    name = os.fsencode(path)
    escaped = re.sub(rb"[\\\n\r]", lambda found: _ESCAPES[found[0]], name)
    return (b"\\" if escaped != name else b"") + sha256.encode() + b"  " + escaped + b"\n"


def plain_paths(paths: Iterable[str]) -> bool:
    """Whether every path stays below the folder that it is of."""
    return all(
        part not in ("", ".", "..") and "\0" not in part
        for path in paths
        for part in path.split("/")
    )
