"""What starts by itself: batches from the inbox, their conclusion, changed rules, clean-up."""

import hashlib
import json

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.storage.tags import PARTITION_NAME_TAG

from evidence.errors import BatchError
from pipeline.assets.concluding import review_queue, rosters
from pipeline.assets.judging import findings, patent_register
from pipeline.batches import BatchEntry, find_batch, take_batch
from pipeline.home import Home
from pipeline.inbox import ReadyBatch, ready_batches, refusal_of, write_refusal
from pipeline.jobs import check_shard, conclude_batch
from pipeline.partitions import BATCHES, SHARDS, batches, shards, shards_of
from pipeline.resources import Heyan
from pipeline.runs import (
    ATTEMPT_TAG,
    BATCH_TAG,
    active_runs,
    clear_dead_runs,
    is_locked,
    latest_materializations,
    next_attempt,
)
from pipeline.sources import cnipa_results, results_by_shard, versions

RUNNING = dg.DefaultSensorStatus.RUNNING
_NO_RESULTS = "none"
"""The version of the imported results for a shard that none concerns any more."""


@dg.sensor(job=check_shard, minimum_interval_seconds=15, default_status=RUNNING)
def inbox(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Takes each batch that is marked _READY and starts one run for each of its shards."""
    seen: dict[str, int] = json.loads(context.cursor or "{}")
    ready = ready_batches(heyan.home.inbox)
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


def _taken(
    context: dg.SensorEvaluationContext, heyan: Heyan, batch: ReadyBatch
) -> list[BatchEntry]:
    """The entry of the batch; none where it cannot be taken, and a note that says why."""
    try:
        entry = take_batch(batch.source, heyan.home)
    except BatchError as e:
        context.log.warning("%s: %s", batch.source.name, e)
        write_refusal(batch.source, e.problem)
        return []
    refusal_of(batch.source).unlink(missing_ok=True)
    heyan.progress(context.log).taken(entry)
    return [entry]


def shard_requests(entry: BatchEntry, attempt: int) -> list[dg.RunRequest]:
    """One run a shard; the run key makes it one even where a tick is evaluated twice."""
    return [
        dg.RunRequest(
            run_key=f"{shard}#{attempt}",
            partition_key=shard,
            tags={BATCH_TAG: entry.id, ATTEMPT_TAG: str(attempt)},
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


@dg.sensor(job=conclude_batch, minimum_interval_seconds=15, default_status=RUNNING)
def finished_shards(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Concludes a batch when all its shards have findings that rosters or desk do not show yet."""
    concluded: dict[str, str] = json.loads(context.cursor or "{}")
    found = latest_materializations(context.instance, findings.key)
    written, queued = (
        latest_materializations(context.instance, one.key) for one in (rosters, review_queue)
    )
    requests = []
    for batch_id in context.instance.get_dynamic_partitions(BATCHES):
        keys = shards_of(batch_id, list(context.instance.get_dynamic_partitions(SHARDS)))
        latest = [found.get(key, 0) for key in keys]
        state = hashlib.sha256(repr(latest).encode()).hexdigest()[:12]
        if not keys or not all(latest) or concluded.get(batch_id) == state:
            continue
        if min(written.get(batch_id, 0), queued.get(batch_id, 0)) < max(latest):
            if not _is_quiet(context.instance, heyan.home, find_batch(heyan.home, batch_id)):
                continue
            tags = {BATCH_TAG: batch_id}
            key = f"{batch_id}@{state}"
            requests.append(dg.RunRequest(run_key=key, partition_key=batch_id, tags=tags))
        concluded[batch_id] = state
    return dg.SensorResult(run_requests=requests, cursor=json.dumps(concluded))


def _is_quiet(instance: dg.DagsterInstance, home: Home, entry: BatchEntry) -> bool:
    """Whether nobody is at work on the batch, and no shard's last run failed."""
    if is_locked(home.locks, entry.id) or active_runs(instance, entry):
        return False
    for shard in entry.shards:
        last = instance.get_runs(
            dg.RunsFilter(job_name=check_shard.name, tags={PARTITION_NAME_TAG: shard}), limit=1
        )
        if last and last[0].status is not dg.DagsterRunStatus.SUCCESS:
            return False
    return True


@dg.sensor(minimum_interval_seconds=60, default_status=RUNNING)
def rules_watch(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Notes a new version of notice, whitelist or imported results, without a run of its own."""
    now = {name: version.value for name, version in versions(heyan).items()}
    before: dict[str, str] = json.loads(context.cursor or "{}")
    changed = {name for name in now if before.get(name) != now[name]}
    events = [
        dg.AssetObservation(name, tags={DATA_VERSION_TAG: now[name]})
        for name in sorted(changed - {cnipa_results.key.to_user_string()})
    ]
    if cnipa_results.key.to_user_string() in changed:
        events += changed_results(context.instance, heyan)
    return dg.SensorResult(asset_events=events, cursor=json.dumps(now))


def changed_results(instance: dg.DagsterInstance, heyan: Heyan) -> list[dg.AssetObservation]:
    """An observation for each shard that imported results concern in another way than before."""
    noted = instance.event_log_storage.get_latest_tags_by_partition(
        cnipa_results.key, dg.DagsterEventType.ASSET_OBSERVATION, [DATA_VERSION_TAG]
    )
    # A shard whose last result was withdrawn is concerned by none, and must hear of that.
    known = set(instance.get_dynamic_partitions(SHARDS))
    now = dict.fromkeys(known & noted.keys(), _NO_RESULTS) | results_by_shard(heyan)
    return [
        dg.AssetObservation(cnipa_results.key, partition=shard, tags={DATA_VERSION_TAG: version})
        for shard, version in now.items()
        if noted.get(shard, {}).get(DATA_VERSION_TAG) != version
    ]


changed_rules = dg.AutomationConditionSensorDefinition(
    "changed_rules",
    target=[patent_register, findings],
    default_status=RUNNING,
    minimum_interval_seconds=15,
)


@dg.sensor(minimum_interval_seconds=15, default_status=RUNNING)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Fails runs whose process is gone, so that they are started again (dagster.yaml)."""
    cleared = clear_dead_runs(context.instance)
    return dg.SkipReason(f"cleared: {', '.join(cleared)}" if cleared else "no dead runs")
