"""Shards whose last check failed after their findings were written: nobody concludes on those."""

from __future__ import annotations

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from pipeline.batches import BatchEntry
from pipeline.jobs import check_shard


def failed_shards(instance: dg.DagsterInstance, entry: BatchEntry) -> list[str]:
    """The shards of a batch whose last check did not end well, or did not end.

    A failure before the findings of now is history: somebody stopped an attempt, and another
    one came to the end.
    """
    return [shard for shard in entry.shards if _failed(instance, shard)]


def _failed(instance: dg.DagsterInstance, shard: str) -> bool:
    checks = dg.RunsFilter(job_name=check_shard.name, tags={PARTITION_NAME_TAG: shard})
    for last in instance.get_run_records(checks, limit=1):
        if last.dagster_run.status is not dg.DagsterRunStatus.SUCCESS:
            return not last.dagster_run.is_finished or last.storage_id >= _judged_by(
                instance, shard
            )
    return False


def _judged_by(instance: dg.DagsterInstance, shard: str) -> int:
    """The place, among all runs, of the one that wrote the shard's findings; 0 where none did."""
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey("findings"), asset_partitions=[shard])
    for one in instance.fetch_materializations(wanted, limit=1).records:
        run = instance.get_run_record_by_id(one.run_id)
        if run is not None:
            return run.storage_id
    return 0
