"""Promises about what people change: notices, whitelist, imported results.

Evaluated every morning (`pipeline.schedules`) and by hand in the UI. A file that cannot be read
is an error, which fails the run, so that an alert goes out; one that is about to be out of date
is a warning.
"""

import datetime as dt
from collections.abc import Sequence

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from evidence.errors import DataError, Problem
from pipeline.resources import Heyan
from pipeline.rule_files import (
    days_left,
    notice_table,
    out_of_date,
    read_rule_files,
    today,
)
from pipeline.sources import authority_whitelist, cnipa_results, notice_rules
from pipeline.tables import table
from verifiers.cnipa.files import load_records

ENDING_DAYS = 30
"""So long before the newest notice ends, somebody should have the next one's file ready."""
WHITELIST_DAYS = 400
"""A whitelist that nobody touched for longer was not looked through for this season."""
_LOOKED_BACK = 100


@dg.asset_check(
    asset=notice_rules.key,
    blocking=True,
    description="Every notice file can be read, and names every rule.",
)
def notice_files_valid() -> dg.AssetCheckResult:
    """Errors with code and sentence."""
    files = read_rule_files()
    return _without_problems(files.notice_problems, {"notices": len(files.notices)})


@dg.asset_check(
    asset=notice_rules.key,
    description=f"The newest notice is in force, and for {ENDING_DAYS} days to come.",
)
def notice_in_force() -> dg.AssetCheckResult:
    """A warning: a batch of last year may well be judged by last year's notice."""
    files, day = read_rule_files(), today()
    newest = files.newest
    left = days_left(newest, day) if newest else -1
    begun = newest is not None and newest.effective_from <= day
    return dg.AssetCheckResult(
        passed=begun and left >= ENDING_DAYS,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"days_left": left, "notices": notice_table(files.notices, day)},
    )


@dg.asset_check(
    asset=authority_whitelist.key,
    blocking=True,
    description="The whitelist can be read, and is consistent.",
)
def whitelist_valid() -> dg.AssetCheckResult:
    """Errors with code and sentence."""
    files = read_rule_files()
    return _without_problems(files.whitelist_problems, {"authorities": len(files.authorities)})


@dg.asset_check(
    asset=authority_whitelist.key,
    description=f"Somebody worked on the whitelist within {WHITELIST_DAYS} days.",
)
def whitelist_current(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """A warning: go through the list; any change to the file, a comment too, says that it was."""
    since = unchanged_since(context.instance, authority_whitelist.key)
    age = (dt.datetime.now(dt.UTC) - since).days if since else 0
    aged = out_of_date(read_rule_files().authorities, today())
    return dg.AssetCheckResult(
        passed=age <= WHITELIST_DAYS,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "unchanged_days": age,
            "seen_first": since.isoformat(timespec="seconds") if since else "never",
            "entries_out_of_date": table(
                ["authority", "valid until", "uncertain after"],
                [(one.name, one.valid_until or "", one.uncertain_after or "") for one in aged],
            ),
        },
    )


@dg.asset_check(
    asset=cnipa_results.key,
    blocking=True,
    description="Every imported official record can be read.",
)
def official_records_readable(heyan: Heyan) -> dg.AssetCheckResult:
    """A damaged file would keep every shard that claims a patent from being judged."""
    try:
        records = load_records(heyan.home.registers)
    except DataError as e:
        return _without_problems([e.problem], {"records": 0})
    return _without_problems([], {"records": len(records)})


def unchanged_since(instance: dg.DagsterInstance, source: dg.AssetKey) -> dt.datetime | None:
    """When the version that a source has now was first seen; None where none was seen yet."""
    seen = instance.fetch_observations(source, limit=_LOOKED_BACK).records
    versions = [
        (one.asset_observation.tags.get(DATA_VERSION_TAG), one.timestamp)
        for one in seen
        if one.asset_observation
    ]
    first = None
    for version, at in versions:
        if version != versions[0][0]:
            break
        first = dt.datetime.fromtimestamp(at, dt.UTC)
    return first


def _without_problems(problems: Sequence[Problem], counts: dict[str, int]) -> dg.AssetCheckResult:
    rows = [(one.code, one.zh, one.en) for one in problems]
    return dg.AssetCheckResult(
        passed=not problems,
        metadata={**counts, "problems": table(["code", "reason", "in English"], rows)},
    )


source_checks = [
    notice_files_valid,
    notice_in_force,
    whitelist_valid,
    whitelist_current,
    official_records_readable,
]
