from pathlib import Path

import dagster as dg
import pytest

from pipeline.batches import take_batch
from pipeline.definitions import defs
from pipeline.failures import RunFailedError
from pipeline.partitions import SHARDS
from pipeline.planning.outdated import INPUTS
from pipeline.planning.plan import CONCLUDING, plans
from pipeline.planning.work import look_at
from pipeline.resources import Heyan, LogListeners
from pipeline.runs import batch_lock, execute, register
from pipeline.sensors import finished_shards


@pytest.fixture
def heyan(desk, home):
    return Heyan(state=str(home.state))


@pytest.fixture
def entry(home, instance, make_batch):
    """A batch whose only shard was checked."""
    taken = take_batch(make_batch(files={"uploads/A1/空.png": b""}), home)
    register(instance, taken)
    _execute(instance, "check_shard", "test-001-s001")
    return taken


def _execute(instance, job, partition):
    resources = {"progress": LogListeners()}
    execute(instance, defs.resolve_job_def(job), partition, {}, resources)


def _tick(sensor, instance, heyan, cursor=None):
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        return sensor(context, heyan=heyan)


def test_a_batch_is_concluded_after_its_last_shard(instance, heyan, entry):
    """One run a state of its shards; none while one of them is missing."""
    instance.add_dynamic_partitions(SHARDS, ["test-001-s002"])
    assert [] == _tick(finished_shards, instance, heyan).run_requests
    instance.delete_dynamic_partition(SHARDS, "test-001-s002")
    result = _tick(finished_shards, instance, heyan)
    assert ["test-001"] == [request.partition_key for request in result.run_requests]
    assert [] == _tick(finished_shards, instance, heyan, result.cursor).run_requests


def test_a_concluded_batch_is_concluded_again_when_a_shard_is_checked_again(instance, heyan, entry):
    """New findings are not left out of the rosters; what the command line concluded is done."""
    _execute(instance, "conclude_batch", "test-001")
    done = _tick(finished_shards, instance, heyan)
    assert [] == done.run_requests
    _execute(instance, "check_shard", "test-001-s001")
    assert 1 == len(_tick(finished_shards, instance, heyan, done.cursor).run_requests)


def test_a_batch_that_did_not_reach_the_desk_is_concluded_once_more(instance, heyan, entry, desk):
    """The rosters alone are not the whole conclusion; a database that stays away is no loop."""
    database = desk.state / "desk" / "desk.sqlite3"
    database.rename(database.with_name("aside"))
    database.write_bytes(b"no database" * 1000)
    with pytest.raises(RunFailedError, match="E-DESK-DATABASE"):
        _execute(instance, "conclude_batch", "test-001")
    result = _tick(finished_shards, instance, heyan)
    assert ["test-001"] == [request.partition_key for request in result.run_requests]
    assert [] == _tick(finished_shards, instance, heyan, result.cursor).run_requests


def test_a_batch_at_work_is_not_concluded_meanwhile(instance, home, heyan, entry):
    """The command line concludes what it holds; a failed shard is nobody's conclusion."""
    with batch_lock(home.locks, "test-001", lambda: None):
        assert [] == _tick(finished_shards, instance, heyan).run_requests
    tags = {"dagster/partition": "test-001-s001"}
    run = dg.DagsterRun(job_name="check_shard", tags=tags, status=dg.DagsterRunStatus.FAILURE)
    instance.add_run(run)
    assert [] == _tick(finished_shards, instance, heyan).run_requests


def test_nobody_is_decided_on_by_files_that_were_not_taken(instance, home, heyan, entry):
    """The command line was killed between two shards: every check that was begun ended well."""
    new = Path(entry.source, "uploads/A1/新.png")
    new.write_bytes(b"\x89PNG new")
    take_batch(Path(entry.source), home)
    with pytest.raises(RunFailedError, match=r"E-SHARD-FILES.*新\.png"):
        _execute(instance, "conclude_batch", "test-001")
    assert not (home.out / "test-001").exists()


def _stopped(instance):
    """A check of the shard that somebody stopped before it took anything."""
    tags = {"dagster/partition": "test-001-s001"}
    stopped = dg.DagsterRun(job_name="check_shard", tags=tags, status=dg.DagsterRunStatus.CANCELED)
    instance.add_run(stopped)


def _plan(instance, home, entry):
    (plan,) = plans(look_at(home, instance), [entry])
    return plan.daemon.certain, plan.needs_operator


def test_an_attempt_that_failed_before_the_files_of_now_were_taken_is_history(
    instance, home, heyan, entry
):
    """Somebody stopped it, and another run took the shard's files and judged it."""
    _stopped(instance)
    assert ((), True) == _plan(instance, home, entry)
    assets = {dg.AssetKey(one) for one in INPUTS}
    anew = defs.resolve_implicit_global_asset_job_def().get_subset(asset_selection=assets)
    execute(instance, anew, "test-001-s001", {}, {"progress": LogListeners()})
    assert (CONCLUDING, False) == _plan(instance, home, entry)
    assert 1 == len(_tick(finished_shards, instance, heyan).run_requests)


def test_an_attempt_that_took_no_files_is_not_made_good_by_judging_those_of_before(
    instance, home, heyan, entry
):
    """A changed rule judges the shard again by itself, from what was taken the time before."""
    _stopped(instance)
    _execute(instance, "judge_shard", "test-001-s001")
    assert ((), True) == _plan(instance, home, entry)
    assert [] == _tick(finished_shards, instance, heyan).run_requests
