"""An installation of its own: a copy of the code that may be changed, a state, a daemon."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from pipeline.run_tags import partitions_of

_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("evidence", "extractors", "verifiers", "review", "pipeline", "benchmarks")
_FINISHED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)
_POLL = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the daemon's: its steps in order with seconds, and the partitions it was for."""

    job: str
    partitions: tuple[str, ...]
    steps: tuple[tuple[str, float], ...]
    succeeded: bool
    seconds: float


class Installation:
    """The code in `code`, the state in `state`, both below one folder."""

    def __init__(self, root: Path) -> None:
        self.code, self.state = root / "code", root / "state"
        for name in _PACKAGES:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(_ROOT / name, self.code / name, ignore=ignored)
        for name in ("dagster.yaml", "pyproject.toml"):
            shutil.copy(_ROOT / name, self.code)
        self.state.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """For processes that run the copy."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HEYAN", "DAGSTER"))}
        return kept | {
            "PYTHONPATH": str(self.code),
            "DAGSTER_HOME": str(self.code),
            "HEYAN_HOME": str(self.state),
            "HEYAN_INBOX": str(self.state.parent / "inbox"),
            "HEYAN_OUT": str(self.state.parent / "out"),
            "HEYAN_WORKERS": "1",
        }

    def python(self, *arguments: str, statuses: tuple[int, ...] = (0,)) -> str:
        """Run a module of the copy to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.code,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode not in statuses:
            raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stdout}")
        return done.stdout

    def plan(self) -> dict[str, Any]:
        """What `heyan plan` says."""
        told: dict[str, Any] = json.loads(
            self.python("pipeline.cli", "plan", "--json", statuses=(0, 10))
        )
        return told

    def edit(self, path: str, before: str, after: str) -> None:
        """Change a file of the code."""
        file = self.code / path
        text = file.read_text(encoding="utf-8")
        if before not in text:
            raise SystemExit(f"{path} has no {before!r}")
        file.write_text(text.replace(before, after, 1), encoding="utf-8")

    @contextmanager
    def daemon(self) -> Iterator[None]:
        """Dagster's daemon over the copy, as `heyan serve` starts it."""
        command = ["dagster._daemon", "run", "-m", "pipeline.definitions", "-d", str(self.code)]
        with (self.state / "daemon.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=self.code,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                yield
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)


def instance_of(installation: Installation) -> dg.DagsterInstance:
    """The installation's instance, seen from this process."""
    os.environ.update(installation.environment)
    return dg.DagsterInstance.get()


def last_place(instance: dg.DagsterInstance) -> float:
    """When the newest run was made; runs after it are new."""
    records = instance.get_run_records(limit=1)
    return records[0].create_timestamp.timestamp() if records else 0.0


def runs_after(instance: dg.DagsterInstance, place: float) -> list[Run]:
    """The runs made after that, oldest first."""
    records = [
        one for one in instance.get_run_records() if one.create_timestamp.timestamp() > place
    ]
    return [_run(instance, record) for record in reversed(records)]


def wait_until_done(
    instance: dg.DagsterInstance, place: float, batches: set[str], seconds: float
) -> float | None:
    """Wait until each of the batches was concluded by a run made after that and nothing runs.

    The time when that was so; None where it took longer than `seconds`.
    """
    until = time.time() + seconds
    while time.time() < until:
        records = [
            one for one in instance.get_run_records() if one.create_timestamp.timestamp() > place
        ]
        done = {
            partition
            for one in records
            if one.dagster_run.job_name == "conclude_batch" and one.dagster_run.is_success
            for partition in partitions_of(instance, one.dagster_run.tags)
        }
        if batches <= done and all(one.dagster_run.status in _FINISHED for one in records):
            return max(one.end_time or 0.0 for one in records)
        time.sleep(_POLL)
    return None


def _run(instance: dg.DagsterInstance, record: dg.RunRecord) -> Run:
    run = record.dagster_run
    stats = [one for one in instance.get_run_step_stats(run.run_id) if one.start_time]
    steps = [
        (one.step_key, (one.end_time or 0.0) - (one.start_time or 0.0))
        for one in sorted(stats, key=lambda one: one.start_time or 0.0)
    ]
    seconds = (record.end_time or 0.0) - (record.start_time or 0.0)
    partitions = tuple(partitions_of(instance, run.tags))
    return Run(run.job_name, partitions, tuple(steps), run.is_success, seconds)
