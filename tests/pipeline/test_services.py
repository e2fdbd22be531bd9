import signal
import subprocess
import sys
import time

import psutil
import pytest

from evidence.errors import MachineError
from pipeline.cli import services
from pipeline.cli.services import Command, Watch, started
from pipeline.home import repository

SLEEP = ["sleep", "60"]


def _looked(watch, until, seconds=20.0):
    deadline, told = time.monotonic() + seconds, []
    while not until():
        assert time.monotonic() < deadline
        told += watch.look()
        time.sleep(0.05)
    return told


def test_a_service_that_was_killed_is_started_again(tmp_path):
    """With its children first ended, for they hold ports; and it is told once."""
    family = [sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '60'])"]
    with started([Command("desk", family)], tmp_path) as kept:
        first = kept[0].process
        parent = psutil.Process(first.pid)
        while not parent.children():
            time.sleep(0.02)
        (child,) = parent.children()
        first.send_signal(signal.SIGKILL)
        told = _looked(Watch(kept), lambda: kept[0].process.pid != first.pid)
        assert ["E-SERVE-DIED"] == [one.code for one in told]
        psutil.wait_procs([child], timeout=5)
        assert not child.is_running()
        second = kept[0].process
    assert second.returncode is not None


def test_a_service_that_keeps_dying_ends_the_whole(tmp_path, monkeypatch):
    """Somebody must look; a service manager may start it all again."""
    monkeypatch.setattr(services, "_LONGEST_WAIT", 0)
    with (
        started([Command("daemon", ["false"]), Command("desk", SLEEP)], tmp_path) as kept,
        pytest.raises(MachineError, match="ends again and again"),
    ):
        _looked(Watch(kept), lambda: False)


@pytest.mark.parametrize(
    "inherited",
    [
        "",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])",
    ],
)
def test_killed_the_service_takes_its_processes_with_it(tmp_path, inherited):
    """They would hold the ports, and the next start would be refused."""
    code = (
        f"import signal, sys, time\nfrom pathlib import Path\n{inherited}\n"
        "from pipeline.cli.services import Command, started\n"
        "with started([Command('desk', ['sleep', '60'])], Path(sys.argv[1])) as kept:\n"
        "    print(kept[0].process.pid, flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], cwd=repository(), stdout=subprocess.PIPE, text=True
    ) as process:
        child = psutil.Process(int(process.stdout.readline()))
        process.kill()
    psutil.wait_procs([child], timeout=30)
    # By when it began as well: on a busy machine another process may have its number by now.
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
