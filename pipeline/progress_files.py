"""How far each batch has come, told in files for those who do not look at Dagster.

`progress/<batch>.json` below the state folder is the batch's Progress. It is put together
from what each part of the work told last (`progress/told/`): shards run apart, and some are
run again alone. Progress is a courtesy: where it cannot be written the work goes on, and a
warning says so.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from evidence import codec
from evidence.errors import DataError, MachineError, Problem
from evidence.inbox import PROGRESS, Progress, Stage
from extractors.reading.pool import OnProgress
from extractors.reading.pool import Progress as Pages
from extractors.whole_files import write_whole
from pipeline.batches import BatchEntry
from pipeline.home import Home

ROSTERS, QUEUE = "rosters", "review_queue"
"""The two parts of a batch's conclusion; it is published when both are done."""
_TOLD = "told"
_WRITE_SECONDS = 1.0
"""Nobody looks more often."""
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What a shard, or a part of the conclusion, told last.

    `judged_at` is when the shard's claims were last checked, kept when a later run fails.
    """

    stage: Stage
    at: dt.datetime
    run: str = ""
    pages_done: int = 0
    pages_known: int = 0
    judged_at: dt.datetime | None = None
    problem: Problem | None = None


class ProgressFiles:
    """Writes the progress of batches; `warn` hears once of what could not be written."""

    def __init__(
        self,
        home: Home,
        warn: Callable[[Problem], object],
        run: str = "",
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = home.state / PROGRESS
        self._warn = warn
        self._run = run
        self._now = now
        self._clock = clock
        self._warned = False

    def taken(self, entry: BatchEntry) -> None:
        """The batch was opened and dealt into shards; what was told before is over."""
        self._write(entry, forget=_parts(entry))

    def reading(self, entry: BatchEntry, shard: str, also: OnProgress) -> OnProgress:
        """A listener for the reading of a shard, that tells `also` of every page."""
        written = [float("-inf")]

        def tell(pages: Pages) -> None:
            also(pages)
            if self._clock() - written[0] >= _WRITE_SECONDS:
                written[0] = self._clock()
                self.read(entry, shard, pages)

        return tell

    def read(self, entry: BatchEntry, shard: str, pages: Pages) -> None:
        """So many pages of the shard are read."""
        told = Told(
            Stage.READING, self._time(entry), self._run, pages.pages_done, pages.pages_known
        )
        self._write(entry, {shard: told})

    def judged(self, entry: BatchEntry, shard: str) -> None:
        """The claims of the shard are checked."""
        now = self._time(entry)
        told = replace(
            self._last(shard),
            stage=Stage.JUDGED,
            at=now,
            judged_at=now,
            run=self._run,
            problem=None,
        )
        self._write(entry, {shard: told})

    def recovered(self, entry: BatchEntry, shard: str) -> None:
        """A step ran well again; whatever failed after the shard was judged is mended."""
        last = self._last(shard)
        if last.stage is Stage.FAILED and last.judged_at is not None:
            told = replace(
                last, stage=Stage.JUDGED, at=self._time(entry), run=self._run, problem=None
            )
            self._write(entry, {shard: told})

    def concluded(self, entry: BatchEntry, part: str) -> None:
        """The rosters are written, or the items are in the desk's queue."""
        told = Told(Stage.PUBLISHED, self._time(entry), self._run)
        self._write(entry, {f"{entry.id}.{part}": told})

    def failed(
        self, entry: BatchEntry, partition: str, problem: Problem, at: dt.datetime | None = None
    ) -> None:
        """A run over the partition failed at that time (default: now).

        It says nothing where the partition has gone on since.
        """
        last, at = self._last(partition), at or self._now()
        # A run that failed after what it told itself; its clock may have been set back since.
        if last.at > at and not (self._run and last.run == self._run):
            return
        told = replace(last, stage=Stage.FAILED, at=at, run=self._run or last.run, problem=problem)
        self._write(entry, {partition: told})

    def _write(
        self, entry: BatchEntry, told: dict[str, Told] | None = None, forget: Iterable[str] = ()
    ) -> None:
        """Note what was told, then put the batch's progress together anew."""
        try:
            for part in forget:
                self._told(part).unlink(missing_ok=True)
            for part, one in (told or {}).items():
                write_whole(self._told(part), codec.encode(Told, one))
            progress = self._together(entry)
            write_whole(self._folder / f"{entry.id}.json", codec.encode(Progress, progress))
        except (OSError, MachineError) as e:
            if not self._warned:
                self._warned = True
                self._warn(_unwritten(self._folder, e))

    def _together(self, entry: BatchEntry) -> Progress:
        shards = [self._last(shard) for shard in entry.shards]
        whole = self._last(entry.id)
        parts = [self._last(f"{entry.id}.{part}") for part in (ROSTERS, QUEUE)]
        failure = next((one for one in shards if one.stage is Stage.FAILED), None) or (
            whole if _holds(whole, shards, parts) else None
        )
        problem = failure.problem if failure else None
        latest = max((*shards, whole, *parts), key=lambda one: one.at)
        return Progress(
            batch=entry.id,
            stage=Stage.FAILED if failure else _stage(shards, parts),
            at=self._now(),
            files=sum(len(plan.files) for plan in entry.shards.values()),
            applicants=len(entry.applicants),
            pages_done=sum(one.pages_done for one in shards),
            pages_known=sum(one.pages_known for one in shards),
            shards_done=sum(one.judged_at is not None for one in shards),
            shards=len(shards),
            run=latest.run,
            message_zh=problem.zh if problem else "",
            message_en=problem.en if problem else "",
        )

    def _time(self, entry: BatchEntry) -> dt.datetime:
        """Now, and later than all that was told: the clock may have been set back meanwhile."""
        latest = max(self._last(part).at for part in _parts(entry))
        return max(self._now(), latest + dt.timedelta(microseconds=1))

    def _last(self, part: str) -> Told:
        """What was told last; nothing where there is nothing that can be understood."""
        try:
            return codec.decode(Told, self._told(part).read_bytes())
        except (OSError, DataError):
            return Told(Stage.TAKEN, _LONG_AGO)

    def _told(self, part: str) -> Path:
        return self._folder / _TOLD / f"{part}.json"


def read_progress(path: Path) -> Progress | None:
    """The progress in a file; None where there is none, or none that can be understood."""
    try:
        return codec.decode(Progress, path.read_bytes())
    except (OSError, DataError):
        return None


def _parts(entry: BatchEntry) -> list[str]:
    return [*entry.shards, entry.id, *(f"{entry.id}.{part}" for part in (ROSTERS, QUEUE))]


def _stage(shards: list[Told], parts: list[Told]) -> Stage:
    """How far a batch is of which nothing failed."""
    stages = {one.stage for one in shards}
    if stages <= {Stage.JUDGED}:
        judged = _last_judged(shards)
        return Stage.PUBLISHED if all(one.at >= judged for one in parts) else Stage.JUDGED
    return Stage.TAKEN if stages == {Stage.TAKEN} else Stage.READING


def _holds(whole: Told, shards: list[Told], parts: list[Told]) -> bool:
    """Whether a failed conclusion is still the last word: nothing was judged or concluded since."""
    return (
        whole.stage is Stage.FAILED
        and whole.at >= _last_judged(shards)
        and any(one.at <= whole.at for one in parts)
    )


def _last_judged(shards: list[Told]) -> dt.datetime:
    return max((one.judged_at or _LONG_AGO for one in shards), default=_LONG_AGO)


def _unwritten(folder: Path, error: OSError | MachineError) -> Problem:
    reason = error.code if isinstance(error, MachineError) else error.strerror
    return Problem(
        "E-PROGRESS-WRITE",
        f"进度文件不能写入 {folder}（{reason}）；处理不受影响，请检查磁盘和权限。",
        f"Progress cannot be written to {folder} ({reason}); the work goes on. "
        "Check the disk and the permissions.",
    )
