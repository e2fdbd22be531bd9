"""Official records kept as JSON lines: files are added, never changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from evidence.codec import decode_lines, encode_lines
from evidence.register import OfficialRecord

_SUFFIX = ".jsonl"


def append_records(folder: Path, records: Iterable[OfficialRecord]) -> Path | None:
    """Keep records in a new file named after its content; None where there are none.

    The same records give the same file, so that a repeated import adds nothing.
    """
    return append_lines(folder, encode_lines(OfficialRecord, records))


def append_lines(folder: Path, data: bytes) -> Path | None:
    """Keep JSON lines of any record in a new file named after its content; None for no lines."""
    if not data:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{hashlib.sha256(data).hexdigest()}{_SUFFIX}"
    if not target.exists():
        temporary = target.with_name(f".{target.name}.{os.getpid()}")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    return target


def load_records(folder: Path) -> list[OfficialRecord]:
    """Every record kept in a folder, in an order that depends on their content only.

    Raises DataError (`E-RECORD`) where a file is damaged.
    """
    records = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        records += decode_lines(OfficialRecord, path.read_bytes())
    return records
