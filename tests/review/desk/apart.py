"""A database of its own for processes that work at the same time, as servers do.

A file on SQLite; one more database of the server where the tests run on PostgreSQL.
"""

import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[3]
DATABASE = "HEYAN_DATABASE_URL"
_SECONDS = 120


class Apart:
    """Its environment, and processes that work in it."""

    def __init__(self, folder, url):
        self.home = folder / "var"
        self.environment = os.environ | {
            "HEYAN_HOME": str(self.home),
            "HEYAN_INBOX": str(folder / "inbox"),
            "HEYAN_SAMPLE_SHARE": "0",
            "PYTHONPATH": str(ROOT),
        }
        if url:
            self.environment[DATABASE] = url

    def start(self, what, *arguments, **environment):
        """Start `tests.review.desk.at_work` in a process of its own."""
        command = [sys.executable, "-m", "tests.review.desk.at_work", what, *map(str, arguments)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, what, *arguments, **environment):
        """Run it to its end; what it printed, line by line."""
        return ended(self.start(what, *arguments, **environment))


def ended(process):
    """What the process printed, line by line, once it ended well."""
    said, wrong = process.communicate(timeout=_SECONDS)
    assert 0 == process.returncode, wrong
    return said.splitlines()


def started(*processes):
    """Let processes that are all set up begin at one moment."""
    for process in processes:
        assert "ready\n" == process.stdout.readline(), process.communicate()[1]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


@pytest.fixture
def apart(tmp_path):
    """A database of its own, empty; processes work in it."""
    server = os.environ.get(DATABASE)
    if not server:
        yield Apart(tmp_path, None)
        return
    import psycopg

    name = f"apart_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield Apart(tmp_path, urlsplit(server)._replace(path=f"/{name}").geturl())
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
