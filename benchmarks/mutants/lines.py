"""Which tests execute which lines, recorded once on the unchanged code.

Python 3.11 has no sys.monitoring, and coverage.py is not among the locked
dependencies, so a trace function does it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.mutants.session import run_tests, settle
from benchmarks.mutants.source import Mutant

Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """`tests` with the seconds each took; `lines` by path and number, with who reaches them.

    `loaded` are lines executed while the tests were collected: any test may depend on them.
    `modules` is what was imported meanwhile, `seconds` the processor time it took, traced.
    """

    code: int
    tests: Mapping[str, float]
    lines: Mapping[Line, frozenset[str]]
    loaded: frozenset[Line]
    modules: tuple[str, ...]
    seconds: float

    def reaching(self, mutant: Mutant) -> frozenset[str]:
        """The tests that may notice a mutant, as far as lines tell."""
        head = [(mutant.path, number) for number in range(mutant.first, mutant.last + 1)]
        if any(line in self.loaded for line in head):
            return frozenset(self.tests)
        return frozenset().union(*(self.lines.get(line, frozenset()) for line in head))


def record(root: Path, package: str, tests: tuple[str, ...], temporary: Path) -> Coverage:
    """Run all tests once and watch the package. In a process of its own: modules stay loaded."""
    settle()
    watch = _Watch(root / package)
    start = time.process_time()
    sys.settrace(watch.calls)
    try:
        code = run_tests(root, tests, temporary, watch)
    finally:
        sys.settrace(None)
    prefix = f"{root}/"
    lines: dict[Line, set[str]] = {}
    for test, reached in watch.reached.items():
        for path, number in reached:
            lines.setdefault((path.removeprefix(prefix), number), set()).add(test)
    return Coverage(
        code=code,
        tests=watch.seconds,
        lines={line: frozenset(names) for line, names in lines.items()},
        loaded=frozenset((path.removeprefix(prefix), number) for path, number in watch.loaded),
        modules=tuple(sys.modules),
        seconds=time.process_time() - start,
    )


class _Watch:
    """A pytest plugin and a trace function that share which test is running."""

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}/"
        # Bound once: asking for a method anew on every line of the tests takes its time.
        self._line = self._lines
        self.loaded: set[Line] = set()
        self.reached: dict[str, set[Line]] = {}
        self.seconds: dict[str, float] = {}
        self._now = self.loaded

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Book what runs until the test is over under its name."""
        start = time.process_time()
        self._now = self.reached.setdefault(item.nodeid, set())
        done = yield
        self._now = self.loaded
        self.seconds[item.nodeid] = time.process_time() - start
        return done

    def calls(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """Trace lines in the package only."""
        inside = event == "call" and frame.f_code.co_filename.startswith(self._folder)
        return self._line if inside else None

    def _lines(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            self._now.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line
