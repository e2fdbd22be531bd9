"""The desk's web server as a process of its own, on a port that is free."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import requests

_READY_SECONDS = 60.0


class DeskServer:
    """gunicorn with the desk; `kill` ends it as a power cut does."""

    def __init__(self, log: Path, environment: Mapping[str, str], workers: int = 2) -> None:
        self._log = log
        self._environment = os.environ | dict(environment)
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers. Raises TimeoutError."""
        command = [sys.executable, "-m", "gunicorn", "review.desk.wsgi:application"]
        command += ["-b", f"127.0.0.1:{self._port}", "-k", "gthread"]
        command += ["--workers", str(self._workers), "--threads", "4"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            try:
                requests.get(f"{self.address}/login/", timeout=2)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(self._log.read_text()[-2000:])

    def kill(self) -> None:
        """SIGKILL to it and all its workers at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)
            self._process.wait(30)
            self._process = None
