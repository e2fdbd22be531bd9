"""Verify, backup, restore and archive where uploads, readings and records lie in an object store."""

import datetime as dt
import os
import shutil
from pathlib import Path

import bagit
import pytest

from evidence.errors import MachineError
from pipeline.home import READINGS, RECORDS, STORE, Home, find_home
from pipeline.keeping.backing_up import back_up
from pipeline.keeping.restoring import restore
from pipeline.keeping.verifying import verify_stored
from pipeline.whereabouts import note_path
from storage.object_store import ObjectStore
from storage.settings import object_store

NOW = dt.datetime(2024, 4, 12, 9, 30, tzinfo=dt.UTC)
BULK = (STORE, READINGS, RECORDS)


@pytest.fixture
def kept(store, concluded):  # the store first: the installation is made with it
    """An installation with one concluded batch, the bulk of it in the store."""
    for part in BULK:
        for path in sorted((concluded.state / part).rglob("*")):
            if path.is_file():
                concluded.objects.put(path.relative_to(concluded.state).as_posix(), path)
        shutil.rmtree(concluded.state / part)
    return concluded


@pytest.fixture
def other(tmp_path):
    """Makes a home beside this one, with a store or without."""

    def make(objects, name="new"):
        root = tmp_path / name
        return Home(root / "var", root / "inbox", root / "out", objects)

    return make


@pytest.fixture
def empty(store, tmp_path):
    """Another, empty prefix of the bucket."""
    settings = {"HEYAN_STORE": f"{store.url}-2", "HEYAN_STORE_COPIES": str(tmp_path / "copies-2")}
    return object_store(os.environ | settings)


def keys(objects, *parts):
    return [one.key for part in parts or BULK for one in objects.listed(part)]


def contents(objects):
    found = {}
    for key in keys(objects):
        with objects.open(key) as file:
            found[key] = file.read()
    return found


def gone(objects, key):
    files, root = objects._opened()
    files.rm_file(f"{root}/{key}")


def codes(home):
    return {problem.code for problem in verify_stored(home).problems}


def test_everything_is_as_it_was_stored(kept, run):
    report = verify_stored(kept)
    assert (True, ()) == (report.ok, report.problems)
    assert len(keys(kept.objects)) < report.files
    assert 0 == run("verify").exit_code


@pytest.mark.parametrize(
    ("part", "harm", "code"),
    [
        ("store", "change", "E-STORED-CHANGED"),
        ("store", "lose", "E-STORED-MISSING"),
        ("readings/images", "change", "E-STORED-CHANGED"),
        ("readings/images", "lose", "E-STORED-IMAGE"),
        ("records/verdicts", "change", "E-STORED-DAMAGED"),
    ],
)
def test_each_harm_is_named_though_a_copy_here_is_whole(kept, part, harm, code):
    key = keys(kept.objects, part)[0]
    if part != "records/verdicts":
        assert kept.objects.bring(key, Path(key).stem).is_file()
    kept.objects.write(key, b"?") if harm == "change" else gone(kept.objects, key)
    assert code in codes(kept)


def test_a_damaged_reading_is_named(kept):
    key = next(key for key in keys(kept.objects, "readings/pages") if key.endswith(".json"))
    kept.objects.write(key, b"?")
    assert {"E-STORED-DAMAGED"} == codes(kept)


def test_a_store_that_is_away_is_neither_well_nor_empty(kept, store, run):
    store.door.close()
    result = run("verify")
    assert 1 == result.exit_code
    assert "E-STORE-AWAY" in result.stderr
    assert "E-STORED" not in result.stderr


def test_a_backup_holds_it_and_comes_back_into_a_store_or_a_folder(kept, tmp_path, other, empty):
    made = back_up(kept, tmp_path / "backups", NOW)
    assert () == made.problems
    before = contents(kept.objects)
    restored = restore(made.folder, other(empty, "1"))
    assert before == contents(empty)
    assert not (restored.home.state / STORE).exists()
    folder = restore(made.folder, other(None, "2")).home
    assert before == {
        path.relative_to(folder.state).as_posix(): path.read_bytes()
        for part in BULK
        for path in (folder.state / part).rglob("*")
        if path.is_file()
    }
    for home in (restored.home, folder):
        assert set() == codes(home)


def test_a_backup_of_a_folder_comes_back_into_a_store(concluded, tmp_path, other, store, empty):
    made = back_up(other(None, concluded.state.parent), tmp_path / "backups", NOW)
    assert keys(empty) == []
    home = restore(made.folder, other(empty)).home
    assert keys(empty)
    assert set() == codes(home)


def test_what_the_last_backup_has_is_not_fetched_again(kept, tmp_path, monkeypatch):
    first = back_up(kept, tmp_path / "backups", NOW)
    kept.objects.write(f"{RECORDS}/verdicts/test-002.jsonl", b"")
    fetched, fetch = [], ObjectStore.fetch

    def noted(self, key, into):
        fetched.append(key)
        fetch(self, key, into)

    monkeypatch.setattr(ObjectStore, "fetch", noted)
    second = back_up(kept, tmp_path / "backups", NOW + dt.timedelta(days=1))
    assert [f"{RECORDS}/verdicts/test-002.jsonl"] == fetched
    assert first.files < second.files
    (key, *_) = keys(kept.objects, STORE)
    one, two = (made.folder / "state" / key for made in (first, second))
    assert one.samefile(two)
    assert 0o444 == one.stat().st_mode & 0o777


def test_what_the_inbox_still_has_is_neither_fetched_nor_kept_twice(kept, tmp_path, monkeypatch):
    (key, *_) = keys(kept.objects, STORE)
    with kept.objects.open(key) as file:
        (kept.inbox / "证书.png").write_bytes(file.read())
    fetched, fetch = [], ObjectStore.fetch

    def noted(self, key, into):
        fetched.append(key)
        fetch(self, key, into)

    monkeypatch.setattr(ObjectStore, "fetch", noted)
    made = back_up(kept, tmp_path / "backups", NOW)
    assert key not in fetched
    assert (made.folder / "state" / key).samefile(made.folder / "inbox/证书.png")


def test_no_backup_is_made_of_a_store_that_is_away(kept, store, tmp_path):
    store.door.close()
    with pytest.raises(MachineError, match="E-STORE-AWAY"):
        back_up(kept, tmp_path / "backups", NOW)
    assert [] == list((tmp_path / "backups").iterdir())


def test_a_damaged_object_is_told_by_the_backup(kept, tmp_path):
    kept.objects.write(keys(kept.objects, STORE)[0], b"?")
    made = back_up(kept, tmp_path / "backups", NOW)
    assert ["E-STORED-CHANGED"] == [problem.code for problem in made.problems]


def test_no_backup_is_made_with_another_store_than_the_service_s(kept, run, tmp_path):
    """Cron without the setting would find an empty folder, and call the backup whole."""
    from pipeline.desk import desk_location
    from pipeline.whereabouts import note_whereabouts

    note_whereabouts(kept, desk_location())
    os.environ["HEYAN_STORE"] = ""
    result = run("backup", tmp_path / "backups")
    assert 1 == result.exit_code
    assert "E-BACKUP-DESK" in result.stderr
    assert "HEYAN_STORE" in result.stderr
    note_path(kept).unlink()


def test_nothing_is_restored_over_what_is_there(kept, tmp_path, other, empty):
    made = back_up(kept, tmp_path / "backups", NOW)
    empty.write(f"{STORE}/ab/cd/{'ab' * 32}", b"another's")
    with pytest.raises(MachineError, match="E-RESTORE-NOT-EMPTY"):
        restore(made.folder, other(empty))
    assert [f"{STORE}/ab/cd/{'ab' * 32}"] == keys(empty)
    assert not other(empty).state.exists()


def test_nothing_is_restored_into_a_store_in_use(kept, tmp_path, other):
    """Where a trial has the service's own HEYAN_STORE, and nothing changed there since the backup."""
    made = back_up(kept, tmp_path / "backups", NOW)
    with pytest.raises(MachineError, match=r"E-RESTORE-NOT-EMPTY: .*in use"):
        restore(made.folder, other(kept.objects))
    assert not other(kept.objects).state.exists()


def test_what_was_restored_once_is_a_store_in_use(kept, tmp_path, other, empty):
    made = back_up(kept, tmp_path / "backups", NOW)
    restore(made.folder, other(empty, "1"))
    with pytest.raises(MachineError, match="E-RESTORE-NOT-EMPTY"):
        restore(made.folder, other(empty, "2"))


def test_restored_by_the_command_line_it_says_which_store_to_set(kept, run, tmp_path, store):
    made = back_up(kept, tmp_path / "backups", NOW)
    for name in ("INBOX", "OUT"):
        os.environ[f"HEYAN_{name}"] = str(tmp_path / "new" / name)
    os.environ["HEYAN_STORE"] = f"{store.url}-2"
    result = run("restore", made.folder, "--to", tmp_path / "new/var")
    assert 0 == result.exit_code, result.output
    assert f"HEYAN_STORE={store.url}-2" in result.output.replace("\n", "")
    assert store.url.partition("/season")[0] in (tmp_path / "new/var/desk/where.json").read_text()
    assert set() == codes(find_home())


def test_a_restore_that_broke_off_is_begun_again(kept, tmp_path, other, empty, store, monkeypatch):
    """Records come last: until then nothing names what is there."""
    made, home = back_up(kept, tmp_path / "backups", NOW), other(empty)
    put, left = ObjectStore.put, [1 + 2]  # its mark first

    def broken(self, key, file):
        left[0] -= 1
        if left[0] < 0:
            store.door.close()
        put(self, key, file)

    monkeypatch.setattr(ObjectStore, "put", broken)
    with pytest.raises(MachineError, match="E-STORE-AWAY"):
        restore(made.folder, home)
    assert not home.state.exists()
    monkeypatch.setattr(ObjectStore, "put", put)
    store.door.open()
    assert 2 == len(keys(empty))
    assert [] == keys(empty, RECORDS)
    restore(made.folder, home)
    assert contents(kept.objects) == contents(empty)
    assert set() == codes(home)


def test_a_bag_holds_what_the_store_has(kept, run, tmp_path, uploads):
    result = run("archive", "A1", "--to", tmp_path / "bags", "--by", "档案员")
    assert 0 == result.exit_code, result.output
    bag = tmp_path / "bags/test-001_A1"
    bagit.Bag(str(bag)).validate()
    originals = {path.read_bytes() for path in (bag / "data/originals").iterdir()}
    assert {data for path, data in uploads.items() if path.startswith("uploads/A1/")} == originals
    assert list((bag / "data/pages").iterdir())
    assert list((bag / "data/readings").iterdir())


def test_no_bag_is_made_of_what_is_damaged_or_lost(kept, run, tmp_path):
    key = keys(kept.objects, "readings/images")[0]
    kept.objects.write(key, b"?")
    assert "E-STORE-CHANGED" in run("archive", "A1", "--to", tmp_path / "bags").stderr
    gone(kept.objects, key)
    assert "E-ARCHIVE-MISSING" in run("archive", "A1", "--to", tmp_path / "bags").stderr
    assert not (tmp_path / "bags/test-001_A1").exists()
