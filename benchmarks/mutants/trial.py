"""Does a test notice one mutant? Each is tried in a process of its own, forked when all is loaded.

The mutant's module is served from memory, so no file changes. First come the tests of
one file that reach the line: a quick file that noticed mutants of that module
before. What survives is put before all other tests as well, since what is cached or
shared between tests is booked on the first of them alone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from benchmarks.mutants.lines import Coverage
from benchmarks.mutants.session import run_tests, settle
from benchmarks.mutants.source import Mutant

_MEMORY = 4 * 1024**3
"""Bytes a mutant may take: an endless list is noticed by its MemoryError."""
_START_SECONDS = 2.0
"""What a run costs before its first test, at the pace of traced ones."""
_NOTHING_TO_RUN = int(pytest.ExitCode.NO_TESTS_COLLECTED)


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    UNCOVERED = "survived, no test runs the line"

    @property
    def noticed(self) -> bool:
        """Whether a test failed or never ended."""
        return self in {Fate.KILLED, Fate.TIMED_OUT}


@dataclass(frozen=True, slots=True)
class Choice:
    """A pytest plugin: `only` these tests (all where None), none of `without`, `first` first."""

    first: frozenset[str]
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep and sort what was collected."""
        kept = [one for one in items if self.only is None or one.nodeid in self.only]
        kept = [one for one in kept if one.nodeid not in self.without]
        items[:] = sorted(kept, key=lambda one: one.nodeid not in self.first)


class Bench:
    """Where mutants are tried: one in each worker, which learns what kills a module's mutants."""

    def __init__(
        self, root: Path, tests: Sequence[str], coverage: Coverage, limit: float, temporary: Path
    ) -> None:
        self._root = root
        self._tests = tuple(tests)
        self._coverage = coverage
        self._limit = limit
        self._temporary = temporary
        self._kills: Counter[tuple[str, str]] = Counter()
        self._trials: Counter[tuple[str, str]] = Counter()

    def fate(self, mutant: Mutant) -> Fate:
        """Try the likeliest tests, then all others."""
        reaching = self._coverage.reaching(mutant)
        if not reaching:
            return Fate.UNCOVERED
        file = self._likeliest(mutant, reaching)
        chosen = frozenset(test for test in reaching if _file_of(test) == file)
        fate = self._run(mutant, (file,), Choice(chosen, only=chosen))
        self._trials[mutant.path, file] += 1
        if fate.noticed:
            self._kills[mutant.path, file] += 1
            return fate
        return self._run(mutant, self._tests, Choice(reaching, without=chosen))

    def _likeliest(self, mutant: Mutant, reaching: frozenset[str]) -> str:
        """The test file that promises most for its time; the outcome does not depend on it."""
        seconds: dict[str, float] = defaultdict(float)
        for test in reaching:
            seconds[_file_of(test)] += self._coverage.tests[test]

        def promise(file: str) -> float:
            kills, trials = self._kills[mutant.path, file], self._trials[mutant.path, file]
            return (kills + 1) / (trials + 2) / (_START_SECONDS + seconds[file])

        return max(sorted(seconds), key=promise)

    def _run(self, mutant: Mutant, tests: Sequence[str], choice: Choice) -> Fate:
        child = multiprocessing.get_context("fork").Process(
            target=_try, args=(self._root, mutant, tests, choice, self._limit, self._temporary)
        )
        child.start()
        # Processor time decides; the clock is for what sleeps, and the machine may be shared.
        child.join(8 * self._limit)
        if child.is_alive():
            child.kill()
            child.join()
        shutil.rmtree(self._temporary / f"pytest-{child.pid}", ignore_errors=True)
        if child.exitcode in (0, _NOTHING_TO_RUN):
            return Fate.SURVIVED
        killed_by = -(child.exitcode or 0)
        return Fate.TIMED_OUT if killed_by in _OVER_TIME else Fate.KILLED


_OVER_TIME = {9, 24}
"""SIGKILL, by us or at the hard limit, and SIGXCPU."""


def _file_of(test: str) -> str:
    return test.partition("::")[0]


def _try(
    root: Path, mutant: Mutant, tests: Sequence[str], choice: Choice, limit: float, temporary: Path
) -> None:
    """Never returns: the exit status of pytest becomes the process's."""
    seconds = int(limit) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    settle()
    sys.meta_path.insert(0, _Finder(root, mutant))
    code = int(pytest.ExitCode.INTERNAL_ERROR)
    with contextlib.suppress(BaseException):  # whatever escapes pytest, a mutant let it out
        code = run_tests(root, tests, temporary, choice)
    os._exit(code)


class _Loader(SourceFileLoader):
    """Loads the mutant in place of the module's file."""

    def __init__(self, root: Path, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(root / mutant.path))
        self._source = mutant.source((root / mutant.path).read_bytes())

    def get_code(self, fullname: str) -> CodeType:
        """The mutant compiled, under the file's own name."""
        return compile(self._source, self.get_filename(fullname), "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds one module before anybody else does."""

    def __init__(self, root: Path, mutant: Mutant) -> None:
        if mutant.module in sys.modules:
            raise RuntimeError(f"{mutant.module} was imported before its mutant could be")
        self._root = root
        self._mutant = mutant

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The mutant, if it is asked for."""
        if fullname != self._mutant.module:
            return None
        file = self._root / self._mutant.path
        package = [str(file.parent)] if file.name == "__init__.py" else None
        return spec_from_file_location(
            fullname,
            file,
            loader=_Loader(self._root, self._mutant),
            submodule_search_locations=package,
        )
