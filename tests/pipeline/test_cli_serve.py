import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing

import psutil
import pytest
from click.testing import CliRunner

from pipeline.cli import heyan
from pipeline.home import repository


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def ports():
    """One for the Dagster UI, one for the desk."""
    return _free_port(), _free_port()


@pytest.fixture
def serve(home, ports, tmp_path):
    """Starts the service; `said()` is what its terminal shows."""
    log = tmp_path / "serve.log"
    running = []

    def start():
        arguments = ["--port", str(ports[0]), "--desk-port", str(ports[1])]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.cli", "serve", *arguments],
                env=os.environ | {"LANG": "en_US.UTF-8"},
                cwd=repository(),
                stdout=file,
                stderr=file,
            )
        running.append(process)
        process.said = lambda: log.read_text(encoding="utf-8")
        _wait_for(lambda: "Ctrl-C stops it" in process.said(), process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def _wait_for(condition, process, seconds=120.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, process.said()
        assert time.monotonic() < deadline, process.said()
        time.sleep(0.3)


def _query(port, query):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  our own address
        return json.load(answer)["data"]


def _status(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


def _stopped(process):
    """Asked to stop it does, and nothing is left behind."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    assert 0 == process.wait(60)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert [] == alive


def test_a_batch_dropped_into_the_inbox_comes_out_as_rosters_and_items(
    home, serve, ports, make_batch
):
    """The whole service: desk, UI, daemon, sensors, and a terminal that says what happens."""
    process = serve()
    assert _status(ports[1]) < 500
    bad = make_batch("nicht gut", folder=home.inbox)
    batch = make_batch(folder=home.inbox, files={"uploads/A1/空.png": b""})
    for folder in (bad, batch):
        (folder / "_READY").touch()
    _wait_for((home.out / "test-001" / "flagged_items.xlsx").is_file, process)
    runs = "{ runsOrError { ... on Runs { results { jobName status } } } }"
    _wait_for(
        lambda: (
            [
                {"jobName": "conclude_batch", "status": "SUCCESS"},
                {"jobName": "check_shard", "status": "SUCCESS"},
            ]
            == _query(ports[0], runs)["runsOrError"]["results"]
        ),
        process,
    )
    _wait_for(lambda: "Batch test-001 is done: 1 applicants" in process.said(), process)
    assert "Batch test-001 is taken: 1 applicants, 1 files" in process.said()
    assert "nicht gut is refused: E-BATCH-ID" in process.said()
    assert f"http://127.0.0.1:{ports[1]}/batches/test-001/" in process.said()
    with closing(sqlite3.connect(home.state / "desk" / "desk.sqlite3")) as database:
        assert [("test-001",)] == database.execute("SELECT key FROM desk_batch").fetchall()
    _stopped(process)


def test_the_first_administrators_password_is_said_once(home, serve, ports):
    """The desk's address stands first."""
    process = serve()
    said = process.said()
    assert re.search(r"^Administrator of the desk: admin, password: \S{16,} ", said, re.MULTILINE)
    desk, webserver = (f"http://127.0.0.1:{port}" for port in reversed(ports))
    assert said.index(f"Review desk: {desk}") < said.index(f"Dagster UI: {webserver}")
    _stopped(process)
    again = serve()
    assert "password" not in again.said()
    _stopped(again)


def test_a_desk_that_died_is_started_again(home, serve, ports):
    """The terminal says so, and it answers as before."""
    process = serve()
    (desk,) = [
        child
        for child in psutil.Process(process.pid).children()
        if "gunicorn" in " ".join(child.cmdline())
    ]
    desk.kill()
    _wait_for(lambda: "E-SERVE-DIED: The desk ended unexpectedly" in process.said(), process)
    _wait_for(lambda: _answers(ports[1]), process)
    _stopped(process)


def _answers(port):
    try:
        return _status(port) < 500
    except OSError:
        return False


@pytest.mark.parametrize("option", ["--port", "--desk-port"])
def test_a_port_in_use_is_said_before_anything_starts(home, ports, option):
    """Status 1 with a sentence that names the option."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ports[0]))
        taken.listen()
        other = {"--port": "--desk-port", "--desk-port": "--port"}[option]
        arguments = [option, str(ports[0]), other, str(ports[1])]
        result = CliRunner().invoke(heyan, ["--lang", "en", "serve", *arguments])
    assert 1 == result.exit_code
    assert "E-PORT" in result.stderr
    assert f"with {option}." in result.stderr.replace("\n", " ")
