"""What follows when a run ends badly: the progress of its batch says so, and an alert is due."""

import datetime as dt
from collections.abc import Callable

import dagster as dg
from dagster._core.storage.tags import WILL_RETRY_TAG

from evidence.errors import HeyanError, Problem
from pipeline.alert_sensor import mark_due
from pipeline.batches import BatchEntry
from pipeline.failures import INTERRUPTION, run_problem
from pipeline.partitions import BATCHES, batch_of
from pipeline.resources import Heyan
from pipeline.run_notes import note_problem
from pipeline.run_tags import partitions_of, whole_of
from pipeline.watching import RUNNING

_SECONDS = 15

# Runs of the command line name no code location, so every location is watched.


@dg.run_failure_sensor(
    description="Tells the batch's progress why a run failed, and has it alerted.",
    monitor_all_code_locations=True,
    minimum_interval_seconds=_SECONDS,
    default_status=RUNNING,
)
def failed_runs(context: dg.RunFailureSensorContext, heyan: Heyan) -> None:
    """Tells why a run failed for good, and has it alerted; one that starts again has not failed."""
    if context.dagster_run.tags.get(WILL_RETRY_TAG) == "true":
        return
    mark_due(context.instance, context.dagster_run.run_id)
    events = [*context.get_step_failure_events(), context.failure_event]
    _tell(context, heyan, lambda job, partition: run_problem(job, partition, events))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.CANCELED,
    description="Tells the batch's progress that somebody stopped a run.",
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
    note_problem(context.instance, run, problem(run.job_name, whole_of(context.instance, run)))
    record = context.instance.get_run_record_by_id(run.run_id)
    ended = record.end_time if record else None
    at = dt.datetime.fromtimestamp(ended, dt.UTC) if ended else None
    told = heyan.progress(context.log, run.run_id)
    for partition in partitions_of(context.instance, run.tags):
        entry = _entry(context.instance, heyan, partition)
        if entry is not None:
            told.failed(entry, partition, problem(run.job_name, partition), at)


def _entry(instance: dg.DagsterInstance, heyan: Heyan, partition: str) -> BatchEntry | None:
    """The batch of a partition; None where it is forgotten by now, or its entry is damaged."""
    is_batch = instance.has_dynamic_partition(BATCHES, partition)
    try:
        return heyan.batch(partition if is_batch else batch_of(partition))
    except (HeyanError, ValueError):
        return None
