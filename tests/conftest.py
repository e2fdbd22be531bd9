"""Tests are dealt to processes file by file, so that what a file sets up once is set up once."""

import os
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent
_FOLDERS_TOGETHER = {"acceptance"}
"""Their files share what takes minutes: the sample batch, read from nothing."""


def pytest_collection_modifyitems(items):
    """Say which tests belong into one process (`--dist loadgroup`)."""
    for item in items:
        path = item.path.relative_to(_TESTS)
        group = path.parts[0] if path.parts[0] in _FOLDERS_TOGETHER else str(path)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(autouse=True)
def _environment():
    """A command that is run inside the test's process sets variables for the rest of it."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
