import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest
from click.testing import CliRunner

from pipeline.cli import heyan
from pipeline.home import repository


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(condition, process, seconds=120.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "serve ended"
        assert time.monotonic() < deadline
        time.sleep(0.3)


def _query(port, query):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  our own address
        return json.load(answer)["data"]


def test_a_batch_dropped_into_the_inbox_comes_out_as_rosters(home, port, make_batch, tmp_path):
    """The whole service: UI, daemon, sensors; stopped by SIGTERM, nothing is left behind."""
    log = (tmp_path / "serve.log").open("wb")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipeline.cli",
            "serve",
            "--port",
            str(port),
        ],
        env=os.environ | {"LANG": "en_US.UTF-8"},
        cwd=repository(),
        stdout=log,
        stderr=log,
    )
    try:
        _wait_for(lambda: b"Dagster UI" in (tmp_path / "serve.log").read_bytes(), process)
        children = psutil.Process(process.pid).children(recursive=True)
        batch = make_batch(folder=home.inbox, files={"uploads/A1/空.png": b""})
        (batch / "_READY").touch()
        _wait_for((home.out / "test-001" / "flagged_items.xlsx").is_file, process)
        runs = "{ runsOrError { ... on Runs { results { jobName status } } } }"
        _wait_for(
            lambda: (
                [
                    {"jobName": "conclude_batch", "status": "SUCCESS"},
                    {"jobName": "check_shard", "status": "SUCCESS"},
                ]
                == _query(port, runs)["runsOrError"]["results"]
            ),
            process,
        )
    finally:
        process.send_signal(signal.SIGTERM)
    assert 0 == process.wait(60)
    log.close()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert [] == alive


def test_a_port_in_use_is_said_before_anything_starts(home, port):
    """Status 1 with a sentence."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        result = CliRunner().invoke(heyan, ["--lang", "en", "serve", "--port", str(port)])
    assert 1 == result.exit_code
    assert "E-PORT" in result.stderr
