"""Whether this machine's clock can be right. Nothing that rests on a wrong one may pass.

Rules ask when a batch arrived. Where batch.toml does not say so it is when the batch was taken,
by this clock; by one that is behind what it has dated itself, that is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from evidence.errors import Problem
from pipeline.home import Home

_SLACK = dt.timedelta(minutes=10)
"""Clocks of machines that share a folder differ, and are set by seconds all the time."""


def clock_problem(home: Home, now: dt.datetime, but: str = "") -> Problem | None:
    """`E-CLOCK` where the clock is behind a batch's entry (`but` one batch's), or this program."""
    dated = [(_written(path), path) for path in _dated(home, but)]
    newest, path = max(dated)
    if newest <= now + _SLACK:
        return None
    here, there = (f"{one.astimezone():%Y-%m-%d %H:%M}" for one in (now, newest))
    return Problem(
        "E-CLOCK",
        f"本机时钟为 {here}，早于已保存的 {path}（{there}）：时钟有误，或当时有误。"
        "请校准时钟；若当时有误，请将该批次再运行一次。",
        f"This machine's clock says {here}, which is before {path} was written ({there}): it is "
        "wrong, or was wrong then. Set the clock; if it was wrong then, run that batch again.",
    )


def _dated(home: Home, but: str) -> Iterator[Path]:
    yield Path(__file__)
    yield from (path for path in home.batches.glob("*/entry.json") if path.parent.name != but)


def _written(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
