"""One run of pytest within this process, the same each time."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import pytest

_OPTIONS = (
    "-x",
    "-qq",
    "--no-header",
    "-p",
    "no:cacheprovider",
    # What was imported before the fork was not rewritten, nor need it be.
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)


def settle() -> None:
    """Make property tests the same each time, and no slower than they need to be to fail."""
    hypothesis.settings.register_profile(
        "mutation",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=25,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        suppress_health_check=tuple(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutation")


def run_tests(root: Path, tests: Sequence[str], temporary: Path, plugin: object) -> int:
    """The exit status of pytest over these paths."""
    os.chdir(root)
    sys.dont_write_bytecode = True
    folder = temporary / f"pytest-{os.getpid()}"
    options = [*_OPTIONS, f"--rootdir={root}", f"--basetemp={folder}"]
    return int(pytest.main([*options, *tests], plugins=[plugin]))
