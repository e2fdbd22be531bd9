"""Batches that were taken in: what each consists of, and where its rosters go.

Taking in a batch is cheap: it is opened, its files are listed and dealt into
shards. The files themselves are stored by the `uploads` asset.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence import codec
from evidence.batch_names import CNIPA, validate_batch_id
from evidence.errors import BatchError, DataError, HeyanError, MachineError, Problem
from extractors.intake.batch import Batch, open_batch
from extractors.intake.declarations import read_declarations
from extractors.intake.shards import DEFAULT_SIZE, plan_shards
from extractors.intake.uploads import BatchFile, handed_in_too, list_files
from extractors.whole_files import write_whole
from pipeline.clock import clock_problem
from pipeline.home import Home
from pipeline.inbox import ReadyBatch
from pipeline.kept import byte_store
from verifiers.notices import read_notice
from verifiers.rules.registry import check_notice

SIZE_VARIABLE = "HEYAN_SHARD_UPLOADS"
"""Uploads of one shard at most; a batch that was taken keeps its shards until it is taken again."""
_SHOWN = 5
"""So many names stand in a sentence."""


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """What belongs to a shard: whole applicants, and the paths of files."""

    applicants: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """A batch that was taken in.

    `source` is the folder or zip as it was handed over, `out` the folder its
    files are written to; `problems` concern the batch as a whole. `received_at`
    is what batch.toml says, `taken_at` when it was opened here (where batch.toml is silent, with
    these files for the first time), None by a clock that is wrong. `handed_in` are the results in
    cnipa/ that applicants, of whichever shard, handed in as well: who, by path.
    """

    id: str
    source: str
    out: str
    shards: dict[str, ShardPlan]
    notice: str | None = None
    review_body: str = ""
    received_at: dt.datetime | None = None
    problems: tuple[Problem, ...] = ()
    taken_at: dt.datetime | None = None
    handed_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def arrived(self) -> dt.datetime | None:
        """When it surely had arrived: as batch.toml says, else when it was taken in."""
        return self.received_at or self.taken_at

    @property
    def applicants(self) -> tuple[str, ...]:
        """Every applicant of the batch, shard by shard."""
        return tuple(name for shard in self.shards.values() for name in shard.applicants)

    def files(self, shard: str) -> frozenset[str]:
        """The files that a shard takes: its own, and the official results in cnipa/.

        Every shard judges by the review body's search results, so every shard
        takes them; the same bytes are stored and read once.
        """
        common = (path for plan in self.shards.values() for path in plan.files if _is_common(path))
        return frozenset((*self.shards[shard].files, *common))


def take_batch(source: Path, home: Home, out: Path | None = None) -> BatchEntry:
    """Plan a batch and remember it. Raises BatchError as `plan_batch` does."""
    entry = plan_batch(source, home, out)
    remember(home, entry)
    return entry


def plan_batch(source: Path, home: Home, out: Path | None = None) -> BatchEntry:
    """Open a batch and deal its applicants and files into shards.

    Raises BatchError where it cannot be taken; nothing of it is touched. Raises MachineError
    (`E-SETTING`) where HEYAN_SHARD_UPLOADS is no number.
    """
    size = _shard_size(os.environ)
    batch = open_batch(source, home.batches, store=byte_store(home))
    notice = _notice_of(batch, home)
    tables = read_declarations(batch)
    named = {application.id for application in tables.applications} | tables.claims.keys()
    files = list_files(batch)
    plans = plan_shards(batch.id, files, named, size)
    shards = {
        plan.key: ShardPlan(plan.applicants, tuple(file.path for file in plan.files))
        for plan in plans
    }
    now, doubt = dt.datetime.now(dt.UTC), None
    taken_at = now
    if batch.config.received_at is None:
        doubt = clock_problem(home, now, batch.id)
        # A time that is still to come was told by a clock that was wrong then.
        taken_at = min(now, _taken_before(home, batch.id, shards) or now)
    return BatchEntry(
        id=batch.id,
        source=str(source.absolute()),
        out=str((out or home.out / batch.id).absolute()),
        shards=shards,
        notice=notice,
        review_body=batch.config.review_body,
        received_at=batch.config.received_at,
        problems=batch.problems + tables.problems + _nobodys(files) + ((doubt,) if doubt else ()),
        taken_at=None if doubt else taken_at,
        handed_in=handed_in_too(batch, files),
    )


def remember(home: Home, entry: BatchEntry) -> None:
    """Keep the entry, for the stages that work on the batch; it replaces an earlier one."""
    write_whole(_path(home, entry.id), codec.encode(BatchEntry, entry))


def open_again(home: Home, entry: BatchEntry) -> Batch:
    """The batch of an entry, to take files and tables from."""
    return open_batch(Path(entry.source), home.batches)


def find_batch(home: Home, batch_id: str) -> BatchEntry:
    """The entry of a batch taken in before. Raises BatchError (`E-BATCH-UNKNOWN`)."""
    validate_batch_id(batch_id)
    try:
        data = _path(home, batch_id).read_bytes()
    except FileNotFoundError as e:
        raise BatchError(
            Problem(
                "E-BATCH-UNKNOWN",
                f"没有接收过批次 {batch_id}，请先放入收件箱或用 heyan run 运行。",
                f"Batch {batch_id} was never taken in; drop it into the inbox or use heyan run.",
            )
        ) from e
    return codec.decode(BatchEntry, data)


def known_batches(home: Home) -> list[str]:
    """Every batch taken in before, in order."""
    return sorted(path.parent.name for path in home.batches.glob("*/entry.json"))


def readable_batches(home: Home, tell: Callable[[str, Problem], None]) -> Iterator[BatchEntry]:
    """The entries of every batch taken in before; of one that is damaged `tell` hears, by name.

    The others go on without it.
    """
    for batch in known_batches(home):
        try:
            yield find_batch(home, batch)
        except HeyanError as e:
            tell(batch, e.problem)


def was_taken(home: Home, ready: ReadyBatch) -> bool:
    """Whether what lies in the inbox was taken after it was marked, as its entry says."""
    path = _path(home, ready.source.stem)
    try:
        entry = codec.decode(BatchEntry, path.read_bytes())
        taken = path.stat().st_mtime_ns
    except (FileNotFoundError, DataError):
        return False
    return Path(entry.source) == ready.source.absolute() and taken >= ready.marked


def _shard_size(environment: Mapping[str, str]) -> int:
    text = environment.get(SIZE_VARIABLE, str(DEFAULT_SIZE))
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise MachineError(
        Problem(
            "E-SETTING",
            f"环境变量 {SIZE_VARIABLE} 应为正整数，现为“{text}”。",
            f"{SIZE_VARIABLE} must be a positive whole number, not {text!r}.",
        )
    )


def _notice_of(batch: Batch, home: Home) -> str:
    """The id of the notice that judges a batch: as batch.toml says, else as it was taken in first.

    The newest known one at that time: a notice that comes later, perhaps another city's, is no
    reason to judge people by it who applied before. A notice without rules is refused before any
    page is read; and so is a batch whose entry is damaged, for nobody knows then which it was.
    """
    named = batch.config.notice
    try:
        if named is None and _path(home, batch.id).exists():
            named = find_batch(home, batch.id).notice
        # Services live longer than notices: which is the newest is asked of the files.
        notice = read_notice(named)
        check_notice(notice)
    except DataError as e:
        raise BatchError(e.problem) from e
    return notice.id


def _taken_before(home: Home, batch: str, shards: Mapping[str, ShardPlan]) -> dt.datetime | None:
    """When the same files were taken first: running a batch again is no later arrival."""
    try:
        before = find_batch(home, batch)
    except HeyanError:  # never taken, or its entry is damaged: it is written anew
        return None
    same = _all_files(before.shards) == _all_files(shards)
    return before.taken_at if same else None


def _all_files(shards: Mapping[str, ShardPlan]) -> set[str]:
    return {path for plan in shards.values() for path in plan.files}


def _nobodys(files: Sequence[BatchFile]) -> tuple[Problem, ...]:
    """Files in no applicant's folder: no verdict depends on them, so somebody must be told."""
    stray = [file.path for file in files if file.applicant is None and not _is_common(file.path)]
    if not stray:
        return ()
    shown = some_of(stray)
    return (
        Problem(
            "E-NO-APPLICANT",
            f"{len(stray)} 个文件不在任何申报人的文件夹内，未计入任何人的审查：{shown}。",
            f"{len(stray)} files are in no applicant's folder and count for nobody: {shown}.",
        ),
    )


def some_of(paths: Sequence[str]) -> str:
    """The first of many paths, for a sentence that says how many there are."""
    return "、".join(paths[:_SHOWN]) + ("…" if len(paths) > _SHOWN else "")


def _is_common(path: str) -> bool:
    return path.startswith(f"{CNIPA}/")


def _path(home: Home, batch_id: str) -> Path:
    return home.batches / batch_id / "entry.json"
