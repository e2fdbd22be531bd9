"""What runs by the clock: at night, when neither reviewers nor batches want the machine."""

from __future__ import annotations

import dagster as dg

from pipeline.assets import keeping
from pipeline.source_checks import source_checks

_ZONE = "Asia/Shanghai"
_LONG = {
    # However long a slow disk takes; stopped and begun again it would take the longer.
    "dagster/max_runtime": "0",
    "dagster/max_retries": "0",
    # After the batches that wait.
    "dagster/priority": "-1",
}

verify_record = dg.define_asset_job(
    "verify_record",
    selection=[keeping.record_verification],
    description="Checks every link of the desk's record; the same as `heyan audit verify`.",
)
verify_files = dg.define_asset_job(
    "verify_files",
    selection=[keeping.stored_files_verification],
    description="Hashes a seventh of everything stored anew; `heyan verify` does all of it.",
    tags=_LONG,
)
check_rules = dg.define_asset_job(
    "check_rules",
    selection=dg.AssetSelection.assets(keeping.rules_in_force)
    | dg.AssetSelection.checks(*source_checks),
    description="Looks whether notices, whitelist and imported results are valid and current.",
)
prune_history = dg.define_asset_job(
    "prune_history",
    selection=[keeping.history_pruning],
    description="Takes Dagster's old runs away; never what anything rests on.",
)
jobs = [verify_record, verify_files, check_rules, prune_history]


def _at(cron: str, job: dg.UnresolvedAssetJobDefinition, description: str) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(
        name=f"{job.name}_by_the_clock",
        job=job,
        cron_schedule=cron,
        execution_timezone=_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=description,
    )


schedules = [
    _at("30 1 * * *", verify_record, "Every night at 01:30."),
    _at("0 6 * * *", check_rules, "Every morning at 06:00."),
    _at("30 2 * * *", verify_files, "Every night at 02:30, a seventh of all."),
    _at("0 3 * * 0", prune_history, "On Sundays at 03:00."),
]
