"""What follows when a run ends badly: the progress of its batch says so."""

import datetime as dt
from collections.abc import Callable, Iterator

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
    WILL_RETRY_TAG,
)

from evidence.errors import BatchError, Problem
from pipeline.batches import BatchEntry
from pipeline.failures import INTERRUPTION, run_problem
from pipeline.partitions import BATCHES, SHARDS, batch_of
from pipeline.resources import Heyan

_SECONDS = 15
RUNNING = dg.DefaultSensorStatus.RUNNING

# Runs of the command line name no code location, so every location is watched.


@dg.run_failure_sensor(
    monitor_all_code_locations=True, minimum_interval_seconds=_SECONDS, default_status=RUNNING
)
def failed_runs(context: dg.RunFailureSensorContext, heyan: Heyan) -> None:
    """Tells why a run failed for good; one that the daemon starts again has not."""
    if context.dagster_run.tags.get(WILL_RETRY_TAG) == "true":
        return
    events = [*context.get_step_failure_events(), context.failure_event]
    _tell(context, heyan, lambda job, partition: run_problem(job, partition, events))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.CANCELED,
    monitor_all_code_locations=True,
    minimum_interval_seconds=_SECONDS,
    default_status=RUNNING,
)
def canceled_runs(context: dg.RunStatusSensorContext, heyan: Heyan) -> None:
    """Tells that somebody stopped a run."""
    _tell(context, heyan, lambda _job, _partition: INTERRUPTION)


def _tell(
    context: dg.RunStatusSensorContext, heyan: Heyan, problem: Callable[[str, str], Problem]
) -> None:
    run = context.dagster_run
    record = context.instance.get_run_record_by_id(run.run_id)
    ended = record.end_time if record else None
    at = dt.datetime.fromtimestamp(ended, dt.UTC) if ended else None
    told = heyan.progress(context.log, run.run_id)
    for partition in _partitions(context.instance, run):
        entry = _entry(context.instance, heyan, partition)
        if entry is not None:
            told.failed(entry, partition, problem(run.job_name, partition), at)


def _partitions(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Iterator[str]:
    """The partitions that a run was for: one, or those from first to last."""
    if PARTITION_NAME_TAG in run.tags:
        yield run.tags[PARTITION_NAME_TAG]
    elif ASSET_PARTITION_RANGE_START_TAG in run.tags:
        first, last = (
            run.tags[tag]
            for tag in (ASSET_PARTITION_RANGE_START_TAG, ASSET_PARTITION_RANGE_END_TAG)
        )
        for keys in (instance.get_dynamic_partitions(name) for name in (SHARDS, BATCHES)):
            if first in keys and last in keys:
                yield from keys[keys.index(first) : keys.index(last) + 1]


def _entry(instance: dg.DagsterInstance, heyan: Heyan, partition: str) -> BatchEntry | None:
    """The batch of a partition; None where it is forgotten by now."""
    is_batch = instance.has_dynamic_partition(BATCHES, partition)
    try:
        return heyan.batch(partition if is_batch else batch_of(partition))
    except (BatchError, ValueError):
        return None
