"""A notice changes for 2,000 applicants: what does the daemon run, and how long does it take?

    python -m benchmarks.notice_change
    python -m benchmarks.notice_change --applicants 400 --batches 2 --shard 100

Applicants are made as records (benchmarks/crowd), dealt into batches and shards of a real
installation, and judged once. Then its daemon runs, and three things change: a date of the
notice, a body of the whitelist, an official result of one patent. Each time the daemon finds out
by itself. Printed are the steps of its runs, from the instance, with their seconds, and the time
from the change to the last run's end. Exit status 1 where a step before judging ran (no page is
read and no document found again), where the steps are not those that `heyan plan` named before,
where a shard ran that the change does not concern, or where the notice took longer than --limit.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dagster as dg

from benchmarks.changes.installation import (
    Installation,
    Run,
    instance_of,
    last_place,
    runs_after,
    wait_until_done,
)
from verifiers.cnipa.files import append_records, load_records

_NOTICE = "verifiers/notices/xinxiang-2024-22.yaml"
_WHITELIST = "verifiers/authorities/authorities.yaml"
_CONCLUDING = ("footprints", "cross_findings", "verdicts", "rosters", "review_queue")
_PATIENCE = 600.0
"""Seconds after which the daemon is given up."""


def main() -> int:
    """Fill, change, watch, print; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=2000)
    parser.add_argument("--batches", type=int, default=2)
    parser.add_argument("--shard", type=int, default=200)
    parser.add_argument("--limit", type=float, default=60, help="seconds for the notice")
    parser.add_argument("--work", type=Path, help="an empty folder that is kept")
    chosen = parser.parse_args()
    root = chosen.work or Path(tempfile.mkdtemp(prefix="notice-change-"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the daemon ends with us
    try:
        installation = Installation(root)
        sizes = [f"--{one}={getattr(chosen, one)}" for one in ("applicants", "batches", "shard")]
        print(installation.python("benchmarks.changes.filled", *sizes), end="")
        with instance_of(installation) as instance, installation.daemon():
            return _changes(installation, instance, chosen.limit)
    finally:
        if chosen.work is None:
            shutil.rmtree(root, ignore_errors=True)


def _changes(installation: Installation, instance: dg.DagsterInstance, limit: float) -> int:
    _wait_for_daemon(instance)
    registers = installation.state / "registers"
    every = {one["batch"] for one in installation.plan()["batches"]}

    def notice() -> None:
        installation.edit(_NOTICE, "service_start_certain: 1999", "service_start_certain: 1996")

    def whitelist() -> None:
        installation.edit(_WHITELIST, "authorities:", "# edited\nauthorities:")

    def result() -> None:
        record = load_records(registers)[0]
        append_records(registers, [replace(record, legal_status="终止", title="另一名称")])

    well = _change(installation, instance, "notice", notice, {"findings"}, every, limit)
    well &= _change(installation, instance, "whitelist", whitelist, {"findings"}, every, None)
    of_register = {"patent_register", "findings"}
    well &= _change(installation, instance, "CNIPA result", result, of_register, None, None)
    return 0 if well else 1


def _change(
    installation: Installation,
    instance: dg.DagsterInstance,
    name: str,
    change: Callable[[], None],
    judging: set[str],
    every: set[str] | None,
    limit: float | None,
) -> bool:
    """Make a change and hold what the daemon does against what may happen and what was planned."""
    place, start = last_place(instance), time.time()
    change()
    planned = [one for one in installation.plan()["batches"] if not one["up_to_date"]]
    batches = {one["batch"] for one in planned}
    end = wait_until_done(instance, place, batches, _PATIENCE) if batches else None
    runs = runs_after(instance, place)
    print(f"\n{name}: {', '.join(sorted(batches))}")
    for run in runs:
        _show(run)
    if end is None:
        print("  the daemon did not get there")
        return False
    steps = {step for run in runs for step, _ in run.steps}
    shards = {
        one for run in runs if run.steps and run.steps[0][0] in judging for one in run.partitions
    }
    named = {step for one in planned for key in ("steps", "perhaps") for step in one["daemon"][key]}
    print(f"  from the change to the end  {end - start:.1f} s")
    print(f"  of it in runs               {sum(run.seconds for run in runs):.1f} s")
    print(f"  shards judged again         {len(shards)}")
    checks = {
        "every run succeeded": all(run.succeeded for run in runs),
        "only judging and onward ran": steps <= judging | set(_CONCLUDING),
        "as heyan plan said": steps <= named,
        "those concerned and no other": (
            batches == every if every is not None else len(batches) == len(shards) == 1
        ),
        "nothing is left to do": not any(
            not one["up_to_date"] for one in installation.plan()["batches"]
        ),
    }
    if limit is not None:
        checks[f"within {limit:.0f} s"] = end - start <= limit
    for said, holds in checks.items():
        print(f"  {'✓' if holds else '✕'} {said}")
    return all(checks.values())


def _show(run: Run) -> None:
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in run.steps)
    partitions = (
        f"{run.partitions[0]} … {run.partitions[-1]} ({len(run.partitions)})"
        if len(run.partitions) > 1
        else "".join(run.partitions)
    )
    print(f"  {run.job} {partitions}: {steps}")


def _wait_for_daemon(instance: dg.DagsterInstance) -> None:
    """Until the sensor that watches what changed has looked once."""
    until = time.time() + _PATIENCE
    while time.time() < until:
        states = instance.all_instigator_state()
        if any(one.instigator_name == "changed_rules" for one in states):
            ticked = [
                one
                for one in states
                if one.instigator_name == "changed_rules"
                and getattr(one.instigator_data, "last_tick_timestamp", None)
            ]
            if ticked:
                return
        time.sleep(1)
    raise SystemExit("the daemon's sensors did not start")


if __name__ == "__main__":
    sys.exit(main())
