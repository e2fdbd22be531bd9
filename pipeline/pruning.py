"""Taking old runs out of Dagster's history, and never one that anything still rests on.

Sensors and `heyan plan` ask for the last materialization and observation of each partition: the
run that made it stays, however old. What Heyan itself recorded is not touched by any of this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage

from evidence.errors import MachineError, Problem

KEEP_VARIABLE = "HEYAN_KEEP_RUNS_DAYS"
_DEFAULT_DAYS = 400
"""A season and the one before stand side by side."""
_FEWEST_DAYS = 30
_AT_ONCE = 200
_FINISHED = [
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]


@dataclass(frozen=True, slots=True)
class Pruned:
    """Old runs that went, and old runs that stay because something rests on them."""

    deleted: int
    kept: int


def days_kept(environment: Mapping[str, str]) -> int:
    """For how many days runs are kept; 0 for ever.

    Raises MachineError (`E-KEEP-RUNS`) for anything but 0 or a number of at least 30.
    """
    text = environment.get(KEEP_VARIABLE, "").strip() or str(_DEFAULT_DAYS)
    if not text.isdecimal() or 0 < int(text) < _FEWEST_DAYS:
        raise MachineError(
            Problem(
                "E-KEEP-RUNS",
                f"{KEEP_VARIABLE} 应为 0（永久保留）或不小于 {_FEWEST_DAYS} 的天数，请更正后重启服务。",
                f"{KEEP_VARIABLE} must be 0 (for ever) or at least {_FEWEST_DAYS} days; "
                "correct it and restart.",
            )
        )
    return int(text)


def prune(instance: dg.DagsterInstance, before: dt.datetime) -> Pruned:
    """Delete the finished runs created before then that nothing rests on."""
    needed = {
        run for asset in instance.get_asset_keys() for run in _last_runs(instance, asset, before)
    }
    old = instance.get_run_ids(dg.RunsFilter(statuses=_FINISHED, created_before=before))
    gone = [run for run in old if run not in needed]
    for run in gone:
        instance.delete_run(run)
        _delete_file(instance, run)
    return Pruned(len(gone), len(old) - len(gone))


def _last_runs(
    instance: dg.DagsterInstance, asset: dg.AssetKey, before: dt.datetime
) -> Iterator[str]:
    """The runs before then that made an asset's last materializations and observations."""
    log, stamp = instance.event_log_storage, before.timestamp()
    for kind, fetch in (
        (dg.DagsterEventType.ASSET_MATERIALIZATION, instance.fetch_materializations),
        (dg.DagsterEventType.ASSET_OBSERVATION, instance.fetch_observations),
    ):
        latest = iter(log.get_latest_storage_id_by_partition(asset, kind).values())
        while ids := list(islice(latest, _AT_ONCE)):
            wanted = dg.AssetRecordsFilter(asset_key=asset, storage_ids=ids, before_timestamp=stamp)
            for record in fetch(wanted, limit=len(ids)).records:
                yield record.run_id


def _delete_file(instance: dg.DagsterInstance, run: str) -> None:
    """On SQLite each run has a file, which Dagster empties and leaves."""
    log = instance.event_log_storage
    if isinstance(log, SqliteEventLogStorage):
        file = Path(log.path_for_shard(run))
        for one in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
            one.unlink(missing_ok=True)
