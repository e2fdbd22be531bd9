"""The desk on PostgreSQL: the tests of this folder again, on a server of its own."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.postgres import running_cluster

ROOT = Path(__file__).parents[3]
_SECONDS = 600
_FOLDER = Path(__file__).parent
_ASK_NO_DATABASE = (
    "access/test_every_address.py",
    "serving/test_headers.py",
    "test_stages.py",
    "test_standing.py",
)
"""Slow, and the same on any database."""
_IN_A_BROWSER = ("*_in_browser.py", "*/test_browser.py", "*/test_two_windows.py")
"""Their servers have a SQLite file each, whatever this process uses."""


def test_the_desk_works_the_same_on_postgresql():
    """A machine without PostgreSQL fails here, and reads which package it lacks."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
    command += [str(_FOLDER), f"--ignore={__file__}"]
    command += [f"--ignore={_FOLDER / name}" for name in _ASK_NO_DATABASE]
    command += [f"--ignore-glob={pattern}" for pattern in _IN_A_BROWSER]
    # pytest-django would set Django up by it before conftest.py has named a state folder.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    with running_cluster(durable=False) as url:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment | {"HEYAN_DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    assert 0 == done.returncode, done.stdout[-20_000:] + done.stderr[-2000:]
    assert " passed" in done.stdout.splitlines()[-1]
