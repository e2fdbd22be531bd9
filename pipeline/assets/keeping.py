"""What is looked after night by night, whether batches come or not.

Each has a time by which it must have happened: an asset that turns overdue in the UI says that
the daemon stood still, or that what it wanted to look after was not there.
"""

import datetime as dt
import os

import dagster as dg

from pipeline import checks, desk
from pipeline.keeping.last_backup import last_backup
from pipeline.keeping.verifying import Share, verify_stored
from pipeline.ownership import OF_RULES, OWNERS, UPKEEP
from pipeline.pruning import days_kept, prune
from pipeline.resources import Heyan
from pipeline.rule_files import figures_of_rules, read_rule_files, today
from pipeline.sources import authority_whitelist, notice_rules
from pipeline.tables import table

DAILY = dg.FreshnessPolicy.time_window(
    fail_window=dt.timedelta(days=3), warn_window=dt.timedelta(hours=36)
)
WEEKLY = dg.FreshnessPolicy.time_window(
    fail_window=dt.timedelta(days=22), warn_window=dt.timedelta(days=9)
)


@dg.asset(
    group_name="keeping",
    owners=OWNERS,
    tags=UPKEEP,
    kinds={"python"},
    check_specs=[checks.record_whole, checks.backup_made],
    freshness_policy=DAILY,
)
def record_verification(
    heyan: Heyan,
) -> dg.MaterializeResult:  # type: ignore[type-arg]  # Dagster takes [None] for one output of two
    """The desk's record of who did what, every link of it checked; and whether backups go on."""
    last, now = last_backup(heyan.home), dt.datetime.now(dt.UTC)
    report = desk.verify_and_note()
    return dg.MaterializeResult(
        metadata={
            "events": report.events,
            "last_link": report.head,
            "breaks": table(["code", "reason"], [(one.code, one.zh) for one in report.breaks]),
            "desk": dg.MetadataValue.url(desk.desk_address("record/")),
        },
        check_results=[checks.unbroken(report.breaks), checks.backed_up(last, now)],
    )


@dg.asset(
    group_name="keeping",
    owners=OWNERS,
    tags=UPKEEP,
    kinds={"file"},
    check_specs=[checks.stored_whole],
    freshness_policy=DAILY,
)
def stored_files_verification(
    heyan: Heyan,
) -> dg.MaterializeResult:  # type: ignore[type-arg]  # as above
    """A seventh of everything stored, hashed anew, another one each day; `heyan verify` does all."""
    # Whole, a season's store would keep batches waiting for hours.
    share = Share(today().toordinal() % 7, 7)
    report = verify_stored(heyan.home, share)
    return dg.MaterializeResult(
        metadata={
            "share": f"{share.part + 1}/{share.of}",
            "files": report.files,
            "bytes": report.total_bytes,
            "problems_found": report.found,
        },
        check_results=[checks.as_stored(report)],
    )


@dg.asset(
    group_name="rules",
    owners=OWNERS,
    tags=OF_RULES,
    kinds={"yaml"},
    deps=[notice_rules, authority_whitelist],
    freshness_policy=DAILY,
)
def rules_in_force(heyan: Heyan) -> dg.MaterializeResult[None]:  # noqa: ARG001  it tags the run
    """What the notices and the whitelist say as of today, and how long the newest notice lasts."""
    return dg.MaterializeResult(metadata=figures_of_rules(read_rule_files(), today()))


@dg.asset(
    group_name="keeping", owners=OWNERS, tags=UPKEEP, kinds={"python"}, freshness_policy=WEEKLY
)
def history_pruning(
    context: dg.AssetExecutionContext,
    heyan: Heyan,  # noqa: ARG001  it tags the run
) -> dg.MaterializeResult[None]:
    """Dagster's old runs taken away (HEYAN_KEEP_RUNS_DAYS); nothing that Heyan recorded."""
    days = days_kept(os.environ)
    if not days:
        return dg.MaterializeResult(metadata={"kept_days": "unlimited"})
    pruned = prune(context.instance, dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
    return dg.MaterializeResult(
        metadata={"kept_days": days, "deleted": pruned.deleted, "kept_old": pruned.kept}
    )
