"""Tests are dealt to processes file by file, so that what a file sets up once is set up once."""

import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

_FOLDERS_TOGETHER = {"acceptance"}
"""Their files share what takes minutes: the sample batch, read from nothing."""


class _FileByFile(LoadScopeScheduling):
    """Deals whole files, or whole folders where their files share what takes long to make.

    pytest-xdist's own way (`--dist loadgroup`) deals test by test under pytest 9.2, and says nothing:
    it marks groups in an attribute of the test that pytest no longer looks at.
    """

    def _split_scope(self, nodeid):
        path = nodeid.partition("::")[0]
        folder = Path(path).parts[1]
        return folder if folder in _FOLDERS_TOGETHER else path


def pytest_xdist_make_scheduler(config, log):
    """Who deals the tests to processes."""
    return _FileByFile(config, log)


@pytest.fixture(autouse=True)
def _environment():
    """A command that is run inside the test's process sets variables for the rest of it."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
