"""Named limits and choices of the reading stage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How pages are read, and how much one page may cost.

    `reader` is `rapidocr`, `tesseract`, or `package.module:Class` of any other
    `Reader`. `cpu_seconds` bounds one page's CPU time, `wall_factor` times that
    its wall time (a hang uses no CPU). `worker_bytes` bounds a worker's data
    segment (RLIMIT_DATA). `rounds` and `want_limit` bound the loop read →
    extract → wants of one page.
    """

    reader: str = "rapidocr"
    workers: int = 2
    cpu_seconds: int = 30
    wall_factor: float = 4.0
    worker_bytes: int = 740 * MIB
    max_tasks: int = 400
    page_limit: int = 300
    pixel_limit: int = 60_000_000
    pdf_dpi: int = 200
    pdf_long_side: int = 3508
    rounds: int = 2
    want_limit: int = 12

    @property
    def wall_seconds(self) -> float:
        """Wall-clock limit of one page."""
        return self.cpu_seconds * self.wall_factor


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to read: its content address, where the bytes are, and their type."""

    sha256: str
    path: Path
    media_type: str
