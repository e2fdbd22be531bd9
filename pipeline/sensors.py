"""What starts by itself: batches from the inbox, their conclusion, changed rules, clean-up."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
)

from evidence.errors import BatchError, HeyanError, MachineError, Problem, UploadError
from evidence.inbox import PROGRESS, Stage
from pipeline.batches import BatchEntry, find_batch, take_batch, was_taken
from pipeline.file_versions import EXTRACTION, NOTICE, RULES, WHITELIST, foundations
from pipeline.home import Home
from pipeline.inbox import ReadyBatch, ready_batches, refusal_of, refuse_closed, write_refusal
from pipeline.jobs import bring_up_to_date, check_shard, conclude_batch
from pipeline.partitions import BATCHES, SHARDS, batch_of, batches, shards, shards_of
from pipeline.planning.asked import findings_state, noted_changes, noted_conclusions
from pipeline.planning.failed import failed_shards
from pipeline.planning.foundations import RESULTS
from pipeline.planning.history import History
from pipeline.planning.work import PlannedRun, due_work, look_at, runs_for, work_of
from pipeline.progress_files import read_progress
from pipeline.resources import Heyan
from pipeline.run_tags import batch_tags
from pipeline.runs import (
    active_runs,
    ask_again,
    clear_dead_runs,
    is_locked,
    next_attempt,
    renew_rules,
)
from pipeline.sources import (
    NO_RESULTS,
    cnipa_results,
    notice_rules,
    notices_by_shard,
    registers_version,
    results_by_shard,
)
from pipeline.watching import watch

BECAUSE_TAG = "heyan/because"
"""On a run that computes again: what changed."""


@watch(4, job=check_shard)
def inbox(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Takes each batch that is marked _READY and starts one run for each of its shards."""
    ready = ready_batches(heyan.home.inbox)
    refuse_closed(heyan.home.inbox)
    seen = _seen(heyan.home, context.cursor, ready)
    taken: list[BatchEntry] = []
    for batch in ready:
        if seen.get(batch.source.name) != batch.marked and not is_locked(
            heyan.home.locks, batch.source.stem
        ):
            seen[batch.source.name] = batch.marked
            taken += _taken(context, heyan, batch)
    names = {batch.source.name for batch in ready}
    return dg.SensorResult(
        run_requests=[
            request
            for entry in taken
            for request in shard_requests(entry, next_attempt(context.instance, entry.id))
        ],
        dynamic_partitions_requests=[
            request for entry in taken for request in _partition_requests(context.instance, entry)
        ],
        cursor=json.dumps({name: mark for name, mark in seen.items() if name in names}),
    )


def _seen(home: Home, cursor: str | None, ready: Sequence[ReadyBatch]) -> dict[str, int]:
    """The markers that were seen before, by name.

    A database that is new, after a restore or a move, has no cursor: then the batches' entries
    say what was taken, so that a season is not processed again. What had not come to an end
    has no runs in it either, and is taken once more.
    """
    if cursor is not None:
        seen: dict[str, int] = json.loads(cursor)
        return seen
    return {
        one.source.name: one.marked
        for one in ready
        if was_taken(home, one) and _has_ended(home, one.source.stem)
    }


def _has_ended(home: Home, batch: str) -> bool:
    told = read_progress(home.state / PROGRESS / f"{batch}.json")
    return told is not None and told.stage in (Stage.PUBLISHED, Stage.FAILED)


def _taken(
    context: dg.SensorEvaluationContext, heyan: Heyan, batch: ReadyBatch
) -> list[BatchEntry]:
    """The entry of the batch; none where it cannot be taken, and a note that says why."""
    try:
        entry = take_batch(batch.source, heyan.home)
    except (BatchError, UploadError) as e:
        _refuse(context, batch.source, e.problem)
        return []
    refusal_of(batch.source).unlink(missing_ok=True)
    heyan.progress(context.log).taken(entry)
    return [entry]


def _refuse(context: dg.SensorEvaluationContext, source: Path, problem: Problem) -> None:
    context.log.warning("%s: %s: %s", source.name, problem.code, problem.en)
    try:
        write_refusal(source, problem)
    except MachineError as e:
        if e.code == "E-DISK-FULL":
            raise
        # A name too long for a note stops no other batch; the log has it.
        context.log.warning("%s: %s", source.name, e)


def shard_requests(entry: BatchEntry, attempt: int) -> list[dg.RunRequest]:
    """One run a shard; the run key makes it one even where a tick is evaluated twice."""
    return [
        dg.RunRequest(
            run_key=f"{shard}#{attempt}",
            partition_key=shard,
            tags=batch_tags(entry, attempt),
        )
        for shard in entry.shards
    ]


def _partition_requests(
    instance: dg.DagsterInstance, entry: BatchEntry
) -> list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest]:
    known = shards_of(entry.id, list(instance.get_dynamic_partitions(SHARDS)))
    gone = [key for key in known if key not in entry.shards]
    return [
        *([shards.build_delete_request(gone)] if gone else []),
        shards.build_add_request(list(entry.shards)),
        batches.build_add_request([entry.id]),
    ]


@watch(4, job=conclude_batch)
def finished_shards(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Concludes a batch when all its shards have findings that rosters or desk do not show yet."""
    concluded = noted_conclusions(context.cursor)
    history = History(context.instance, heyan.home)
    found, requests = history.latest("findings"), []
    for batch_id in context.instance.get_dynamic_partitions(BATCHES):
        keys = shards_of(batch_id, list(context.instance.get_dynamic_partitions(SHARDS)))
        latest = [found.get(key, 0) for key in keys]
        state = findings_state(latest)
        if not keys or not all(latest) or concluded.get(batch_id) == state:
            continue
        if history.concluded(batch_id) < max(latest):
            try:
                entry = find_batch(heyan.home, batch_id)
            except HeyanError as e:
                context.log.warning("%s: %s: %s", batch_id, e.code, e.problem.en)
                continue
            if not _is_quiet(context.instance, heyan.home, entry) or _waits(
                context.instance, heyan.home, entry
            ):
                continue
            key, tags = f"{batch_id}@{state}", batch_tags(entry)
            requests.append(dg.RunRequest(run_key=key, partition_key=batch_id, tags=tags))
        concluded[batch_id] = state
    return dg.SensorResult(run_requests=requests, cursor=json.dumps(concluded))


def _is_quiet(instance: dg.DagsterInstance, home: Home, entry: BatchEntry) -> bool:
    """Whether nobody is at work on the batch, and no shard's last check failed."""
    at_work = is_locked(home.locks, entry.id) or active_runs(instance, entry)
    return not (at_work or failed_shards(instance, entry))


def _waits(instance: dg.DagsterInstance, home: Home, entry: BatchEntry) -> bool:
    """Whether shards are still to be read or judged again."""
    return any(state.waits for state in look_at(home, instance).states(entry))


@watch(60)
def rules_watch(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Notes new versions of rules, notices, whitelist and imported results, for the lineage."""
    files, instance = foundations(), context.instance
    whole = {name: files.version_of(name) for name in (RULES, EXTRACTION, WHITELIST)}
    now = whole | {
        NOTICE: repr((files.notices, files.newest, len(instance.get_dynamic_partitions(SHARDS)))),
        RESULTS: registers_version(heyan.home),
    }
    before: dict[str, str] = json.loads(context.cursor or "{}")
    changed = {name for name in now if before.get(name) != now[name]}
    events = [
        dg.AssetObservation(name, tags={DATA_VERSION_TAG: whole[name]})
        for name in sorted(changed & whole.keys())
    ]
    if NOTICE in changed:
        events += _changed(instance, notice_rules.key, notices_by_shard(heyan))
    if RESULTS in changed:
        events += _changed(instance, cnipa_results.key, results_by_shard(heyan))
    return dg.SensorResult(asset_events=events, cursor=json.dumps(now))


def _changed(
    instance: dg.DagsterInstance, source: dg.AssetKey, versions: Mapping[str, str]
) -> list[dg.AssetObservation]:
    """An observation for each shard whose version of the source is another than was noted."""
    noted = instance.event_log_storage.get_latest_tags_by_partition(
        source, dg.DagsterEventType.ASSET_OBSERVATION, [DATA_VERSION_TAG]
    )
    # A shard whose last result was withdrawn is concerned by none, and must be told of that.
    known = set(instance.get_dynamic_partitions(SHARDS))
    now = dict.fromkeys(known & noted.keys(), NO_RESULTS) | dict(versions)
    return [
        dg.AssetObservation(source, partition=shard, tags={DATA_VERSION_TAG: version})
        for shard, version in sorted(now.items())
        if noted.get(shard, {}).get(DATA_VERSION_TAG) != version
    ]


@watch(4, job=bring_up_to_date)
def changed_rules(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Computes again what rests on older rules, notices, lists or results; reads no page."""
    look = look_at(heyan.home, context.instance)
    noted = noted_changes(context.cursor)
    mark = look.mark()
    if mark == noted.mark:
        return dg.SensorResult(skip_reason="nothing changed since the last look")
    wanted, at_work = work_of(look), look.history.at_work()
    for batch, problem in look.damaged.items():
        context.log.warning("%s: %s: %s", batch, problem.code, problem.en)
    busy = {
        shard
        for shard in wanted
        if shard in at_work or is_locked(heyan.home.locks, batch_of(shard))
    }
    free = {shard: work for shard, work in wanted.items() if shard not in busy}
    due = due_work(free, noted.targets)
    asked = {shard: target for shard, target in noted.targets.items() if shard in wanted}
    asked |= {shard: work.target for shard, work in due.items()}
    order = context.instance.get_dynamic_partitions(SHARDS)
    return dg.SensorResult(
        run_requests=[_computing(run, noted.askings) for run in runs_for(due, order)],
        cursor=json.dumps(
            ["" if busy or due or look.damaged else mark, asked, noted.askings + bool(due)]
        ),
    )


def _computing(run: PlannedRun, askings: int) -> dg.RunRequest:
    """The run's key is another one at each asking; a tick that is evaluated twice asks once.

    Rules that are changed there, back, and there again want the same run a second time.
    """
    tags = {BECAUSE_TAG: run.because}
    if len(run.shards) > 1:
        tags[ASSET_PARTITION_RANGE_START_TAG] = run.shards[0]
        tags[ASSET_PARTITION_RANGE_END_TAG] = run.shards[-1]
    return dg.RunRequest(
        run_key=f"{run.key}#{askings}",
        partition_key=run.shards[0] if len(run.shards) == 1 else None,
        asset_selection=[dg.AssetKey(one) for one in run.assets],
        tags=tags,
    )


@watch(15)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Fails runs whose process is gone, so that they are started again (dagster.yaml)."""
    renew_rules(context.instance)
    told = [*clear_dead_runs(context.instance), *ask_again(context.instance)]
    return dg.SkipReason(f"told as failed: {', '.join(told)}" if told else "no dead runs")
