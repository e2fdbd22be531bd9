"""Runs of a batch in this instance: one at a time, none left over from a dead process."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.tags import (
    HIDDEN_TAG_PREFIX,
    MAX_RETRIES_TAG,
    REPOSITORY_LABEL_TAG,
    WILL_RETRY_TAG,
)
from dagster._core.utils import make_new_run_id

from evidence.errors import HeyanError
from pipeline.batches import BatchEntry
from pipeline.failures import (
    GONE,
    INTERRUPTION,
    RunFailedError,
    as_text,
    error_problem,
    run_problem,
    was_interrupted,
)
from pipeline.file_versions import OF_THIS_PROCESS
from pipeline.partitions import BATCHES, SHARDS, shards_of
from pipeline.patience import WATCHED
from pipeline.processes import (
    has_living_owner_of_old,
    has_owner,
    is_gone,
    is_of_another_start,
    is_server_gone,
    owner_tags,
)
from pipeline.progress_files import ProgressFiles
from pipeline.resources import RULES_TAG
from pipeline.run_tags import ATTEMPT_TAG, BATCH_TAG, partitions_of

REGISTERS = "_registers"
"""Name of the lock that whoever brings official results holds; no batch is called so."""
LOCATION = "pipeline.definitions"
"""The code location's name, as `dagster -m` gives it."""

_ACTIVE = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
MADE = [dg.DagsterRunStatus.NOT_STARTED, *_ACTIVE]
"""Those whose process may have died: none of them waits in the queue."""
UNFINISHED = [dg.DagsterRunStatus.QUEUED, *MADE]
_POLL_SECONDS = 1.0
_NAMELESS_SECONDS = 120
"""Within these a run that is being started gets a process that says that the run is its own."""
_UNWATCHED_SECONDS = 15
"""The same where whoever started the run is gone: then its process mostly is as well."""
_NOT_REPEATED = "Failed to retry run"
"""Dagster's words on a run, where it could not start the one that repeats it."""
_ASKED_TAG = f"{HIDDEN_TAG_PREFIX}heyan/asked"
"""On a run that failed: its id, and how often its repetition was asked for."""
_ASKED_AT_MOST = 3
_OFF_AT_MOST = dt.timedelta(days=14)
"""So long a machine may be off, over holidays, and still find what it had given up before."""


def register(instance: dg.DagsterInstance, entry: BatchEntry) -> None:
    """Make the batch and its shards known, and forget shards that it no longer has."""
    for key in shards_of(entry.id, list(instance.get_dynamic_partitions(SHARDS))):
        if key not in entry.shards:
            instance.delete_dynamic_partition(SHARDS, key)
    instance.add_dynamic_partitions(SHARDS, list(entry.shards))
    instance.add_dynamic_partitions(BATCHES, [entry.id])


def clear_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """Fail the runs whose process on this host has ended without a word; their ids.

    A run that was killed stays STARTED for ever, or NOT_STARTED: nobody is left to say otherwise.
    """
    cleared = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=MADE)):
        run = record.dagster_run
        if _is_dead(instance, record):
            # It may have ended well between the two looks, and its process after it.
            last = instance.get_run_by_id(run.run_id)
            if last is not None and not last.is_finished:
                instance.report_run_failed(last, as_text(GONE))
                cleared.append(run.run_id)
    return cleared


def _is_dead(instance: dg.DagsterInstance, record: dg.RunRecord) -> bool:
    run = record.dagster_run
    if has_owner(run.run_id, run.tags):
        # Two machines do not work on one SQLite file: it is this one, under another name.
        alone = isinstance(instance.run_storage, SqliteRunStorage)
        gone = is_gone(run.tags)
        return gone is True or (gone is None and alone and is_of_another_start(run.tags))
    if has_living_owner_of_old(run.tags):
        return False
    return _is_nobodys(instance, record) or _is_lost(instance, run)


def _is_nobodys(instance: dg.DagsterInstance, record: dg.RunRecord) -> bool:
    """Whether a run was started so long ago that its process must have died before it said so.

    Elsewhere than on this machine a run may have to wait for a worker first.
    """
    status, silent = record.dagster_run.status, time.time() - record.update_timestamp.timestamp()
    begun = status is dg.DagsterRunStatus.STARTED or (
        status is dg.DagsterRunStatus.STARTING
        and isinstance(instance.run_launcher, dg.DefaultRunLauncher)
    )
    patience = _UNWATCHED_SECONDS if is_server_gone(record.dagster_run.tags) else _NAMELESS_SECONDS
    return begun and silent > patience


def _is_lost(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether a run was given to another machine and no worker has it; launchers here lose none."""
    asked = getattr(instance.run_launcher, "is_lost", None)
    return run.status is dg.DagsterRunStatus.STARTING and asked is not None and bool(asked(run))


def renew_rules(instance: dg.DagsterInstance) -> None:
    """Runs that have waited for a worker since before an update are judged by the rules of now.

    For the machine that gives runs away alone: what its rules are, workers must have.
    """
    for run in instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING])):
        if run.tags.get(RULES_TAG, OF_THIS_PROCESS.all_together) != OF_THIS_PROCESS.all_together:
            instance.add_run_tags(run.run_id, {RULES_TAG: OF_THIS_PROCESS.all_together})


def ask_again(instance: dg.DagsterInstance) -> list[str]:
    """Runs whose repetition Dagster could not start, and gave up, are told as failed anew; their ids.

    It had to load the code for that while the disk was full or the database away, and asks no
    second time: a batch would wait for ever. Told once more, it decides once more; three times
    at most, since a cause that lasts is for a person. Then it is told as failed for good: who tells
    of failed runs passes over those that are to be repeated. A run that is settled is not looked at
    again.
    """
    given_up = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.FAILURE],
        tags={WILL_RETRY_TAG: "false"},
        updated_after=dt.datetime.now(dt.UTC) - _OFF_AT_MOST,
    )
    asked = []
    for run in instance.get_runs(given_up):
        times = _times_asked(run)
        if times > _ASKED_AT_MOST:
            continue
        kinds = {dg.DagsterEventType.ENGINE_EVENT, dg.DagsterEventType.RUN_FAILURE}
        events = [entry.get_dagster_event() for entry in instance.all_logs(run.run_id, kinds)]
        failed = max((i for i, event in enumerate(events) if event.is_run_failure), default=0)
        again = any(event.message == _NOT_REPEATED for event in events[failed:])
        tags = {MAX_RETRIES_TAG: "0"} if again and times == _ASKED_AT_MOST else {}
        times = times + 1 if again else _ASKED_AT_MOST + 1
        # Before it is told: told without the count it would be told for ever.
        instance.add_run_tags(run.run_id, tags | {_ASKED_TAG: f"{run.run_id} {times}"})
        if again:
            instance.report_run_failed(run, events[failed].message)
            asked.append(run.run_id)
    return asked


def _times_asked(run: dg.DagsterRun) -> int:
    """How often it was told anew; none where the tag is that of the run that this one repeats."""
    run_id, _, times = run.tags.get(_ASKED_TAG, "").partition(" ")
    return int(times) if run_id == run.run_id else 0


def active_runs(instance: dg.DagsterInstance, entry: BatchEntry) -> list[dg.DagsterRun]:
    """Runs at work on the batch or one of its shards, alone or among others."""
    partitions = {entry.id, *entry.shards}
    return [
        run
        for run in instance.get_runs(dg.RunsFilter(statuses=_ACTIVE))
        if not partitions.isdisjoint(partitions_of(instance, run.tags))
    ]


def wait_for_others(
    instance: dg.DagsterInstance, entry: BatchEntry, tell: Callable[[dg.DagsterRun], None]
) -> None:
    """Wait until nobody else is at work on the batch; `tell` hears of each run waited for."""
    told: set[str] = set()
    while running := active_runs(instance, entry):
        for run in running:
            if run.run_id not in told:
                told.add(run.run_id)
                tell(run)
        time.sleep(_POLL_SECONDS)
        clear_dead_runs(instance)


def is_locked(locks: Path, name: str) -> bool:
    """Whether a process holds the batch, or whatever else has that name."""
    try:
        with (locks / f"{name}.lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    except OSError as e:
        if e.errno != errno.ENAMETOOLONG:  # no batch is called so
            raise
    return False


@contextmanager
def batch_lock(locks: Path, name: str, tell: Callable[[], None]) -> Iterator[None]:
    """Hold the batch; where another process does, `tell` and wait. Ends with the process."""
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / f"{name}.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def execute(
    instance: dg.DagsterInstance,
    job: dg.JobDefinition,
    partition: str,
    tags: Mapping[str, str],
    resources: Mapping[str, object],
) -> None:
    """Execute a job here and now as a run of this instance.

    A step that fails keeps only those that need it from running, as in the daemon. Raises
    RunFailedError with the first failed step's problem, or whatever else ended it, and
    KeyboardInterrupt where somebody stopped it.
    """
    run_id = make_new_run_id()
    try:
        result = job.execute_in_process(
            instance=instance,
            run_id=run_id,
            raise_on_error=False,
            partition_key=partition,
            # The repository tag lists the run under its job in the UI, beside the daemon's runs.
            # Whose run it is stands there from its first moment: a kill may come at any.
            tags={
                REPOSITORY_LABEL_TAG: f"__repository__@{LOCATION}",
                **owner_tags(run_id),
                **WATCHED,
                **tags,
            },
            resources=dict(resources),
            # The instance keeps every event; the terminal is for progress and for errors.
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    except HeyanError:
        raise
    except Exception as e:
        raise RunFailedError(error_problem(job.name, partition, e)) from e
    if was_interrupted(result.all_events):
        raise KeyboardInterrupt
    if not result.success:
        raise RunFailedError(run_problem(job.name, partition, result.all_events))


@contextmanager
def failure_told(told: ProgressFiles, entry: BatchEntry, partition: str) -> Iterator[None]:
    """Whoever follows the batch's progress hears what ended a run over the partition."""
    try:
        yield
    except HeyanError as e:
        told.failed(entry, partition, e.problem)
        raise
    except (KeyboardInterrupt, dg.DagsterExecutionInterruptedError):
        told.failed(entry, partition, INTERRUPTION)
        raise


def latest_materializations(instance: dg.DagsterInstance, asset: dg.AssetKey) -> dict[str, int]:
    """For each partition, the place of its last materialization in the event log."""
    return dict(
        instance.event_log_storage.get_latest_storage_id_by_partition(
            asset, dg.DagsterEventType.ASSET_MATERIALIZATION
        )
    )


def next_attempt(instance: dg.DagsterInstance, batch_id: str) -> int:
    """1 for the first attempt at a batch, then one more than any before.

    Of all its runs: the last may be one that concluded it, or that a changed rule started. An
    attempt of which a run was made but not queued yet is the same still: what queues them was
    broken off (the database went away), and its run keys must not make them twice.
    """
    runs = instance.get_runs(dg.RunsFilter(tags={BATCH_TAG: batch_id}))
    last = max((int(run.tags.get(ATTEMPT_TAG, "0")) for run in runs), default=0)
    unqueued = {
        run.tags.get(ATTEMPT_TAG)
        for run in runs
        if run.status is dg.DagsterRunStatus.NOT_STARTED and run.parent_run_id is None
    }
    return last if str(last) in unqueued else last + 1
