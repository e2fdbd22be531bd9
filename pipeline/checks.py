"""Promises that every run keeps or fails: declared here, evaluated by the assets themselves.

A blocking check that does not hold fails its run before anything downstream
is computed from it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import dagster as dg

from evidence.errors import Problem
from evidence.findings import Outcome, Verdict
from evidence.readings import PageStatus, UploadReading
from evidence.uploads import Upload, UploadOutcome
from pipeline.batches import BatchEntry
from pipeline.keeping.last_backup import LastBackup
from pipeline.keeping.verifying import StoredReport
from pipeline.stages.dossiers import BatchEvidence
from pipeline.steadiness import COMPARED, NOTABLE, Drift, Rate, drift
from pipeline.tables import table

UNREADABLE_SHARE = 0.05
"""Above this share of unreadable pages somebody should look at the scanner, not the pages."""

BACKUP_DAYS = 2
"""A nightly backup that did not come twice is for somebody to look at."""

_LISTED = 100
"""Names or problems that are listed; the counts are of all."""

pages_readable = dg.AssetCheckSpec(
    "pages_readable",
    asset="readings",
    description=f"At most {UNREADABLE_SHARE:.0%} of the pages could not be read.",
)
uploads_conserved = dg.AssetCheckSpec(
    "uploads_in_equal_statuses_out",
    asset="upload_outcomes",
    blocking=True,
    description="Every file of the shard has exactly one status.",
)
one_verdict_each = dg.AssetCheckSpec(
    "one_verdict_each",
    asset="verdicts",
    blocking=True,
    description="Every applicant of the batch has exactly one verdict.",
)
record_whole = dg.AssetCheckSpec(
    "record_whole",
    asset="record_verification",
    blocking=True,
    description="No event of the desk's record was changed, deleted or cut off.",
)
backup_made = dg.AssetCheckSpec(
    "backup_made",
    asset="record_verification",
    description=f"Where backups are made, the last whole one is at most {BACKUP_DAYS} days old.",
)
stored_whole = dg.AssetCheckSpec(
    "stored_files_whole",
    asset="stored_files_verification",
    blocking=True,
    description="Every stored file is there and as it was when it was stored.",
)
rate_steady = dg.AssetCheckSpec(
    "straight_through_rate_steady",
    asset="verdicts",
    description=f"About as many pass as in the {COMPARED} batches before: a difference of "
    f"{NOTABLE:.0%} or more, beyond what chance explains, is for somebody to look at.",
)
uploads_listed = dg.AssetCheckSpec(
    "every_file_listed",
    asset="rosters",
    blocking=True,
    description="Every file of the batch is in uploads.csv once.",
)


def share_readable(shard: str, readings: Sequence[UploadReading]) -> dg.AssetCheckResult:
    """Whether the share of unreadable pages is as usual."""
    pages = [page.page for reading in readings for page in reading.pages]
    unreadable = sum(page.status is PageStatus.UNREADABLE for page in pages)
    share = unreadable / len(pages) if pages else 0.0
    return dg.AssetCheckResult(
        check_name=pages_readable.name,
        passed=share <= UNREADABLE_SHARE,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{shard}: {unreadable} of {len(pages)} pages could not be read.",
        metadata={"unreadable": unreadable, "pages": len(pages), "share": share},
    )


def conserved(
    shard: str,
    planned: frozenset[str],
    uploads: Sequence[Upload],
    outcomes: Sequence[UploadOutcome],
) -> dg.AssetCheckResult:
    """Whether the files dealt to the shard, its uploads and their statuses are the same."""
    return _same_names(
        uploads_conserved.name,
        [shard],
        Counter(planned),
        Counter(upload.path for upload in uploads),
        Counter(outcome.upload.path for outcome in outcomes),
    )


def each_judged_once(
    entries: Sequence[BatchEntry], verdicts: Mapping[str, Collection[Verdict]]
) -> dg.AssetCheckResult:
    """Whether applicants and verdicts are the same, one for one."""
    return _same_names(
        one_verdict_each.name,
        [entry.id for entry in entries],
        Counter((entry.id, name) for entry in entries for name in entry.applicants),
        Counter((batch, v.application) for batch, decided in verdicts.items() for v in decided),
    )


def steady(
    verdicts: Mapping[str, Collection[Verdict]], before: Sequence[Rate]
) -> dg.AssetCheckResult:
    """Whether the share that passes without a person is about what it was."""
    rates = [
        Rate(batch, sum(one.outcome is Outcome.PASS for one in decided), len(decided))
        for batch, decided in verdicts.items()
    ]
    drifts = {rate.batch: drift(rate, before) for rate in rates}
    return dg.AssetCheckResult(
        check_name=rate_steady.name,
        passed=not any(one is not None and one.is_notable for one in drifts.values()),
        severity=dg.AssetCheckSeverity.WARN,
        description="; ".join(f"{one.batch}: {_interval(drifts[one.batch])}" for one in rates),
        metadata={
            "now": table(_RATE, [(*_shown(one), _interval(drifts[one.batch])) for one in rates]),
            "before": table(_RATE, [(*_shown(one), "") for one in before]),
        },
    )


_RATE = ["batch", "passed", "applicants", "rate", "difference (99 % interval)"]


def _shown(rate: Rate) -> tuple[str, int, int, str]:
    share = f"{rate.passed / rate.applicants:.1%}" if rate.applicants else "–"
    return rate.batch, rate.passed, rate.applicants, share


def _interval(one: Drift | None) -> str:
    if one is None:
        return "nothing to compare"
    return f"{one.difference:+.1%} ({one.low:+.1%} … {one.high:+.1%})"


def all_listed(entries: Sequence[BatchEntry], evidence: BatchEvidence) -> dg.AssetCheckResult:
    """Whether the files that came in are those that uploads.csv lists."""
    return _same_names(
        uploads_listed.name,
        [entry.id for entry in entries],
        Counter(
            (entry.id, path)
            for entry in entries
            for plan in entry.shards.values()
            for path in plan.files
        ),
        Counter(
            (entry.id, outcome.upload.path)
            for entry in entries
            for outcome in evidence.all_outcomes(entry)
        ),
    )


def unbroken(breaks: Sequence[Problem]) -> dg.AssetCheckResult:
    """Whether the record is whole. Where it is not, the run fails and an alert goes out."""
    return dg.AssetCheckResult(
        check_name=record_whole.name,
        passed=not breaks,
        metadata={"breaks": table(["code", "reason"], [(one.code, one.zh) for one in breaks])},
    )


def backed_up(last: LastBackup | None, now: dt.datetime) -> dg.AssetCheckResult:
    """Whether backups go on; nothing to say where none was ever made."""
    if last is None:
        told = "从未用 heyan backup 备份过。 No backup was ever made by heyan backup."
        return dg.AssetCheckResult(check_name=backup_made.name, passed=True, description=told)
    recent = now - last.made_at <= dt.timedelta(days=BACKUP_DAYS)
    at = f"{last.made_at.astimezone():%Y-%m-%d %H:%M %z}"
    zh, en = f"最近一次完整备份：{at}。", f" The last whole backup began at {at}."
    if not recent:
        zh, en = f"{zh}请检查定时任务的输出。", f"{en} Look at what cron's job says."
    return dg.AssetCheckResult(
        check_name=backup_made.name,
        passed=recent,
        severity=dg.AssetCheckSeverity.WARN,
        description=zh + en,
        metadata={
            "folder": dg.MetadataValue.path(last.folder),
            "problems": "、".join(last.problems),
        },
    )


def as_stored(report: StoredReport) -> dg.AssetCheckResult:
    """Whether nothing stored was lost or changed. Where it was, the run fails and alerts."""
    return dg.AssetCheckResult(
        check_name=stored_whole.name,
        passed=report.ok,
        metadata={
            "found": report.found,
            "problems": table(
                ["code", "reason"], [(one.code, one.zh) for one in report.problems[:_LISTED]]
            ),
        },
    )


def _same_names(
    check: str, partitions: Sequence[str], *counts: Counter[object]
) -> dg.AssetCheckResult:
    wrong = sorted(
        {str(name) for name in _union(counts) if {count[name] for count in counts} != {1}}
    )
    return dg.AssetCheckResult(
        check_name=check,
        passed=not wrong,
        description=f"{', '.join(partitions)}: {counts[0].total()} in, {counts[-1].total()} out.",
        metadata={
            "expected": counts[0].total(),
            "found": counts[-1].total(),
            "wrong": table(["name"], [[name] for name in wrong[:_LISTED]]),
        },
    )


def _union(counts: Iterable[Counter[object]]) -> set[object]:
    return {name for count in counts for name in count}
