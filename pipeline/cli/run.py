"""`heyan run`: a batch, from its folder to its rosters, as runs of this Dagster instance."""

from __future__ import annotations

import json
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
import dagster as dg

from evidence.errors import HeyanError, MachineError, Problem
from extractors.reading.pool import OnProgress
from pipeline.batches import BatchEntry, plan_batch, remember
from pipeline.cli.progress import reading_progress
from pipeline.cli.summary import Summary
from pipeline.cli.voice import Voice
from pipeline.definitions import defs
from pipeline.failures import INTERRUPTION, RunFailedError, error_problem
from pipeline.home import Home, enter_home
from pipeline.jobs import check_shard, conclude_batch
from pipeline.progress_files import ProgressFiles
from pipeline.runs import (
    ATTEMPT_TAG,
    BATCH_TAG,
    batch_lock,
    clear_dead_runs,
    execute,
    next_attempt,
    register,
    wait_for_others,
)


class ForwardingListeners:
    """Hands the progress of every run to the one who watches the command line."""

    def __init__(self, tell: OnProgress) -> None:
        self._tell = tell

    def listener(self, log: dg.DagsterLogManager) -> OnProgress:  # noqa: ARG002  the watcher needs no log
        """The same listener for every run."""
        return self._tell


@click.command()
@click.argument("batch", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Output folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.pass_obj
def command(voice: Voice, batch: Path, out: Path | None, *, as_json: bool) -> None:
    """Check BATCH (a folder or .zip) and write rosters and verdicts into --out DIR.

    Exit status: 0 processed to the end, whatever the outcomes; 1 the batch
    could not be taken or processed; 2 usage; 3 interrupted, run again to go on.
    """
    try:
        with _termination_interrupts():
            home = enter_home()
            entry = plan_batch(batch, home, out)
            with dg.DagsterInstance.get() as instance:
                _process(voice, home, instance, entry, quiet=as_json)
            summary = Summary.of(home, entry)
    except dg.DagsterExecutionInterruptedError as e:
        raise KeyboardInterrupt from e
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        summary.show(voice)


def _process(
    voice: Voice, home: Home, instance: dg.DagsterInstance, entry: BatchEntry, *, quiet: bool
) -> None:
    """One run a shard, then one over the batch; nobody else works on it meanwhile."""
    _writable(Path(entry.out))
    with batch_lock(home.locks, entry.id, lambda: _tell_waiting(voice, entry)):
        clear_dead_runs(instance)
        wait_for_others(instance, entry, lambda _: _tell_waiting(voice, entry))
        # Not before: whoever works on the batch writes to where its entry says.
        remember(home, entry)
        register(instance, entry)
        for problem in entry.problems:
            voice.problem(problem)
        if not quiet:
            files = sum(len(plan.files) for plan in entry.shards.values())
            people, shards = len(entry.applicants), len(entry.shards)
            voice.tell(
                f"批次 {entry.id}：{people} 名申报人，{files} 个文件，{shards} 个分片。",
                f"Batch {entry.id}: {people} applicants, {files} files, {shards} shards.",
            )
        tags = {BATCH_TAG: entry.id, ATTEMPT_TAG: str(next_attempt(instance, entry.id))}
        told = ProgressFiles(home, voice.problem)
        told.taken(entry)
        for shard in entry.shards:
            with _failure_told(told, entry, shard), reading_progress(voice, quiet=quiet) as tell:
                _execute(instance, check_shard.name, shard, tags, tell)
        with _failure_told(told, entry, entry.id):
            _execute(instance, conclude_batch.name, entry.id, tags, lambda _: None)


@contextmanager
def _failure_told(told: ProgressFiles, entry: BatchEntry, partition: str) -> Iterator[None]:
    """Whoever follows the batch's progress hears what ended it."""
    try:
        yield
    except HeyanError as e:
        told.failed(entry, partition, e.problem)
        raise
    except (KeyboardInterrupt, dg.DagsterExecutionInterruptedError):
        told.failed(entry, partition, INTERRUPTION)
        raise


def _writable(out: Path) -> None:
    """Refuse an output folder that takes no file before hours are spent, not after."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as e:
        raise MachineError(
            Problem(
                "E-OUTPUT-WRITE",
                f"输出目录 {out} 不能写入（{e.strerror}）；请换一个目录或修改其权限。",
                f"The output folder {out} cannot be written ({e.strerror}); choose another one "
                "or change its permissions.",
            )
        ) from e


def _execute(
    instance: dg.DagsterInstance,
    job: str,
    partition: str,
    tags: dict[str, str],
    tell: OnProgress,
) -> None:
    """Execute a run; whatever ends it comes out as a HeyanError."""
    resources = {"progress": ForwardingListeners(tell)}
    try:
        execute(instance, defs.resolve_job_def(job), partition, tags, resources)
    except HeyanError:
        raise
    except Exception as e:
        raise RunFailedError(error_problem(job, partition, e)) from e


def _tell_waiting(voice: Voice, entry: BatchEntry) -> None:
    voice.tell(
        f"批次 {entry.id} 正在由另一进程处理，等待其结束……",
        f"Batch {entry.id} is being processed elsewhere; waiting for that to end…",
    )


@contextmanager
def _termination_interrupts() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: what was read is kept, the run is not left STARTED."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  a handler's signature
    raise KeyboardInterrupt
