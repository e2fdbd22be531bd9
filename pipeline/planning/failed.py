"""Shards whose last check failed, and whose files nobody took since: nobody concludes on those."""

from __future__ import annotations

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from pipeline.batches import BatchEntry
from pipeline.jobs import check_shard

_MADE_GOOD = ("uploads", "findings")
"""What a later run must have made: judging what was taken the time before is no check."""


def failed_shards(instance: dg.DagsterInstance, entry: BatchEntry) -> list[str]:
    """The shards of a batch whose last check did not end well, or did not end.

    A failure is history where the shard's files were taken since that attempt began, and its
    findings written after it: somebody stopped an attempt, and another one came to the end.
    """
    return [shard for shard in entry.shards if _failed(instance, shard)]


def _failed(instance: dg.DagsterInstance, shard: str) -> bool:
    checks = dg.RunsFilter(job_name=check_shard.name, tags={PARTITION_NAME_TAG: shard})
    for last in instance.get_run_records(checks, limit=1):
        run = last.dagster_run
        if run.status is dg.DagsterRunStatus.SUCCESS:
            return False
        begun = _place(instance, run.root_run_id or run.run_id)
        taken, judged = (_made_by(instance, one, shard) for one in _MADE_GOOD)
        return not run.is_finished or taken < begun or judged <= last.storage_id
    return False


def _made_by(instance: dg.DagsterInstance, asset: str, shard: str) -> int:
    """The place, among all runs, of the one that wrote an asset of the shard; 0 where none did."""
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[shard])
    for one in instance.fetch_materializations(wanted, limit=1).records:
        return _place(instance, one.run_id)
    return 0


def _place(instance: dg.DagsterInstance, run: str) -> int:
    """The place of a run among all; 0 where it is gone."""
    record = instance.get_run_record_by_id(run)
    return record.storage_id if record is not None else 0
