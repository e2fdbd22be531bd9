"""The secret behind the marks of people in footprints: made once, kept with the state.

Whoever has footprints and secret can try identity numbers until one fits; whoever has the
footprints alone cannot. Machines that share the state share the secret.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from evidence.errors import MachineError, Problem
from pipeline.home import Home

_BYTES = 32


def footprint_secret(home: Home) -> bytes:
    """The installation's secret. Raises MachineError (`E-FOOTPRINT-SECRET`) for a damaged one."""
    path = home.footprint_secret
    if not path.exists():
        _make(path)
    secret = path.read_bytes()
    if len(secret) != _BYTES:
        raise MachineError(
            Problem(
                "E-FOOTPRINT-SECRET",
                f"比对密钥 {path} 已损坏，请从备份恢复；没有备份时删除它，再重新汇总各批次。",
                f"The secret {path} is damaged; restore it from a backup, or delete it and "
                "conclude every batch again.",
            )
        )
    return secret


def _make(path: Path) -> None:
    """Write a new secret whole; of two processes that do so at once, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
