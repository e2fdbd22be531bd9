"""Dagster's SQLite files stay what other processes, which open them by Dagster's own classes, take them for."""

import shutil
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pipeline.sqlite_storage import EventFiles, RunFile

ASSET = dg.AssetKey("verdicts")


@pytest.fixture
def instance(home):
    with dg.DagsterInstance.get() as found:
        yield found


def _others(instance):
    """The event log as a process with Dagster's own class has it."""
    return SqliteEventLogStorage(instance.event_log_storage._base_dir)


def test_the_instance_works_on_these_files(instance):
    """dagster.yaml leads to them."""
    assert EventFiles is type(instance.event_log_storage)
    assert RunFile is type(instance.run_storage)


def test_what_one_process_writes_the_other_reads_at_once(instance):
    """An open index shows no earlier state, and hides nothing."""
    instance.add_dynamic_partitions("shards", ["a-s001"])
    others = _others(instance)
    assert others.has_dynamic_partition("shards", "a-s001")
    others.add_dynamic_partitions("shards", ["a-s002"])
    assert ["a-s001", "a-s002"] == list(instance.get_dynamic_partitions("shards"))


def test_a_run_is_found_by_the_other_process(instance):
    """The runs' file is the same as well."""
    run = instance.create_run_for_job(_job())
    others = SqliteRunStorage(instance.run_storage._conn_string)
    assert others.has_run(run.run_id)


def test_an_index_put_in_place_of_the_open_one_is_the_one_that_counts(instance):
    """Nothing is written to a file that has no name any more."""
    instance.add_dynamic_partitions("shards", ["before"])
    index = Path(instance.event_log_storage.path_for_shard("index"))
    empty = SqliteEventLogStorage(str(index.parent / "other"))
    empty.add_dynamic_partitions("shards", ["after"])
    for one in index.parent.glob("index.db*"):
        one.unlink()
    shutil.move(empty.path_for_shard("index"), index)
    assert instance.has_dynamic_partition("shards", "after")
    instance.add_dynamic_partitions("shards", ["later"])
    assert ["after", "later"] == list(_others(instance).get_dynamic_partitions("shards"))


def test_a_runs_file_changes_with_each_event(instance):
    """The Dagster UI follows a run by that file alone: what stays in its journal is not seen."""
    run = instance.create_run_for_job(_job())
    file = Path(instance.event_log_storage.path_for_shard(run.run_id))
    instance.report_engine_event("one", run)
    before = file.read_bytes()
    instance.report_engine_event("two", run)
    assert before != file.read_bytes()
    assert [] == list(file.parent.glob(f"{run.run_id}.db-*"))


def test_the_index_is_closed_with_the_instance(home):
    """Its journal is put away."""
    with dg.DagsterInstance.get() as instance:
        instance.add_dynamic_partitions("shards", ["a"])
        index = Path(instance.event_log_storage.path_for_shard("index"))
    assert [index] == list(index.parent.glob("index.db*"))


def test_after_an_error_the_index_is_opened_anew(instance):
    """A file that was open while its disk was away may answer with errors for ever."""
    instance.add_dynamic_partitions("shards", ["a"])
    index = instance.event_log_storage.path_for_shard("index")
    assert index in _open_files()
    with (
        pytest.raises(OperationalError),
        instance.event_log_storage.index_connection() as connection,
    ):
        connection.execute(text("select * from nothing"))
    assert index not in _open_files()
    assert instance.has_dynamic_partition("shards", "a")


def _open_files():
    return {str(one.resolve()) for one in Path("/proc/self/fd").iterdir()}


def _job():
    @dg.op
    def nothing():
        pass

    @dg.job
    def job():
        nothing()

    return job
