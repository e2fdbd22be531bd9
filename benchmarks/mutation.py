"""Would the tests notice a fault in the rules?

    python -m benchmarks.mutation --sample 600 --seed 1 --jobs 2 --survivors FILE
    python -m benchmarks.mutation --only verifiers/rules/scope.py --sample 100000

Puts faults into verifiers/ one at a time, a random sample of all possible
ones, and runs the tests that judge verifiers. Prints how many were noticed,
by operator and by module, and every survivor. Exit status 1 where fewer than
90 % were.

Values of a wrong type are not put in where types are written down (an answer None where a
list is promised): mypy notices those.

Not mutmut: since version 3 it leaves alone what is at the top of a module (every table
and pattern here; its own README) and decorated functions (every rule; its issues 387, 558). Not cosmic-ray: it writes each mutant into the tree and starts pytest anew.
Neither is locked, and here everything the tests need but the package itself is loaded
once, so that a mutant costs one to two seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import ForkContext
from pathlib import Path

from benchmarks.mutants.generate import package_mutants
from benchmarks.mutants.lines import Coverage, record
from benchmarks.mutants.report import Trial, share, tables, write_survivors
from benchmarks.mutants.source import Mutant
from benchmarks.mutants.trial import Bench, Fate

_ROOT = Path(__file__).resolve().parent.parent
_TESTS = ("tests/verifiers", "tests/benchmarks/test_safety.py")
_INDEPENDENT = {"evidence", "extractors", "fixtures"}
"""Our own packages that may not import verifiers (import-linter), and so may be loaded before."""
_LEAST_SHARE = 0.9


def main() -> int:
    """Sample, try, print; 1 below the share that is asked for, 2 where nothing can be said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=600, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", action="append", default=[], help="a file or folder")
    parser.add_argument("--survivors", type=Path, help="write them here as JSON")
    parser.add_argument("--limit", type=float, help="CPU seconds a mutant's tests may take")
    parser.add_argument("--root", type=Path, default=_ROOT)
    parser.add_argument("--package", default="verifiers")
    parser.add_argument("--tests", nargs="+", default=_TESTS)
    chosen = parser.parse_args()
    start = time.perf_counter()
    root = chosen.root.resolve()
    survivors = chosen.survivors.resolve() if chosen.survivors else None
    sys.path.insert(0, str(root))
    os.chdir(root)
    tests = tuple(one for one in chosen.tests if (root / one).exists())
    possible = [one for one in package_mutants(root, chosen.package) if _wanted(one, chosen.only)]
    sample = random.Random(chosen.seed).sample(possible, min(chosen.sample, len(possible)))  # noqa: S311  a sample
    print(f"mutants              {len(sample)} of {len(possible)} possible, seed {chosen.seed}")
    with tempfile.TemporaryDirectory() as temporary:
        coverage = _alone(root, chosen.package, tests, Path(temporary))
        if coverage.code != 0:
            print("the tests fail without any mutant", file=sys.stderr)
            return 2
        print(f"tests                {len(coverage.tests)}, {coverage.seconds:.0f} s traced")
        _load(coverage.modules, root)
        bench = Bench(root, tests, coverage, chosen.limit or _limit(coverage), Path(temporary))
        trials = list(_trials(bench, sample, chosen.jobs, root))
    trials.sort(key=lambda one: (one.mutant.path, one.mutant.edit.start))
    print("\n".join(tables(trials)))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"\nseconds              {time.perf_counter() - start:.0f}")
    print(f"CPU seconds          {spent.ru_utime + spent.ru_stime:.0f}")
    if survivors:
        write_survivors(trials, survivors)
    return 0 if share(trials) >= _LEAST_SHARE else 1


def _wanted(mutant: Mutant, only: Sequence[str]) -> bool:
    return not only or any(Path(mutant.path).is_relative_to(one) for one in only)


def _limit(coverage: Coverage) -> float:
    """Tracing makes the tests slower by a factor: what takes longer still does not end."""
    return max(20.0, 2 * coverage.seconds)


def _alone(root: Path, package: str, tests: Sequence[str], temporary: Path) -> Coverage:
    with ProcessPoolExecutor(1, mp_context=_fork()) as executor:
        return executor.submit(record, root, package, tuple(tests), temporary).result()


def _load(modules: Sequence[str], root: Path) -> None:
    """Import what the tests import of others', that the forks need not."""
    for name in modules:
        top = name.partition(".")[0]
        ours = (root / top).exists() or (root / f"{top}.py").exists()
        if name not in sys.modules and (not ours or top in _INDEPENDENT):
            with contextlib.suppress(Exception):  # made by a tool, not imported
                importlib.import_module(name)


def _trials(bench: Bench, sample: Sequence[Mutant], jobs: int, root: Path) -> Iterator[Trial]:
    with ProcessPoolExecutor(
        jobs, mp_context=_fork(), initializer=_worker.set, initargs=(bench,)
    ) as executor:
        for done, (mutant, fate) in enumerate(
            zip(sample, executor.map(_fate, sample), strict=True), start=1
        ):
            if done % 50 == 0:
                print(f"{done} of {len(sample)}", file=sys.stderr, flush=True)
            yield Trial(mutant, fate, mutant.difference((root / mutant.path).read_bytes()))


class _Worker:
    """The bench of this process: a pool hands its tasks to functions, not to objects."""

    def __init__(self) -> None:
        self.bench: Bench | None = None

    def set(self, bench: Bench) -> None:
        self.bench = bench


_worker = _Worker()


def _fate(mutant: Mutant) -> Fate:
    if _worker.bench is None:
        raise RuntimeError("the worker was not set up")
    return _worker.bench.fate(mutant)


def _fork() -> ForkContext:
    return multiprocessing.get_context("fork")


if __name__ == "__main__":
    sys.exit(main())
