"""Many files, few processes: every page read once, none lost to a neighbour.

pebble gives each task a process of its own while it runs: a crash, a hang or
a page that eats memory costs that page alone. A page that died or hung is
tried once more, alone, before it is given up, because a crowded machine is no
fault of the page's; a few times more where somebody killed the process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeAlias

from pebble import ProcessExpired, ProcessPool

from evidence.errors import MachineError, Problem
from evidence.readings import PageReading, UploadReading
from extractors.reading import worker
from extractors.reading.cache import ReadingCache
from extractors.reading.page import recipe_version
from extractors.reading.settings import ReadingSettings, StoredFile
from extractors.reading.worker import PageDone

_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(192 * 1024 * 1024),
}
"""Inherited by the workers and read when they start: one thread each, and a heap that
gives page-sized blocks back (else a worker grows by 200 MiB over 30 pages), but keeps what every
page needs: to have the kernel clear that anew for each page costs a tenth of the CPU time."""
_TRIES = 2
_TRIES_KILLED = 5
"""A page dies by its own signals. SIGKILL comes from outside: from people, or from a kernel that
is short of memory, which a hostile page may be behind, so that there is an end to it too."""
_BREAKAGES = 3
"""Pools in a row that may break before a page is done in one: workers killed as they start."""
_STUCK_SECONDS = 60
"""Beyond a page's own limit. A worker killed at the wrong moment leaves a lock that nobody opens."""
_AHEAD = 3
"""Tasks kept waiting for each worker: enough to keep it busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the work stands: pages done (of them from the cache), pages known of, files done.

    Seconds are sums over the pages read so far: CPU and wall time in the
    workers, and the part of the wall time spent inside the engine.
    """

    files_done: int = 0
    pages_done: int = 0
    pages_cached: int = 0
    pages_known: int = 0
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    engine_seconds: float = 0.0


OnProgress: TypeAlias = Callable[[Progress], None]


@dataclass(slots=True)
class _File:
    """A file on its way: the pages still to come and the ones that are there."""

    stored: StoredFile
    total: int = 0
    pages: dict[int, PageReading] = field(default_factory=dict)
    problem: Problem | None = None
    is_here: bool = False

    @property
    def done(self) -> bool:
        return self.problem is not None or (self.total > 0 and len(self.pages) == self.total)


@dataclass(frozen=True, slots=True)
class _Task:
    """Counting a file's pages (page 0) or reading one page."""

    file: _File
    page: int
    tries: int = 1


class Readers:
    """The processes that read: started for the first page that waits for one.

    They end with the work they were started for, but `kept` ones wait for the next (a batch's shards
    in turn: to start them takes seconds) until the block ends of which this is the context.
    """

    def __init__(self, *, kept: bool = False) -> None:
        self._kept = kept
        self._pool: ProcessPool | None = None
        self._started_for: tuple[ReadingSettings, Path, str] | None = None
        self._resting: set[int | None] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def started(self, settings: ReadingSettings, workplace: Path, recipe: str) -> ProcessPool:
        """Those that read so; others that wait are ended first."""
        wanted = (settings, workplace, recipe)
        if self._started_for != wanted or (self._resting and self._resting != _alive()):
            # Who waits for a task holds a lock, which opens no more where somebody killed it.
            self.stop()
        self._resting = set()
        if self._pool is None:
            os.environ.update(_ENVIRONMENT)
            self._pool = ProcessPool(
                max_workers=settings.workers,
                max_tasks=settings.max_tasks,
                initializer=worker.start,
                initargs=wanted,
                context=multiprocessing.get_context("spawn"),
            )
            self._started_for = wanted
        return self._pool

    def rest(self) -> None:
        """All that was asked of them is done."""
        if self._kept:
            self._resting = self._resting or _alive()
        else:
            self.stop()

    def stop(self) -> None:
        """End them, whatever they are doing."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # untyped upstream
            self._pool.join()
            self._pool = None


def _alive() -> set[int | None]:
    return {process.pid for process in multiprocessing.active_children()}


def read_uploads(
    files: Iterable[StoredFile],
    settings: ReadingSettings,
    cache: ReadingCache,
    on_progress: OnProgress = lambda _: None,
    bring: Callable[[str], Path] | None = None,
    readers: Readers | None = None,
) -> Iterator[UploadReading]:
    """Read every file; yields one `UploadReading` a distinct sha256, in the order given.

    `bring` is called with the sha256 of a file before it is opened (`ByteStore.bring`).
    Pages in the cache are not read again. No process is started where all
    are there. Interrupted (KeyboardInterrupt) or closed, it stops the processes that read
    (`readers`, by default of its own); what was read stays in the cache. Raises MachineError
    where the machine and not a page fails: `E-DISK-FULL`, `E-STORE-WRITE`, `E-STORE-READ`, `E-STORE-CHANGED`, `E-STORE-AWAY`,
    `E-POOL`.
    """
    recipe = recipe_version(settings)
    waiting = [_File(stored) for stored in {f.sha256: f for f in files}.values()]
    progress = _Meter(on_progress)
    todo: deque[_Task] = deque()
    for file in waiting:
        todo.extend(_from_cache(file, cache, recipe, progress))
    work = _Work(settings, cache, recipe, progress, todo, bring, readers or Readers())
    try:
        for file in waiting:
            while not file.done:
                work.step()
            progress.file_done()
            yield UploadReading(
                sha256=file.stored.sha256,
                recipe=recipe,
                pages=tuple(file.pages[number] for number in sorted(file.pages)),
                problem=file.problem,
            )
            file.pages = {}
    except BaseException:
        work.readers.stop()
        raise
    work.readers.rest()


class _Meter:
    """Adds up progress and tells it."""

    def __init__(self, tell: OnProgress) -> None:
        self._tell = tell
        self._now = Progress()

    def known(self, pages: int) -> None:
        self._add(pages_known=pages)

    def cached(self, pages: int) -> None:
        self._add(pages_cached=pages, pages_done=pages)

    def read(self, done: PageDone | None) -> None:
        if done is None:
            self._add(pages_done=1)
        else:
            self._add(
                pages_done=1,
                cpu_seconds=done.cpu_seconds,
                wall_seconds=done.wall_seconds,
                engine_seconds=done.engine_seconds,
            )

    def file_done(self) -> None:
        self._add(files_done=1)

    def _add(self, **more: float) -> None:
        values = {name: getattr(self._now, name) + more.get(name, 0) for name in _PROGRESS}
        self._now = Progress(**values)
        self._tell(self._now)


_PROGRESS = tuple(Progress.__dataclass_fields__)


class _Work:
    """The tasks, the pool that runs them, and what to do when one fails."""

    def __init__(
        self,
        settings: ReadingSettings,
        cache: ReadingCache,
        recipe: str,
        progress: _Meter,
        todo: deque[_Task],
        bring: Callable[[str], Path] | None,
        readers: Readers,
    ) -> None:
        self.readers = readers
        self._settings = settings
        self._cache = cache
        self._recipe = recipe
        self._progress = progress
        self._todo = todo
        self._bring = bring
        self._alone: deque[_Task] = deque()
        self._running: dict[Future[Any], _Task] = {}
        self._breakages = 0

    def step(self) -> None:
        """Start what can be started, wait until something ends, take its result."""
        self._fill()
        if not self._running:
            return
        patience = self._settings.wall_seconds + _STUCK_SECONDS
        ended, _ = wait(self._running, patience, return_when=FIRST_COMPLETED)
        broken = [one for one in ended if isinstance(one.exception(), BrokenProcessPool)]
        for future in ended.difference(broken):
            self._take(self._running.pop(future), future)
        if broken or not ended:
            self._mend(broken[0].exception() if broken else None)

    def _mend(self, error: BaseException | None) -> None:
        """Another pool for what the broken one left. Raises MachineError where none holds."""
        self._breakages += 1
        if self._breakages > _BREAKAGES:
            raise MachineError(_NO_START) from error
        left = list(self._running.values())
        self._running.clear()
        self.readers.stop()
        self._todo.extendleft(task for task in reversed(left) if task.tries == 1)
        self._alone.extendleft(task for task in reversed(left) if task.tries > 1)

    def _fill(self) -> None:
        room = self._settings.workers * _AHEAD
        while self._todo and len(self._running) < room:
            self._start(self._todo.popleft())
        if not self._running and self._alone:
            # In a fresh process: the heap of one that has read many pages is in pieces, and
            # a page that needs most of the memory there is would fail in it again.
            self.readers.stop()
            self._start(self._alone.popleft())

    def _start(self, task: _Task) -> None:
        stored = task.file.stored
        if self._bring is not None and not task.file.is_here:
            self._bring(stored.sha256)
            task.file.is_here = True
        function, arguments = (worker.read, (stored, task.page))
        if task.page == 0:
            function, arguments = (worker.count, (stored,))  # type: ignore[assignment]
        readers = self.readers.started(self._settings, self._cache.workplace, self._recipe)
        try:
            future = readers.schedule(function, args=arguments, timeout=self._settings.wall_seconds)
        except RuntimeError as e:  # the pool broke, and those that were running do not say so yet
            (self._todo if task.tries == 1 else self._alone).appendleft(task)
            self._mend(e)
            return
        self._running[future] = task

    def _take(self, task: _Task, future: Future[Any]) -> None:
        try:
            result = future.result()
        except FutureTimeoutError:
            self._failed(task, worker.HANG)
        except ProcessExpired as e:
            if e.exitcode in (-signal.SIGXCPU, signal.SIGXCPU):
                self._give_up(task, worker.CPU)
            elif e.exitcode == worker.OUT_OF_MEMORY:
                self._failed(task, worker.MEMORY)
            elif e.exitcode == -signal.SIGKILL:
                self._failed(task, worker.CRASH, _TRIES_KILLED)
            else:
                self._failed(task, worker.CRASH)
        else:
            self._done(task, result)

    def _failed(self, task: _Task, problem: Problem, limit: int = _TRIES) -> None:
        """Again, alone on the machine and in a fresh process; then the page is given up."""
        if task.tries < limit:
            self._alone.append(_Task(task.file, task.page, task.tries + 1))
        else:
            self._give_up(task, problem)

    def _give_up(self, task: _Task, problem: Problem) -> None:
        if task.page == 0:
            task.file.problem = problem
        else:
            task.file.pages[task.page] = worker.given_up(task.page, problem)
            self._progress.read(None)

    def _done(self, task: _Task, result: int | Problem | PageDone) -> None:
        self._breakages = 0
        self._cache.settle(task.file.stored.sha256, self._recipe)
        if isinstance(result, PageDone):
            task.file.pages[task.page] = result.reading
            self._progress.read(result)
        elif isinstance(result, Problem):
            task.file.problem = result
        else:
            self._todo.extend(_pages(task.file, result, self._progress))


def _pages(file: _File, total: int, progress: _Meter) -> list[_Task]:
    file.total = total
    progress.known(total)
    return [_Task(file, number) for number in range(1, total + 1)]


def _from_cache(file: _File, cache: ReadingCache, recipe: str, progress: _Meter) -> list[_Task]:
    """What is left to do for a file once the cache was asked."""
    cache.settle(file.stored.sha256, recipe)
    file.problem = cache.refusal(file.stored.sha256, recipe)
    total = cache.count(file.stored.sha256, recipe)
    if file.problem is not None:
        return []
    if total is None:
        return [_Task(file, 0)]
    left = []
    for task in _pages(file, total, progress):
        reading = cache.page(file.stored.sha256, recipe, task.page)
        if reading is None:
            left.append(task)
        else:
            file.pages[task.page] = reading
    progress.cached(total - len(left))
    return left


_NO_START = Problem(
    "E-POOL",
    "识别进程无法启动；请运行 heyan doctor 查明缺少什么。已识读的页均已保存。",
    "The reading processes cannot be started; run `heyan doctor`. What was read is kept.",
)
