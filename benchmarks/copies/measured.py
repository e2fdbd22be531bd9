"""A process of ours at work, and what it took."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of CPU, and MiB at the peak: of the process itself, and of others.

    `children_cpu` and `children_peak` are of the processes that it started; the peak is the
    largest of one of them.
    """

    seconds: float
    cpu: float
    peak: float
    children_cpu: float
    children_peak: float

    @property
    def whole_cpu(self) -> float:
        """Seconds of CPU of all of them."""
        return self.cpu + self.children_cpu


def run_measured(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end. Raises RuntimeError with the log's last lines."""
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
    peak = children_peak = own = 0.0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        # The kernel keeps the highest of all times, so that a look now and then misses nothing.
        peak = max(peak, _high_water(process.pid))
        try:
            watched = psutil.Process(process.pid)
            times = watched.cpu_times()
            own = times.user + times.system
            children = [_high_water(child.pid) for child in watched.children(recursive=True)]
        except psutil.NoSuchProcess:
            children = []
        children_peak = max(children_peak, *children, 0.0)
        time.sleep(_LOOK_SECONDS)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} failed: {log.read_text(errors='replace')[-2000:]}")
    whole = used.ru_utime + used.ru_stime
    return Cost(seconds, own, peak, whole - own, children_peak)


def _high_water(pid: int) -> float:
    """MiB that a process held at its peak; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else 0.0
