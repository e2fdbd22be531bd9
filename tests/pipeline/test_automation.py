import shutil

import dagster as dg
import pytest

from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from pipeline import sources
from pipeline.batches import take_batch
from pipeline.definitions import defs
from pipeline.failures import RunFailedError
from pipeline.partitions import SHARDS
from pipeline.resources import Heyan, LogListeners
from pipeline.runs import batch_lock, execute, register
from pipeline.sensors import finished_shards, rules_watch
from verifiers.cnipa.files import append_records


@pytest.fixture
def heyan(desk, home):
    return Heyan(state=str(home.state))


CLAIMED, OTHER = "ZL202010430096.0", "ZL201921234567.X"


def _record(number):
    place = Place("cnipa/results.csv")
    return OfficialRecord(number, RecordSource.REVIEW_BODY, "export", place)


@pytest.fixture
def entry(home, instance, make_batch):
    """A batch whose only shard was checked; its applicant claims a patent."""
    folder = make_batch(files={"uploads/A1/空.png": b""})
    with (folder / "claims.csv").open("a", encoding="utf-8") as table:
        table.write(f"A1,1,5,一种装置,,,,,2021-06-01,,{CLAIMED},发明,1\n")
    taken = take_batch(folder, home)
    register(instance, taken)
    _execute(instance, "check_shard", "test-001-s001")
    return taken


def _execute(instance, job, partition):
    resources = {"progress": LogListeners()}
    execute(instance, defs.resolve_job_def(job), partition, {}, resources)


def _execute_alone(instance, asset, partition):
    """What the daemon does where one asset is asked for."""
    job = defs.resolve_implicit_global_asset_job_def()
    alone = job.get_subset(asset_selection={dg.AssetKey(asset)})
    execute(instance, alone, partition, {}, {})


def _tick(sensor, instance, heyan, cursor=None):
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        return sensor(context, heyan=heyan)


def _watch(instance, heyan, cursor=None):
    result = _tick(rules_watch, instance, heyan, cursor)
    for event in result.asset_events:
        instance.report_runless_asset_event(event)
    return result


def _requested(instance, cursor=None):
    result = dg.evaluate_automation_conditions(defs=defs, instance=instance, cursor=cursor)
    asked = {
        key.to_user_string(): sorted(result.get_requested_partitions(key))
        for key in defs.resolve_asset_graph().materializable_asset_keys
        if result.get_num_requested(key)
    }
    return asked, result.cursor


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


def test_changed_rules_check_every_shard_again_and_read_nothing(
    instance, heyan, entry, monkeypatch, tmp_path
):
    """Only findings are asked for; a second look at the same rules asks for nothing."""
    watched = _watch(instance, heyan)
    asked, cursor = _requested(instance)
    assert {} == asked
    changed = tmp_path / "rules"
    shutil.copytree(sources._DATA, changed)
    notice = next((changed / "notices").glob("*.yaml"))
    notice.write_text(notice.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    monkeypatch.setattr(sources, "_DATA", changed)
    watched = _watch(instance, heyan, watched.cursor)
    assert ["notice_rules"] == [e.asset_key.to_user_string() for e in watched.asset_events]
    asked, cursor = _requested(instance, cursor)
    assert {"findings": ["test-001-s001"]} == asked
    assert {} == _requested(instance, cursor)[0]


def test_imported_results_renew_the_register_of_those_who_claim_the_patent(
    instance, home, heyan, entry
):
    """Findings follow where the register says something new, and nowhere else."""
    watched = _watch(instance, heyan)
    _, cursor = _requested(instance)
    append_records(home.registers, [_record(OTHER)])
    watched = _watch(instance, heyan, watched.cursor)
    assert [] == watched.asset_events
    append_records(home.registers, [_record(CLAIMED)])
    watched = _watch(instance, heyan, watched.cursor)
    assert ["test-001-s001"] == [event.partition for event in watched.asset_events]
    asked, cursor = _requested(instance, cursor)
    assert {"patent_register": ["test-001-s001"]} == asked
    _execute_alone(instance, "patent_register", "test-001-s001")
    asked, cursor = _requested(instance, cursor)
    assert {"findings": ["test-001-s001"]} == asked
    assert {} == _requested(instance, cursor)[0]
