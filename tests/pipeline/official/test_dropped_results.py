"""Results dropped into the inbox: one run takes them and judges again; what is refused stays."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
import zipfile
from contextlib import nullcontext
from types import SimpleNamespace

import dagster as dg
import pytest

from evidence import codec
from evidence.errors import DataError
from evidence.inbox import BroughtFiles
from pipeline.definitions import defs
from pipeline.official import brought, dropped
from pipeline.official.sensor import dropped_results
from pipeline.runs import batch_lock
from pipeline.sensors import changed_rules, finished_shards, inbox
from tests.pipeline.official.conftest import CLAIMED, NOBODYS, OTHERS, export
from verifiers.cnipa.files import load_records

NOW = dt.datetime(2024, 4, 9, 2, 30, tzinfo=dt.UTC)


@pytest.fixture
def drop(home):
    """Leaves a folder in the inbox as a person copies it: the marker last."""

    def leave(name="四月查询", **files):
        folder = home.inbox / "_cnipa" / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in (files or {"导出.csv": export(CLAIMED)}).items():
            (folder / file).write_bytes(data)
        (folder / "_READY").touch()
        return folder

    return leave


def _tick(instance, heyan):
    """What the daemon does: a look, then the runs that it asks for."""
    with dg.build_sensor_context(instance=instance) as context:
        requests = dropped_results(context, heyan=heyan).run_requests
    for request in requests:
        defs.resolve_job_def("take_results").execute_in_process(
            instance=instance, run_config=request.run_config, tags=request.tags
        )
    return len(requests)


def _lookups(home):
    return (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")


def test_one_look_takes_what_was_dropped_and_the_verdicts_follow(
    instance, home, heyan, drop, concluded
):
    """It leaves the inbox, is known by who put it there, and no other sensor has work left."""
    concluded()
    assert CLAIMED in _lookups(home)
    folder = drop()
    assert 1 == _tick(instance, heyan)
    assert CLAIMED not in _lookups(home)
    assert not folder.exists()
    (record,) = load_records(home.registers)
    assert record.brought_by
    assert 0 == _tick(instance, heyan)
    with dg.build_sensor_context(instance=instance) as context:
        assert [] == changed_rules(context, heyan=heyan).run_requests
        assert [] == finished_shards(context, heyan=heyan).run_requests
        assert [] == inbox(context, heyan=heyan).run_requests


def test_the_desk_says_who_brought_a_folder(instance, home, heyan, drop):
    """The note beside the files is no result, and goes with the folder."""
    at = dt.datetime(2024, 4, 9, 2, 30, tzinfo=dt.UTC)
    note = codec.encode(BroughtFiles, BroughtFiles("wangfang", at))
    folder = drop(**{"导出.csv": export(CLAIMED), "import.json": note})
    _tick(instance, heyan)
    (record,) = load_records(home.registers)
    assert ("wangfang", at) == (record.brought_by, record.brought_at)
    assert not folder.exists()


def test_a_note_that_nobody_can_read_is_a_file_as_any(instance, home, heyan, drop):
    """It is refused as what it is, and the folder's owner counts as who brought the others."""
    folder = drop(**{"导出.csv": export(CLAIMED), "import.json": b"{}"})
    _tick(instance, heyan)
    assert 1 == len(load_records(home.registers))
    assert {"import.json", "_READY"} == {one.name for one in folder.iterdir()}


def test_a_note_of_a_time_to_come_is_not_believed(instance, home, heyan, drop):
    """What was brought in 2099 would be recent for ever."""
    at = dt.datetime(2099, 4, 9, 2, 30, tzinfo=dt.UTC)
    note = codec.encode(BroughtFiles, BroughtFiles("wangfang", at))
    drop(**{"导出.csv": export(CLAIMED), "import.json": note})
    _tick(instance, heyan)
    (record,) = load_records(home.registers)
    assert record.brought_by != "wangfang"
    assert record.brought_at <= dt.datetime.now(dt.UTC)


def test_a_folder_without_marker_is_still_being_copied(instance, home, heyan, drop):
    (drop() / "_READY").unlink()
    assert 0 == _tick(instance, heyan)
    assert [] == load_records(home.registers)


def test_what_is_refused_stays_with_the_reason_beside_it(instance, home, heyan, drop):
    """The good ones leave; touching the marker asks again."""
    folder = drop(**{"导出.csv": export(CLAIMED), "坏.docx": b"PK\x03\x04word/document.xml"})
    (folder / "link.csv").symlink_to("/etc/hostname")
    _tick(instance, heyan)
    note = folder.with_name("四月查询._REFUSED")
    code, zh, en, second, *_ = note.read_text(encoding="utf-8").splitlines()
    assert {"E-LINK", "E-UNSUPPORTED-TYPE"} == {code, second}
    assert "link.csv" in zh + note.read_text(encoding="utf-8")
    assert en
    assert {"坏.docx", "link.csv", "_READY"} == {one.name for one in folder.iterdir()}
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]
    assert 0 == _tick(instance, heyan)
    (folder / "坏.docx").unlink()
    (folder / "link.csv").unlink()
    (folder / "再来.csv").write_bytes(export(OTHERS))
    later = time.time() + 5
    os.utime(folder / "_READY", (later, later))
    assert 1 == _tick(instance, heyan)
    assert [] == list((home.inbox / "_cnipa").iterdir())
    assert {CLAIMED, OTHERS} == {one.patent_number for one in load_records(home.registers)}


def test_a_folder_that_is_a_link_is_not_entered(instance, home, heyan, drop, tmp_path):
    folder = drop()
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    _tick(instance, heyan)
    assert folder.with_name(f"{folder.name}._REFUSED").read_text().startswith("E-LINK\n")
    assert [] == load_records(home.registers)
    assert (tmp_path / "elsewhere/导出.csv").is_file()


def test_a_zip_is_taken_as_a_folder_is(instance, home, heyan):
    place = home.inbox / "_cnipa"
    place.mkdir()
    with zipfile.ZipFile(place / "r.zip", "w") as container:
        container.writestr("结果/导出.csv", export(CLAIMED))
    (place / "r.zip._READY").touch()
    _tick(instance, heyan)
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]
    assert [] == list(place.iterdir())


def test_an_empty_folder_is_refused(instance, home, heyan, drop):
    folder = drop(**{".DS_Store": b"x"})
    _tick(instance, heyan)
    note = folder.with_name(f"{folder.name}._REFUSED")
    assert note.read_text(encoding="utf-8").startswith("E-CNIPA-EMPTY\n")


def test_what_is_put_there_meanwhile_is_not_lost(instance, home, heyan, drop, monkeypatch):
    """The folder stays, and the next look takes it."""
    folder = drop()
    imported = dropped.import_files

    def slowly(*arguments):
        result = imported(*arguments)
        (folder / "新.csv").write_bytes(export(OTHERS))
        return result

    with monkeypatch.context() as patched:
        patched.setattr(dropped, "import_files", slowly)
        _tick(instance, heyan)
    assert {"新.csv", "_READY"} == {one.name for one in folder.iterdir()}
    _tick(instance, heyan)
    assert not folder.exists()
    assert {CLAIMED, OTHERS} == {one.patent_number for one in load_records(home.registers)}


def test_a_disk_that_takes_nothing_refuses_nobody(instance, home, heyan, drop):
    """The run fails, the folder stays as it is; it is not tried again at once."""
    folder = drop()
    home.store.write_text("no folder")
    with pytest.raises(Exception, match="E-STORE-WRITE"):
        _tick(instance, heyan)
    assert {"导出.csv", "_READY"} == {one.name for one in folder.iterdir()}
    assert [folder] == list((home.inbox / "_cnipa").iterdir())
    home.store.unlink()
    assert 0 == _tick(instance, heyan)
    later = time.time() + 5
    os.utime(folder / "_READY", (later, later))
    assert 1 == _tick(instance, heyan)
    assert 1 == len(load_records(home.registers))


def test_a_batch_that_somebody_works_on_is_left_to_the_watch(
    instance, home, heyan, drop, concluded
):
    """The results are safe; the shard is woken as by any imported result."""
    concluded()
    drop()
    with batch_lock(home.locks, "test-001", lambda: None):
        _tick(instance, heyan)
    assert CLAIMED in _lookups(home)
    with dg.build_sensor_context(instance=instance) as context:
        (woken,) = changed_rules(context, heyan=heyan).run_requests
    assert "test-001-s001" == woken.partition_key


def test_a_folder_whose_name_leaves_no_room_for_a_note_stops_no_other(instance, heyan, drop):
    for name in ("x" * 252, "四月查询"):
        drop(name)
    with dg.build_sensor_context(instance=instance) as context:
        asked = dropped_results(context, heyan=heyan).run_requests
    assert {"x" * 252, "四月查询"} == {one.tags["heyan/dropped"] for one in asked}


def test_a_batch_whose_entry_is_damaged_stops_no_other(instance, home, heyan, drop, concluded):
    """The run fails at its end, which is told; what was dropped is taken."""
    concluded()
    concluded("damaged-001", {"B1": CLAIMED})
    (home.batches / "damaged-001/entry.json").write_bytes(b"{")
    source = drop()
    with pytest.raises(DataError, match="E-RECORD: Batch damaged-001: "):
        _tick(instance, heyan)
    assert (False, True) == (source.exists(), CLAIMED not in _lookups(home))


@pytest.mark.parametrize("killed", [False, True])
def test_what_comes_while_the_folder_is_being_removed_is_not_lost(
    instance, home, heyan, drop, monkeypatch, killed
):
    """After the last look into the folder, also where the process ends there."""
    drop()

    def looked(root, name):
        found = list(brought.files_below(root, name))
        (root / name / "新.csv").write_bytes(export(OTHERS))
        if killed:
            raise KeyboardInterrupt
        return found

    with monkeypatch.context() as patched:
        patched.setattr(dropped, "files_below", looked)
        with pytest.raises(KeyboardInterrupt) if killed else nullcontext():
            dropped.take_dropped(home, home.inbox / "_cnipa/四月查询", NOW, lambda *_: None)
    drop("又一批", **{"导出.csv": export(NOBODYS)})
    assert 2 == _tick(instance, heyan)
    assert {CLAIMED, OTHERS, NOBODYS} == {one.patent_number for one in load_records(home.registers)}
    assert [] == list((home.inbox / "_cnipa").iterdir())


def test_a_second_run_takes_nothing_from_the_first(home, heyan, drop, monkeypatch):
    """It starts while the first looks whether its folder may go."""
    first = drop()
    second = drop("又一批", **{"导出.csv": export(NOBODYS)})
    runs = []

    def other():
        dropped.take_dropped(home, second, NOW, lambda *_: None)

    def looked(root, name):
        if not runs:
            runs.append(threading.Thread(target=other))
            (root / name / "新.csv").write_bytes(export(OTHERS))
            runs[0].start()
            runs[0].join(1)
        return brought.files_below(root, name) if (root / name).exists() else ()

    monkeypatch.setattr(dropped, "files_below", looked)
    dropped.take_dropped(home, first, NOW, lambda *_: None)
    runs[0].join()
    assert {"新.csv", "_READY"} == {one.name for one in first.iterdir()}
    assert {CLAIMED, NOBODYS} == {one.patent_number for one in load_records(home.registers)}


def test_folders_below_and_what_programs_left_go_with_the_folder(instance, home, heyan, drop):
    folder = drop(**{".DS_Store": b"x"})
    for name in ("结果/四月", "@eaDir"):
        (folder / name).mkdir(parents=True)
    (folder / "结果/四月/导出.csv").write_bytes(export(CLAIMED))
    (folder / "结果/Thumbs.db").write_bytes(b"x")
    (folder / "@eaDir/x").write_bytes(b"x")
    _tick(instance, heyan)
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]
    assert [] == list((home.inbox / "_cnipa").iterdir())


def test_a_name_that_is_no_text_stops_nobody(instance, home, heyan, drop):
    """It is refused, once."""
    named = drop(os.fsdecode("查询".encode("gbk")))
    drop(**{"导出.csv": export(OTHERS)})
    assert 1 == _tick(instance, heyan)
    assert [OTHERS] == [one.patent_number for one in load_records(home.registers)]
    note = named.with_name(f"{named.name}._REFUSED")
    assert note.read_text(encoding="utf-8").startswith("E-CNIPA-NAME\n")
    note.write_text("as it was")
    assert 0 == _tick(instance, heyan)
    assert "as it was" == note.read_text(encoding="utf-8")
    assert (named / "导出.csv").is_file()


WRONG_ROW = "202010430096.1,一种装置,,,,,,,,,\n".encode()


def test_what_could_not_be_used_of_a_file_that_was_taken_is_told(instance, home, heyan, drop):
    """The file leaves, the reason stays; what a later attempt says is added, nothing twice."""
    secret = home.state / "secret"
    secret.write_text("secret")
    (home.inbox / "_cnipa").mkdir()
    (home.inbox / "_cnipa/四月查询._NOTES").symlink_to(secret)
    folder = drop(
        **{"导出.csv": export(OTHERS) + WRONG_ROW, "坏.docx": b"PK\x03\x04word/document.xml"}
    )
    _tick(instance, heyan)
    note = folder.with_name(f"{folder.name}._NOTES")
    code, zh, *_ = note.read_text(encoding="utf-8").splitlines()
    assert ("E-CNIPA-CHECK", True) == (code, "导出.csv" in zh)
    assert "E-CNIPA-CHECK" not in folder.with_name(f"{folder.name}._REFUSED").read_text()
    (folder / "坏.docx").unlink()
    for name, data in (("导出.csv", export(OTHERS)), ("又.csv", export(CLAIMED))):
        (folder / name).write_bytes(data + WRONG_ROW)
    later = time.time() + 5
    os.utime(folder / "_READY", (later, later))
    _tick(instance, heyan)
    assert [note] == list((home.inbox / "_cnipa").iterdir())
    lines = note.read_text(encoding="utf-8").splitlines()
    assert "secret" == secret.read_text()
    assert (6, zh, True) == (len(lines), lines[1], "又.csv" in lines[4])


def test_a_fault_that_lasts_is_met_with_ever_longer_rests(instance, heyan, drop, monkeypatch):
    """A run and an alert every five minutes would be hundreds a night."""
    drop()
    rests = []
    for _ in range(11):
        with dg.build_sensor_context(instance=instance) as context:
            (asked,) = dropped_results(context, heyan=heyan).run_requests
        run = dg.DagsterRun(
            job_name="take_results", tags=asked.tags, status=dg.DagsterRunStatus.STARTED
        )
        instance.add_run(run)
        instance.report_run_failed(run)
        ended = instance.get_run_record_by_id(run.run_id).end_time
        for minutes in (1, 6, 11, 21, 41, 81, 161, 321, 641, 1281, 1441):
            clock = SimpleNamespace(time=lambda now=ended + 60 * minutes: now)
            monkeypatch.setattr("pipeline.official.sensor.time", clock)
            with dg.build_sensor_context(instance=instance) as context:
                if dropped_results(context, heyan=heyan).run_requests:
                    rests.append(minutes)
                    break
    assert [6, 11, 21, 41, 81, 161, 321, 641, 1281, 1441, 1441] == rests
