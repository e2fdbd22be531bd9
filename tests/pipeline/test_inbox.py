import errno
import io
import json
import os
import shutil
from pathlib import Path

import dagster as dg
import pytest

from evidence.errors import Problem
from pipeline.batches import find_batch, take_batch
from pipeline.inbox import ready_batches
from pipeline.partitions import BATCHES, SHARDS
from pipeline.progress_files import ProgressFiles
from pipeline.resources import Heyan
from pipeline.runs import batch_lock
from pipeline.sensors import inbox


@pytest.fixture
def heyan(home):
    return Heyan(state=str(home.state))


def _tick(instance, heyan, cursor=None):
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        result = inbox(context, heyan=heyan)
    for request in result.dynamic_partitions_requests or ():
        for key in request.partition_keys:
            if isinstance(request, dg.AddDynamicPartitionsRequest):
                instance.add_dynamic_partitions(request.partitions_def_name, [key])
            else:
                instance.delete_dynamic_partition(request.partitions_def_name, key)
    return result


def _launch(instance, request, status=dg.DagsterRunStatus.SUCCESS):
    """What the daemon does with a run request, without executing it."""
    run = dg.DagsterRun(job_name="check_shard", tags=dict(request.tags), status=status)
    instance.add_run(run)


def test_a_batch_is_not_taken_before_its_marker(instance, home, heyan, make_batch):
    """A folder that is still being copied is left alone."""
    make_batch("test-001", folder=home.inbox)
    result = _tick(instance, heyan)
    assert [] == result.run_requests
    assert [] == instance.get_dynamic_partitions(SHARDS)


def test_a_ready_batch_becomes_partitions_and_one_run_a_shard(instance, home, heyan, make_batch):
    """The run key names shard and attempt."""
    batch = make_batch("test-001", folder=home.inbox, applicants={"A1": "张立军", "A2": "王秀兰"})
    (batch / "_READY").touch()
    result = _tick(instance, heyan)
    assert ["test-001-s001#1"] == [request.run_key for request in result.run_requests]
    assert "test-001-s001" == result.run_requests[0].partition_key
    assert ["test-001-s001"] == instance.get_dynamic_partitions(SHARDS)
    assert ["test-001"] == instance.get_dynamic_partitions(BATCHES)


def test_a_batch_is_taken_once_until_its_marker_is_touched(instance, home, heyan, make_batch):
    """Touching _READY asks for the next attempt, under run keys of its own."""
    batch = make_batch("test-001", folder=home.inbox)
    (batch / "_READY").touch()
    first = _tick(instance, heyan)
    _launch(instance, first.run_requests[0], dg.DagsterRunStatus.FAILURE)
    again = _tick(instance, heyan, first.cursor)
    assert [] == again.run_requests
    os.utime(batch / "_READY", ns=(1, 1))
    touched = _tick(instance, heyan, again.cursor)
    assert ["test-001-s001#2"] == [request.run_key for request in touched.run_requests]


def test_a_database_that_is_new_takes_nothing_again_that_had_come_to_an_end(
    instance, home, heyan, make_batch
):
    """After a restore there is no cursor; touching the marker still asks for another attempt."""
    marker = make_batch("test-001", folder=home.inbox) / "_READY"
    marker.touch()
    assert 1 == len(_tick(instance, heyan).run_requests)
    assert 1 == len(_tick(instance, heyan).run_requests)
    problem = Problem("E-DISK-FULL", "磁盘已满。", "The disk is full.")
    ProgressFiles(home, print).failed(find_batch(home, "test-001"), "test-001", problem)
    anew = _tick(instance, heyan)
    assert [] == anew.run_requests == _tick(instance, heyan, anew.cursor).run_requests
    later = (home.batches / "test-001/entry.json").stat().st_mtime_ns + 1
    os.utime(marker, ns=(later, later))
    assert 1 == len(_tick(instance, heyan).run_requests)
    assert 1 == len(_tick(instance, heyan, anew.cursor).run_requests)


def test_a_zip_is_ready_when_its_marker_lies_beside_it(instance, home, heyan, make_batch, tmp_path):
    """`NAME.zip._READY`, written after the zip was copied."""
    folder = make_batch("test-002", files={"uploads/A1/扫描.docx": b"PK\x03\x04"})
    shutil.make_archive(str(home.inbox / "test-002"), "zip", folder)
    assert [] == ready_batches(home.inbox)
    (home.inbox / "test-002.zip._READY").touch()
    result = _tick(instance, heyan)
    assert ["test-002-s001#1"] == [request.run_key for request in result.run_requests]


def test_a_batch_that_cannot_be_taken_leaves_a_note(instance, home, heyan, make_batch):
    """The reason stands beside the batch, and other batches go on."""
    bad = make_batch("nicht gut", folder=home.inbox)
    (bad / "_READY").touch()
    good = make_batch("test-001", folder=home.inbox)
    (good / "_READY").touch()
    result = _tick(instance, heyan)
    assert ["test-001-s001#1"] == [request.run_key for request in result.run_requests]
    note = home.inbox / "nicht gut._REFUSED"
    assert note.read_text(encoding="utf-8").startswith("E-BATCH-ID\n")
    assert {"nicht gut", "test-001"} == json.loads(result.cursor).keys()


def test_what_cannot_be_opened_or_told_stops_no_other(
    instance, home, heyan, make_batch, monkeypatch
):
    """A folder and a zip that others may not read; a name that leaves no room for a note."""
    for name in ("closed", "test-001", "x" * 252):
        (make_batch(name, folder=home.inbox) / "_READY").touch()
    for name in ("closed.zip", "closed.zip._READY"):
        (home.inbox / name).touch()
    _deny(monkeypatch, os, "stat", lambda path: path.parent == home.inbox / "closed")
    _deny(monkeypatch, io, "open", lambda path: path == home.inbox / "closed.zip")
    taken = [request.partition_key for request in _tick(instance, heyan).run_requests]
    assert ["test-001-s001"] == taken
    for name in ("closed", "closed.zip"):
        note = home.inbox / f"{name}._REFUSED"
        assert note.read_text(encoding="utf-8").startswith("E-BATCH-READ\n")


def _deny(monkeypatch, module, name, is_closed):
    """Let a call answer as to an account without the permissions, to root too."""
    call = getattr(module, name)

    def instead(path, *arguments, **options):
        if isinstance(path, (str, os.PathLike)) and is_closed(Path(path)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return call(path, *arguments, **options)

    monkeypatch.setattr(module, name, instead)


def test_a_batch_whose_entry_is_damaged_stops_no_other(instance, home, heyan, make_batch):
    """By which notice it was judged nobody knows: it is refused until a person says so."""
    for name in ("test-001", "test-002"):
        (make_batch(name, folder=home.inbox) / "_READY").touch()
    batch = home.inbox / "test-001"
    take_batch(batch, home)
    (home.batches / "test-001/entry.json").write_bytes(b"{")
    first = _tick(instance, heyan)
    assert ["test-002-s001"] == [request.partition_key for request in first.run_requests]
    note = home.inbox / "test-001._REFUSED"
    assert note.read_text(encoding="utf-8").startswith("E-RECORD\n")
    with (batch / "batch.toml").open("a", encoding="utf-8") as settings:
        settings.write('notice = "xinxiang-2024-22"\n')
    os.utime(batch / "_READY", ns=(1, 1))
    again = _tick(instance, heyan, first.cursor)
    assert ["test-001-s001"] == [request.partition_key for request in again.run_requests]


def test_a_batch_that_the_command_line_holds_is_left_to_it(instance, home, heyan, make_batch):
    """Nothing is read twice at the same time."""
    batch = make_batch("test-001", folder=home.inbox)
    (batch / "_READY").touch()
    with batch_lock(home.locks, "test-001", lambda: None):
        assert [] == _tick(instance, heyan).run_requests
    assert 1 == len(_tick(instance, heyan).run_requests)


def test_shards_that_a_batch_no_longer_has_are_forgotten(instance, home, heyan, make_batch):
    """A batch handed in again with fewer files does not wait for a shard of old."""
    instance.add_dynamic_partitions(SHARDS, ["test-001-s001", "test-001-s002", "test-0010-s002"])
    batch = make_batch("test-001", folder=home.inbox)
    (batch / "_READY").touch()
    _tick(instance, heyan)
    assert ["test-001-s001", "test-0010-s002"] == sorted(instance.get_dynamic_partitions(SHARDS))


def test_an_inbox_that_does_not_exist_is_empty(tmp_path: Path):
    """Before the first batch there is nothing, and nothing is wrong."""
    assert [] == ready_batches(tmp_path / "nowhere")
