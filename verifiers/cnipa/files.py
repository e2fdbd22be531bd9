"""Official records kept as JSON lines: files are added, never changed.

Records lie in the folder itself, what was taken back of them in `withdrawn/` below it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from evidence.codec import decode_lines, encode_lines
from evidence.register import OfficialRecord, Withdrawal, record_identity

_SUFFIX = ".jsonl"
_WITHDRAWN = "withdrawn"
RECORD_FILES = (f"*{_SUFFIX}", f"{_WITHDRAWN}/*{_SUFFIX}")
"""Patterns of every file, below the folder, on which `load_records` rests."""


def append_records(folder: Path, records: Iterable[OfficialRecord]) -> Path | None:
    """Keep records in a new file named after its content; None where there are none.

    The same records give the same file, so that a repeated import adds nothing.
    """
    return append_lines(folder, encode_lines(OfficialRecord, records))


def append_withdrawals(folder: Path, withdrawals: Iterable[Withdrawal]) -> Path | None:
    """Keep beside the records that some were taken back; None where none was."""
    return append_lines(folder / _WITHDRAWN, encode_lines(Withdrawal, withdrawals))


def load_records(folder: Path) -> list[OfficialRecord]:
    """Every record that was not taken back, in an order that depends on their content only.

    Raises DataError (`E-RECORD`) where a file is damaged.
    """
    withdrawn = {one.record for one in load_withdrawals(folder)}
    if not withdrawn:
        return kept_records(folder)
    return [one for one in kept_records(folder) if record_identity(one) not in withdrawn]


def kept_records(folder: Path) -> list[OfficialRecord]:
    """Every record that was ever brought; raises DataError as `load_records` does."""
    return [
        record
        for path in sorted(folder.glob(f"*{_SUFFIX}"))
        for record in decode_lines(OfficialRecord, path.read_bytes())
    ]


def withdrawn_records(folder: Path) -> list[tuple[OfficialRecord, Withdrawal]]:
    """Every record that was taken back, with the withdrawal that did so first."""
    first: dict[str, Withdrawal] = {}
    for withdrawal in load_withdrawals(folder):
        first.setdefault(withdrawal.record, withdrawal)
    kept = {record_identity(one): one for one in kept_records(folder)} if first else {}
    return [(kept[name], withdrawal) for name, withdrawal in first.items() if name in kept]


def load_withdrawals(folder: Path) -> list[Withdrawal]:
    """Every withdrawal, earliest first; raises DataError as `load_records` does."""
    found = [
        withdrawal
        for path in sorted((folder / _WITHDRAWN).glob(f"*{_SUFFIX}"))
        for withdrawal in decode_lines(Withdrawal, path.read_bytes())
    ]
    return sorted(found, key=lambda one: (one.withdrawn_at, one.record))


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
    # Always: who is told that they are kept removes what they were brought in.
    _sync(folder)
    return target


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk: a renamed file is lost in a power cut else."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
