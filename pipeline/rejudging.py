"""Judging again those whom official results concern, and nobody else's pages, shards or batches.

A batch is behind where it claims a patent of new results, and its verdicts rest on other records
than the registers hold now. Its shards that claim one are judged again (200 uploads take less
than a second), then the batch is decided again from what is recorded of the other shards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import dagster as dg

from evidence.applications import Application
from evidence.errors import DataError, HeyanError, Problem
from evidence.findings import Verdict
from evidence.register import OfficialRecord
from evidence.uploads import Upload
from pipeline.batches import BatchEntry, find_batch, known_batches
from pipeline.home import Home
from pipeline.jobs import bring_up_to_date, conclude_batch, decide_batch, judge_shard
from pipeline.official.kept import is_brought
from pipeline.planning.failed import failed_shards
from pipeline.planning.history import History
from pipeline.planning.outdated import INPUTS
from pipeline.planning.work import look_at
from pipeline.progress_files import ProgressFiles
from pipeline.run_tags import batch_tags
from pipeline.runs import (
    execute,
    failure_told,
    next_attempt,
)
from pipeline.stages.register import as_spoken, claimed_records
from pipeline.stored_records import records_so_far
from verifiers.cnipa.files import load_records
from verifiers.cnipa.register import number_key


@dataclass(frozen=True, slots=True)
class Concerned:
    """A batch that claims one of some patents: who claims which, and what is behind.

    `claimants` are the 申报编号 by patent (its digits); `behind` the shards to be judged again,
    `undecided` whether the batch has to be decided again; `unfinished` says that it was never
    processed to the end, so that its own run will take the results into account.
    """

    entry: BatchEntry
    claimants: Mapping[str, tuple[str, ...]]
    behind: tuple[str, ...] = ()
    undecided: bool = False
    unfinished: bool = False

    @property
    def applicants(self) -> tuple[str, ...]:
        """Everybody who claims one of the patents, sorted."""
        return tuple(sorted({one for claimants in self.claimants.values() for one in claimants}))


def concerned_batches(
    home: Home,
    instance: dg.DagsterInstance,
    numbers: Collection[str],
    damaged: Callable[[HeyanError], None],
) -> list[Concerned]:
    """Every batch in which somebody claims one of these patents, by id.

    Of one whose entry or records are damaged `damaged` hears, by name; the others go on without.
    """
    look = _look(home, instance, numbers)
    found = []
    for batch in known_batches(home):
        try:
            found.append(look(batch))
        except HeyanError as e:
            damaged(DataError(_of_batch(batch, e.problem)))
    return [one for one in found if one is not None]


def concerned_batch(
    home: Home, instance: dg.DagsterInstance, numbers: Collection[str], batch: str
) -> Concerned | None:
    """The batch as it is now, where somebody in it claims one of these patents.

    Raises DataError (`E-RECORD`) where its entry or its records are damaged.
    """
    return _look(home, instance, numbers)(batch)


def _look(
    home: Home, instance: dg.DagsterInstance, numbers: Collection[str]
) -> Callable[[str], Concerned | None]:
    """Looks at one batch after the other; what they share is read once."""
    keys = {key for key in map(number_key, numbers) if key is not None}
    imported = [one for one in load_records(home.registers) if is_brought(one)]
    history = History(instance, home)

    def look(batch: str) -> Concerned | None:
        if not keys:
            return None
        return _concerned(home, find_batch(home, batch), keys, imported, history)

    return look


def _of_batch(batch: str, problem: Problem) -> Problem:
    return Problem(problem.code, f"批次 {batch}：{problem.zh}", f"Batch {batch}: {problem.en}")


def _concerned(
    home: Home,
    entry: BatchEntry,
    keys: Collection[str],
    imported: Sequence[OfficialRecord],
    history: History,
) -> Concerned | None:
    claimants: dict[str, list[str]] = {}
    behind = []
    registers, judged = history.latest("patent_register"), history.latest("findings")
    for shard in entry.shards:
        applications = records_so_far(home, "applications", shard, Application)
        claiming = _claimants(applications, keys)
        for key, names in claiming.items():
            claimants.setdefault(key, []).extend(names)
        if claiming and (
            _brought(home, shard) != _spoken(home, shard, claimed_records(imported, applications))
            or history.looked("findings", shard) < registers.get(shard, 0)
        ):
            behind.append(shard)
    if not claimants:
        return None
    judged_shards = [judged.get(shard, 0) for shard in entry.shards]
    unfinished = not all(judged_shards) or not history.latest("verdicts").get(entry.id, 0)
    return Concerned(
        entry,
        {key: tuple(names) for key, names in sorted(claimants.items())},
        tuple(behind),
        undecided=bool(behind) or _is_behind(history, entry),
        unfinished=unfinished,
    )


def _is_behind(history: History, entry: BatchEntry) -> bool:
    """Whether findings are newer than what was decided last."""
    return history.concluded(entry.id) < max(
        history.latest("findings").get(shard, 0) for shard in entry.shards
    )


def _claimants(applications: Sequence[Application], keys: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for application in applications:
        claimed = {number_key(claim.patent_number) for claim in application.claims}
        for key in claimed & set(keys):
            if key is not None:
                found.setdefault(key, []).append(application.id)
    return found


def _brought(home: Home, shard: str) -> list[OfficialRecord]:
    """The imported records on which the shard was judged last."""
    records = records_so_far(home, "patent_register", shard, OfficialRecord)
    return [record for record in records if is_brought(record)]


def _spoken(home: Home, shard: str, records: Sequence[OfficialRecord]) -> list[OfficialRecord]:
    """Imported records as the shard's register holds them."""
    return as_spoken(home, records_so_far(home, "uploads", shard, Upload), records)


def judge_again(
    home: Home, instance: dg.DagsterInstance, concerned: Concerned, told: ProgressFiles
) -> bool:
    """Bring a finished batch up to what the registers hold. Whoever calls holds the batch.

    Its other shards are brought up to the rules of now first: no list is made of old and new
    ones. False where that cannot be, because files wait to be taken or read: nothing is decided
    then.
    Raises RunFailedError where a run fails; calling it again goes on from there.
    """
    entry = concerned.entry
    tags = batch_tags(entry, next_attempt(instance, entry.id))
    # Somebody judged it, and what shows only across applicants was not compared since.
    uncompared = _is_behind(History(instance, home), entry)
    for shard in concerned.behind:
        with failure_told(told, entry, shard):
            _execute(instance, judge_shard.name, shard, tags)
    if not concerned.undecided:
        return True
    brought = _brought_up_to_date(home, instance, entry, tags, told)
    waits = any(state.waits for state in look_at(home, instance).states(entry))
    if waits or failed_shards(instance, entry):
        return False
    with failure_told(told, entry, entry.id):
        job = conclude_batch if brought or uncompared else decide_batch
        _execute(instance, job.name, entry.id, tags)
    return True


def _brought_up_to_date(
    home: Home,
    instance: dg.DagsterInstance,
    entry: BatchEntry,
    tags: Mapping[str, str],
    told: ProgressFiles,
) -> bool:
    """Compute again what rests on older rules; whether anything did.

    What comes out otherwise has others follow it, each asset once at most.
    """
    for done in range(len(INPUTS)):
        stale = [one for one in look_at(home, instance).states(entry) if one.stale]
        if not stale:
            return bool(done)
        for state in stale:
            with failure_told(told, entry, state.key):
                _execute(instance, bring_up_to_date.name, state.key, tags, state.stale)
    return True


def verdicts_of(home: Home, batch: str) -> dict[str, Verdict]:
    """The verdicts of a batch as they were decided last, by 申报编号."""
    return {one.application: one for one in records_so_far(home, "verdicts", batch, Verdict)}


def _execute(
    instance: dg.DagsterInstance,
    job: str,
    partition: str,
    tags: Mapping[str, str],
    assets: Collection[str] = (),
) -> None:
    """Execute a job, or those of its steps that compute these `assets`."""
    # The definitions have the job by which dropped results are taken, which comes here.
    from pipeline.definitions import defs  # noqa: PLC0415

    whole = defs.resolve_job_def(job)
    chosen = whole.get_subset(asset_selection=set(map(dg.AssetKey, assets))) if assets else whole
    execute(instance, chosen, partition, tags, {})
