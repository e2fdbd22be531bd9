"""Named limits and choices of the reading stage."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import MachineError, Problem

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How pages are read, and how much one page may cost.

    `reader` is `rapidocr`, `tesseract`, or `package.module:Class` of any other
    `Reader`. `cpu_seconds` bounds one page's CPU time, `wall_factor` times that
    its wall time (a hang uses no CPU). `worker_bytes` bounds a worker's data
    segment (RLIMIT_DATA). `max_tasks` is after how many files counted and pages read a worker is
    started anew: a shard of 200 uploads is 450 or so. `rounds` and `want_limit` bound the loop read →
    extract → wants of one page.
    """

    reader: str = "rapidocr"
    workers: int = 2
    cpu_seconds: int = 30
    wall_factor: float = 4.0
    worker_bytes: int = 800 * MIB
    max_tasks: int = 2000
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


def settings_from(environment: Mapping[str, str]) -> ReadingSettings:
    """The defaults, with what the operator set in the environment.

    `HEYAN_READER`, `HEYAN_WORKERS` (default: the cores this process may use),
    `HEYAN_PAGE_CPU_SECONDS`. Raises MachineError (`E-SETTING`) for a number that is none.
    """
    defaults = ReadingSettings()
    return ReadingSettings(
        reader=environment.get("HEYAN_READER", defaults.reader),
        workers=_whole(environment, "HEYAN_WORKERS", max(len(os.sched_getaffinity(0)), 1)),
        cpu_seconds=_whole(environment, "HEYAN_PAGE_CPU_SECONDS", defaults.cpu_seconds),
    )


def _whole(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable, str(default))
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise MachineError(
        Problem(
            "E-SETTING",
            f"环境变量 {variable} 应为正整数，现为“{text}”。",
            f"{variable} must be a positive whole number, not {text!r}.",
        )
    )


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to read: its content address, where the bytes are, and their type."""

    sha256: str
    path: Path
    media_type: str
