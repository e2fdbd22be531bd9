import dataclasses
import datetime as dt
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pytest
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
)

from pipeline.batches import BatchEntry, ShardPlan
from pipeline.partitions import BATCHES, SHARDS
from pipeline.processes import (
    BOOT_TAG,
    HOST_TAG,
    PID_TAG,
    RUN_TAG,
    STARTED_TAG,
    is_gone,
    owner_tags,
)
from pipeline.run_tags import ATTEMPT_TAG, BATCH_TAG, REGION_TAG, SEVERAL, own_tags, region_of
from pipeline.runs import (
    active_runs,
    ask_again,
    batch_lock,
    clear_dead_runs,
    is_locked,
    next_attempt,
    register,
    wait_for_others,
)

ENTRY = BatchEntry(
    "b", "/b", "/out/b", {"b-s001": ShardPlan(("A1",), ()), "b-s002": ShardPlan(("A2",), ())}
)


def _started(instance, tags, status=dg.DagsterRunStatus.STARTED, **more):
    run = dg.DagsterRun(job_name="check_shard", tags=tags, status=status, **more)
    if RUN_TAG in tags:
        run = run.with_tags(tags | {RUN_TAG: more.get("parent_run_id", run.run_id)})
    instance.add_run(run)
    return run.run_id


def _tags_of_a_dead_process():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    ticks = Path(f"/proc/{process.pid}/stat").read_text().split()[21]
    tags = owner_tags("") | {PID_TAG: str(process.pid), STARTED_TAG: ticks}
    process.kill()
    process.wait()
    process.stdin.close()
    return tags


def test_a_run_over_a_range_works_on_every_shard_in_it(instance):
    """It bears the first and the last; others start nothing on those between."""
    register(instance, ENTRY)
    instance.add_dynamic_partitions(SHARDS, ["c-s001"])
    other = BatchEntry("c", "/c", "/out/c", {"c-s001": ShardPlan(("A1",), ())})
    for first, last in (("b-s001", "b-s002"), ("b-s002", "c-s001")):
        tags = {ASSET_PARTITION_RANGE_START_TAG: first, ASSET_PARTITION_RANGE_END_TAG: last}
        run = _started(instance, tags)
        assert [run] == [one.run_id for one in active_runs(instance, ENTRY)]
        assert (last in other.shards) == bool(active_runs(instance, other))
        instance.delete_run(run)


def test_a_run_whose_process_was_killed_is_failed(instance):
    """It would stay STARTED for ever."""
    dead = _started(instance, _tags_of_a_dead_process())
    assert [dead] == clear_dead_runs(instance)
    assert dg.DagsterRunStatus.FAILURE == instance.get_run_by_id(dead).status
    assert [] == clear_dead_runs(instance)


def test_a_run_that_was_killed_before_it_began_is_failed(instance):
    """It says from its first moment whose it is."""
    dead = _started(instance, _tags_of_a_dead_process(), dg.DagsterRunStatus.NOT_STARTED)
    assert [dead] == clear_dead_runs(instance)
    assert dg.DagsterRunStatus.FAILURE == instance.get_run_by_id(dead).status


def test_a_run_that_repeats_a_dead_one_is_left_to_begin(instance):
    """The UI gives it the tags of the one that it repeats."""
    for status in (dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED):
        tags = _tags_of_a_dead_process()
        _started(instance, tags, status, parent_run_id="a", root_run_id="a")
    assert [] == clear_dead_runs(instance)


def test_a_run_that_nobody_came_to_execute_is_failed(instance, monkeypatch):
    """Its process was killed before it could say so: after two minutes no one will."""
    nobodys = _started(instance, {}, dg.DagsterRunStatus.STARTING)
    assert [] == clear_dead_runs(instance)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 121)
    assert [nobodys] == clear_dead_runs(instance)


@pytest.mark.parametrize("lives", [True, False])
def test_a_run_that_an_update_found_at_work_goes_on_while_its_process_lives(
    instance, monkeypatch, lives
):
    """Versions before named the process in tags without the prefix, and the run in none."""
    tags = owner_tags("") if lives else _tags_of_a_dead_process()
    old = {name.removeprefix(".dagster/"): tag for name, tag in tags.items() if name != RUN_TAG}
    run = _started(instance, old)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 121)
    assert ([] if lives else [run]) == clear_dead_runs(instance)


def test_a_run_whose_starter_was_killed_is_failed_sooner(instance, monkeypatch, tmp_path):
    """After a power cut nobody waits two minutes for a process that cannot come."""
    place = str(tmp_path / "server")
    tags = {".dagster/grpc_info": json.dumps({"host": "localhost", "socket": place})}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen()
        nobodys = _started(instance, tags, dg.DagsterRunStatus.STARTING)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 16)
        assert [] == clear_dead_runs(instance)
    assert [nobodys] == clear_dead_runs(instance)


def test_a_run_that_ended_well_while_it_was_looked_at_stays_so(instance, monkeypatch):
    """Its process is gone by then, and nothing is wrong with it."""
    ended = _started(instance, _tags_of_a_dead_process())
    before = instance.get_run_records()
    event = dg.DagsterEvent(dg.DagsterEventType.RUN_SUCCESS.value, "check_shard")
    instance.report_dagster_event(event, ended)
    monkeypatch.setattr(type(instance), "get_run_records", lambda *_args, **_more: before)
    assert [] == clear_dead_runs(instance)
    assert dg.DagsterRunStatus.SUCCESS == instance.get_run_by_id(ended).status


def test_a_repetition_that_could_not_be_started_is_asked_for_again(instance, monkeypatch):
    """Dagster gives it up for ever, and the batch would wait as long; a weekend is between."""
    dead = _started(instance, _tags_of_a_dead_process())
    instance.add_run_tags(dead, {"dagster/max_retries": "1"})
    clear_dead_runs(instance)
    run = instance.get_run_by_id(dead)
    assert "true" == run.tags["dagster/will_retry"]
    assert [] == ask_again(instance)
    # What dagster._daemon.auto_run_reexecution does where the code cannot be loaded.
    instance.report_engine_event("Failed to retry run", run)
    instance.add_run_tags(dead, {"dagster/will_retry": "false"})
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=4)
    clock = SimpleNamespace(datetime=SimpleNamespace(now=lambda _: later), UTC=dt.UTC)
    monkeypatch.setattr("pipeline.runs.dt", clock)
    assert [dead] == ask_again(instance)
    assert "true" == instance.get_run_by_id(dead).tags["dagster/will_retry"]
    assert [] == ask_again(instance)


def test_a_repetition_is_asked_for_three_times_and_a_settled_run_is_not_read_again(
    instance, monkeypatch
):
    """A cause that lasts is for a person, who is told at the end; and logs are long."""
    dead = _started(instance, _tags_of_a_dead_process())
    instance.add_run_tags(dead, {"dagster/max_retries": "9"})
    clear_dead_runs(instance)
    asked, will_retry = [], []
    for _ in range(5):
        instance.report_engine_event("Failed to retry run", instance.get_run_by_id(dead))
        instance.add_run_tags(dead, {"dagster/will_retry": "false"})
        asked += ask_again(instance)
        will_retry.append(instance.get_run_by_id(dead).tags["dagster/will_retry"])
    assert 4 * [dead] == asked
    assert [*3 * ["true"], "false", "false"] == will_retry
    refused = _started(instance, {"dagster/will_retry": "false"}, dg.DagsterRunStatus.FAILURE)
    # Its tags are those of the run that it repeats.
    instance.add_run_tags(refused, {".dagster/heyan/asked": f"{dead} 4"})
    read = []
    logs = type(instance).all_logs
    monkeypatch.setattr(
        type(instance), "all_logs", lambda self, run, *of: read.append(run) or logs(self, run, *of)
    )
    assert [] == ask_again(instance) + ask_again(instance)
    assert [refused] == read


def test_a_run_that_is_alive_is_left_alone(instance):
    """This very process executes it."""
    alive = _started(instance, owner_tags(""))
    assert [] == clear_dead_runs(instance)
    assert dg.DagsterRunStatus.STARTED == instance.get_run_by_id(alive).status


def test_a_run_of_another_host_is_left_alone(instance):
    """From here nobody can tell whether its process lives."""
    _started(instance, _tags_of_a_dead_process() | {HOST_TAG: "another-host"})
    _started(instance, {})
    assert [] == clear_dead_runs(instance)


def test_a_machine_that_has_another_name_since_it_was_restarted_knows_its_own_runs(
    instance, monkeypatch
):
    """Who waits for them would wait for ever; where several machines work nobody can tell so."""
    tags = owner_tags("") | {HOST_TAG: "its old name", BOOT_TAG: "before the restart"}
    dead = _started(instance, tags)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.runs.SqliteRunStorage", Path)  # another kind of storage
        assert [] == clear_dead_runs(instance)
    assert [dead] == clear_dead_runs(instance)


def test_a_pid_given_anew_is_not_taken_for_the_old_process():
    """After a restart another program may have the number."""
    assert is_gone(owner_tags("") | {STARTED_TAG: "12345"})
    assert is_gone(owner_tags("") | {BOOT_TAG: "before the restart"})
    assert is_gone(owner_tags("")) is False


def test_the_lock_is_held_by_one_and_ends_with_its_process(home):
    """A second process is told, and waits until the first is gone, even killed."""
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(home.locks, ready))
    holder.start()
    assert ready.wait(10)
    assert is_locked(home.locks, "b")
    threading.Timer(0.3, holder.kill).start()
    told = []
    with batch_lock(home.locks, "b", lambda: told.append(True)):
        assert [True] == told
    holder.join()
    assert not is_locked(home.locks, "b")


def _hold(locks, ready):
    with batch_lock(locks, "b", lambda: None):
        ready.set()
        time.sleep(60)


def test_waiting_ends_when_the_other_run_does(instance):
    """A run of the inbox on one of the batch's shards is waited for; others are not."""
    other = _started(instance, owner_tags("") | {"dagster/partition": "b-s002"})
    _started(instance, owner_tags("") | {"dagster/partition": "c-s001"})
    threading.Timer(0.5, lambda: instance.report_run_failed(instance.get_run_by_id(other))).start()
    told = []
    wait_for_others(instance, ENTRY, lambda run: told.append(run.run_id))
    assert [other] == told


def test_waiting_ends_when_the_other_process_was_killed(instance):
    """The dead run is failed on the way."""
    other = _started(instance, _tags_of_a_dead_process() | {"dagster/partition": "b-s001"})
    wait_for_others(instance, ENTRY, lambda _: None)
    assert dg.DagsterRunStatus.FAILURE == instance.get_run_by_id(other).status


def test_registering_twice_changes_nothing(instance):
    """Shards of old go, those of other batches stay."""
    instance.add_dynamic_partitions(SHARDS, ["b-s003", "c-s001"])
    register(instance, ENTRY)
    register(instance, ENTRY)
    assert ["b-s001", "b-s002", "c-s001"] == sorted(instance.get_dynamic_partitions(SHARDS))
    assert ["b"] == instance.get_dynamic_partitions(BATCHES)


@pytest.mark.parametrize(
    ("attempts", "following"), [([], 1), ([1], 2), ([1, 2], 3), ([1, 2, None], 3)]
)
def test_attempts_are_counted_from_the_runs(instance, attempts, following):
    """A sensor that lost its cursor still counts on; the run that concluded it counts nothing."""
    for attempt in attempts:
        counted = {ATTEMPT_TAG: str(attempt)} if attempt else {}
        _started(instance, {BATCH_TAG: "b"} | counted)
    assert following == next_attempt(instance, "b")


def test_an_attempt_whose_runs_are_not_all_queued_is_the_same_still(instance):
    """The tick that made them failed in the middle; its next one must not make them twice."""
    tags = {BATCH_TAG: "b", ATTEMPT_TAG: "1"}
    _started(instance, tags)
    _started(instance, tags, dg.DagsterRunStatus.NOT_STARTED)
    assert 1 == next_attempt(instance, "b")


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("新乡市工考管理机构", "新乡市"),
        ("新乡县工考管理机构", "新乡县"),
        ("长垣市人力资源和社会保障局", "长垣市"),
        ("某机构", "新乡市"),
        ("", "新乡市"),
    ],
)
def test_a_batchs_region_is_that_of_the_body_that_sent_it(body, region):
    """Else the city of its notice."""
    assert region == region_of(dataclasses.replace(ENTRY, review_body=body))


def test_a_run_knows_batch_and_region_by_its_partitions(instance):
    """However it was started; one for several batches says so."""
    entries = {name: dataclasses.replace(ENTRY, id=name) for name in ("b", "c")}
    instance.add_dynamic_partitions(SHARDS, ["b-s001", "b-s002", "c-s001"])
    one, several = {"dagster/partition": "b-s002"}, {
        "dagster/asset_partition_range_start": "b-s001",
        "dagster/asset_partition_range_end": "c-s001",
    }  # fmt: skip

    def tags(of):
        run = dg.DagsterRun(job_name="check_shard", tags=of)
        return own_tags(instance, run, entries.__getitem__)

    assert {BATCH_TAG: "b", REGION_TAG: "新乡市"} == tags(one)
    assert {BATCH_TAG: SEVERAL, REGION_TAG: "新乡市"} == tags(several)
    assert {} == tags({})


def test_the_tags_name_this_process():
    """Host, pid and start."""
    assert str(os.getpid()) == owner_tags("")[PID_TAG]
