"""An installation of its own: `heyan serve` with an inbox, started, killed, looked into."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import psutil

from benchmarks.faulty.batches import SHARD_UPLOADS
from benchmarks.faulty.pages import DELAY, LOG, READER
from evidence.batch_names import READY_MARKER
from evidence.inbox import PROGRESS, Progress, Stage
from pipeline.home import repository
from pipeline.progress_files import read_progress

_READY_SECONDS = 180.0
_LOOK_SECONDS = 0.5


class Installation:
    """Folders below `root`, a reader that is quick, and the service when it was started.

    `state` may lie elsewhere (on a small disk), `environment` says more to the processes.
    """

    def __init__(
        self,
        root: Path,
        state: Path | None = None,
        environment: Mapping[str, str] | None = None,
        delay: float = 0.0,
    ) -> None:
        self.root = root
        self.state = state or root / "var"
        self.inbox, self.out = root / "inbox", root / "out"
        self.looks = root / "looks"
        for folder in (self.state, self.inbox, self.out):
            folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            "HEYAN_HOME": str(self.state),
            "HEYAN_INBOX": str(self.inbox),
            "HEYAN_OUT": str(self.out),
            "HEYAN_DESK_WORKERS": "1",
            "PYTHONPATH": str(repository()),
            "LANG": "en_US.UTF-8",
            **reading(self.looks, delay),
            **(environment or {}),
        }
        self._serving: subprocess.Popen[bytes] | None = None

    def run(self, batch: Path) -> subprocess.CompletedProcess[str]:
        """`heyan run` of a batch, to its end."""
        command = [sys.executable, "-m", "pipeline.cli", "run", batch, "--json"]
        command += ["--out", self.out / batch.name]
        return subprocess.run(
            command,
            env=self._whole(),
            cwd=repository(),
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> None:
        """Start `heyan serve` and wait until it says that it is ready. Raises TimeoutError."""
        log = self.root / "serve.log"
        ports = ["--port", str(_free_port()), "--desk-port", str(_free_port())]
        with log.open("wb") as file:
            self._serving = subprocess.Popen(
                [sys.executable, "-m", "pipeline.cli", "serve", *ports],
                env=self._whole(),
                cwd=repository(),
                stdout=file,
                stderr=file,
            )
        self.wait(lambda: "Ctrl-C stops it" in log.read_text(), _READY_SECONDS)

    def stop(self) -> None:
        """Ask the service to end, as Ctrl-C does."""
        if self._serving is not None and self._serving.poll() is None:
            self._serving.send_signal(signal.SIGTERM)
            self._serving.wait(90)

    def cut_power(self) -> None:
        """Kill the service and all that it started, at once."""
        serving = self.serving()
        family = [serving, *serving.children(recursive=True)]
        for process in family:
            kill(process)
        psutil.wait_procs(family, timeout=30)

    def serving(self) -> psutil.Process:
        """The service's own process. Raises RuntimeError where there is none."""
        if self._serving is None:
            raise RuntimeError("the service was not started")
        return psutil.Process(self._serving.pid)

    def alive(self) -> bool:
        """Whether the service is there."""
        return self._serving is not None and self._serving.poll() is None

    def said(self) -> str:
        """What the service's terminal shows."""
        return (self.root / "serve.log").read_text()

    def drop(self, batch: Path) -> None:
        """Put a batch into the inbox, its marker last."""
        shutil.copytree(batch, self.inbox / batch.name)
        self.mark(batch.name)

    def mark(self, batch: str) -> None:
        """The marker that asks for a batch to be processed, once more where it was before."""
        (self.inbox / batch / READY_MARKER).touch()

    def progress(self, batch: str) -> Progress | None:
        """How far a batch is, as the desk shows it."""
        return read_progress(self.state / PROGRESS / f"{batch}.json")

    def stage(self, batch: str) -> Stage | None:
        """The stage of a batch; None before it is taken."""
        progress = self.progress(batch)
        return progress.stage if progress else None

    def wait(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until the condition holds. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds:.0f} s; see {self.root}")
            time.sleep(_LOOK_SECONDS)

    def looked_at(self) -> list[int]:
        """The number of each page in the order in which the reader looked."""
        return looks_in(self.looks)

    def desk(self) -> list[tuple[str, ...]]:
        """Batch, applicant, kind and claim of every item in the desk's queue, sorted."""
        with closing(sqlite3.connect(self.state / "desk" / "desk.sqlite3")) as database:
            return sorted(database.execute(ITEMS).fetchall())

    def _whole(self) -> dict[str, str]:
        return os.environ | self.environment


def reading(looks: Path, delay: float) -> dict[str, str]:
    """Variables by which numbers are read, in one process; each look is noted in that file."""
    return {
        "HEYAN_READER": READER,
        "HEYAN_WORKERS": "1",
        "HEYAN_SHARD_UPLOADS": str(SHARD_UPLOADS),
        LOG: str(looks),
        DELAY: str(delay),
    }


def looks_in(file: Path) -> list[int]:
    """The number of each page in the order in which the reader looked."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


ITEMS = "SELECT batch_id, number, kind, CAST(claim AS VARCHAR(9)) FROM desk_item"


def kill(process: psutil.Process) -> bool:
    """SIGKILL; whether it was there to receive it."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
