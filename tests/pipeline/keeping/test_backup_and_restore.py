import datetime as dt
import hashlib
import io
import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace

import dagster as dg
import pytest
from dagster._core.remote_origin import (
    GrpcServerCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.storage.tags import WILL_RETRY_TAG
from dagster._core.test_utils import create_run_for_test
from dagster._daemon.auto_run_reexecution.auto_run_reexecution import should_retry

from evidence.errors import MachineError
from extractors.intake.store import ByteStore
from pipeline.batches import find_batch, remember
from pipeline.desk import desk_location, first_administrator
from pipeline.home import Home
from pipeline.keeping import backing_up, restoring
from pipeline.keeping.backing_up import back_up
from pipeline.keeping.backup_places import open_backup
from pipeline.keeping.last_backup import last_backup
from pipeline.keeping.restoring import end_runs, other_rules, restore
from pipeline.whereabouts import note_first_whereabouts, note_path, note_whereabouts

NOW = dt.datetime(2024, 4, 12, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def new_home(tmp_path):
    return Home(tmp_path / "new/var", tmp_path / "new/inbox", tmp_path / "new/out")


@pytest.fixture
def made(concluded, tmp_path):
    return back_up(concluded, tmp_path / "backups", NOW).folder


def test_everything_comes_back_at_another_place(concluded, made, new_home):
    """The state is whole, the record too, and the batch's files are found where they are now."""
    before = {p.relative_to(concluded.out): p.read_bytes() for p in concluded.out.rglob("*.json")}
    restore(made, new_home)
    after = {p.relative_to(new_home.out): p.read_bytes() for p in new_home.out.rglob("*.json")}
    assert before == after
    assert after
    entry = find_batch(new_home, "test-001")
    assert str(new_home.state / "sources/test-001") == entry.source
    assert str(new_home.out / "test-001") == entry.out
    assert (new_home.state / "sources/test-001/applications.csv").is_file()
    kept = next(new_home.store.rglob("*/*/*"))
    assert 0o444 == kept.stat().st_mode & 0o777
    assert 0o600 == (new_home.state / "desk/record.secret").stat().st_mode & 0o777
    assert 0o700 == (new_home.state / "desk").stat().st_mode & 0o777


def test_sha256sum_checks_a_backup(made):
    command = ["sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt"]
    assert 0 == subprocess.run(command, cwd=made, check=False).returncode
    assert 0o700 == made.stat().st_mode & 0o777


def test_the_records_last_link_is_never_ahead_of_the_database(concluded, tmp_path, monkeypatch):
    """Somebody decides while the backup begins: the copy's last link stands in its database."""
    head = concluded.state / "desk/record.head"
    snapshot = backing_up.snapshot_sqlite

    def decide_meanwhile(source, target):
        snapshot(source, target)
        if source.name == "desk.sqlite3":
            head.write_text(f"{99:020d} {'ab' * 32}\n")

    monkeypatch.setattr(backing_up, "snapshot_sqlite", decide_meanwhile)
    folder = back_up(concluded, tmp_path / "backups", NOW).folder
    assert "ab" * 32 not in (folder / "state/desk/record.head").read_text()


def test_dagster_never_says_published_what_the_desk_lacks(concluded, tmp_path, monkeypatch):
    """Schedules name runs, and runs say that the desk has a batch: each is copied first."""
    order, snapshot = [], backing_up.snapshot_sqlite

    def noted(source, target):
        order.append(source.relative_to(concluded.state).parts[0])
        snapshot(source, target)

    monkeypatch.setattr(backing_up, "snapshot_sqlite", noted)
    back_up(concluded, tmp_path / "backups", NOW)
    assert ["schedules", "history", "desk"] == list(dict.fromkeys(order))


def test_a_marker_that_comes_meanwhile_is_not_copied(concluded, tmp_path, monkeypatch):
    """Half of a batch must not come back marked as whole."""
    batch = concluded.inbox / "b-1"
    (batch / "uploads").mkdir(parents=True)
    (batch / "uploads/1.pdf").write_bytes(b"1")
    copied = backing_up.TreeCopy.whole

    def finish_copying(copy, source, place, *skip):
        if source == batch:
            (batch / "_READY").touch()
        return copied(copy, source, place, *skip)

    monkeypatch.setattr(backing_up.TreeCopy, "whole", finish_copying)
    first = back_up(concluded, tmp_path / "backups", NOW).folder
    assert (first / "inbox/b-1/uploads/1.pdf").is_file()
    assert not (first / "inbox/b-1/_READY").exists()
    second = back_up(concluded, tmp_path / "more", NOW).folder
    assert (second / "inbox/b-1/_READY").is_file()


def test_what_gets_another_name_in_the_inbox_meanwhile_is_in_it(concluded, tmp_path, monkeypatch):
    """The desk hands a batch over, and moves the earlier version aside, behind the copy's back."""
    inbox, kept = concluded.inbox, concluded.inbox / "_replaced/b-1.replaced"
    for name in (".incoming-1", "b-1"):
        (inbox / name).mkdir(parents=True)
        (inbox / name / name).write_bytes(name.encode())
    kept.mkdir(parents=True)
    copied = backing_up.TreeCopy.whole

    def hand_over_meanwhile(copy, source, place, *skip):
        if source == inbox / "b-1" and (inbox / ".incoming-1").exists():
            source.rename(kept / "b-1")
            (inbox / ".incoming-1").rename(source)
        return copied(copy, source, place, *skip)

    monkeypatch.setattr(backing_up.TreeCopy, "whole", hand_over_meanwhile)
    copy = back_up(concluded, tmp_path / "backups", NOW).folder / "inbox"
    assert b"b-1" == (copy / "_replaced/b-1.replaced/b-1/b-1").read_bytes()
    assert b".incoming-1" == (copy / "b-1/.incoming-1").read_bytes()
    assert not (copy / ".incoming-1").exists() or not any((copy / ".incoming-1").iterdir())


def test_a_database_in_use_is_copied_as_of_one_moment(tmp_path):
    """What is in the write-ahead log counts; what is not committed does not."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE t (x)")
        live.execute("INSERT INTO t VALUES (1)")
        live.commit()
        live.execute("INSERT INTO t VALUES (2)")
        backing_up.snapshot_sqlite(tmp_path / "a.db", tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as copy:
        assert [(1,)] == copy.execute("SELECT x FROM t").fetchall()


def test_what_did_not_become_whole_leaves_nothing(concluded, tmp_path, monkeypatch):
    """Disk full in the middle: no folder that looks like a backup, and a sentence."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up.TreeCopy, "add", full)
    with pytest.raises(MachineError, match="E-DISK-FULL"):
        back_up(concluded, tmp_path / "backups", NOW)
    assert [] == list((tmp_path / "backups").iterdir())


def test_what_a_killed_one_left_is_no_backup_and_goes(concluded, tmp_path):
    left = tmp_path / "backups/heyan-20240411T000000Z.partial"
    left.mkdir(parents=True)
    (left / "manifest-sha256.txt").touch()
    with pytest.raises(MachineError, match="E-BACKUP-NONE"):
        open_backup(left)
    made = back_up(concluded, left.parent, NOW).folder
    assert [made] == list(left.parent.iterdir())


def test_what_is_not_in_it_is_told(run, concluded, tmp_path):
    """A link in the inbox and a source whose disk is away: status 1, the rest is copied."""
    (concluded.inbox / "link").symlink_to("/etc/passwd")
    entry = find_batch(concluded, "test-001")
    remember(concluded, replace(entry, source=str(tmp_path / "not mounted")))
    result = run("backup", tmp_path / "backups")
    assert (1, True) == (result.exit_code, "The backup is whole" not in result.stdout)
    assert ("E-BACKUP-LEFT-OUT" in result.stderr, "inbox/link" in result.stderr) == (True, True)
    assert ("E-BACKUP-SOURCE" in result.stderr, "test-001" in result.stderr) == (True, True)
    (folder,) = (tmp_path / "backups").iterdir()
    codes = ("E-BACKUP-LEFT-OUT", "E-BACKUP-SOURCE")
    last = last_backup(concluded)
    assert (str(folder), codes) == (last.folder, last.problems)
    assert ["inbox/link"] == json.loads((folder / "backup.json").read_text())["left_out"]


def test_records_and_store_on_another_disk_are_in_it(concluded, tmp_path):
    """An operator linked them there when the disk became full."""
    for name in ("records", "store", "history"):
        (concluded.state / name).rename(tmp_path / name)
        (concluded.state / name).symlink_to(tmp_path / name)
    made = back_up(concluded, tmp_path / "backups", NOW)
    sums = open_backup(made.folder).sums
    assert () == made.problems
    for start in ("state/records/", "state/store/", "state/history/"):
        assert any(path.startswith(start) for path in sums)


@pytest.mark.parametrize("variable", ["HEYAN_DATABASE_URL", "HEYAN_INBOX", "HEYAN_OUT"])
def test_cron_with_another_environment_is_refused(run, concluded, tmp_path, variable):
    """The service has PostgreSQL, or an inbox elsewhere, and cron's line does not say so."""
    database = "postgresql://db:5432/desk" if variable == "HEYAN_DATABASE_URL" else "sqlite"
    used = Home(
        concluded.state,
        tmp_path / "in" if variable == "HEYAN_INBOX" else concluded.inbox,
        tmp_path / "o" if variable == "HEYAN_OUT" else concluded.out,
    )
    note_whereabouts(used, database)
    for command in (
        ("backup", tmp_path / "b"),
        ("verify",),
        ("archive", "A1", "--to", tmp_path / "a"),
    ):
        result = run(*command)
        assert (1, True) == (result.exit_code, "E-BACKUP-DESK" in result.stderr), result.output
        assert variable in result.stderr
    assert not (tmp_path / "b").exists()


def test_a_desk_elsewhere_is_known_without_a_note(concluded, tmp_path):
    """The record's last link without a database: PostgreSQL has it, noted or not."""
    note_path(concluded).unlink(missing_ok=True)
    (concluded.state / "desk/record.head").touch()
    (concluded.state / "desk/desk.sqlite3").unlink()
    with pytest.raises(MachineError, match="E-BACKUP-DESK"):
        back_up(concluded, tmp_path / "backups", NOW)


def test_only_the_service_says_that_something_moved(concluded, tmp_path):
    """`heyan serve` notes anew; a note that cannot be read is no reason to go on."""
    note_whereabouts(Home(concluded.state, tmp_path / "in", concluded.out), "sqlite")
    note_first_whereabouts(concluded, "sqlite")
    with pytest.raises(MachineError, match="E-BACKUP-DESK"):
        back_up(concluded, tmp_path / "backups", NOW)
    note_path(concluded).write_bytes(b"{")
    with pytest.raises(MachineError, match="E-BACKUP-DESK"):
        back_up(concluded, tmp_path / "backups", NOW)
    first_administrator()
    assert back_up(concluded, tmp_path / "backups", NOW).folder.is_dir()


def test_where_the_desk_is_says_no_password(monkeypatch, desk):
    monkeypatch.setenv("HEYAN_DATABASE_URL", "postgres://who:secret@db.example/desk")
    assert "postgresql://db.example:5432/desk" == desk_location()


@pytest.mark.parametrize("part", ["state", "inbox", "out"])
def test_a_backup_never_lies_in_what_it_copies(concluded, part):
    with pytest.raises(MachineError, match="E-BACKUP-PLACE"):
        back_up(concluded, getattr(concluded, part) / "b", NOW)


def test_the_next_backup_shares_what_has_not_changed(concluded, made, tmp_path):
    second = back_up(concluded, made.parent, NOW.replace(hour=10))
    original = next((made / "state/store").rglob("*/*/*"))
    assert original.samefile(second.folder / original.relative_to(made))
    more = open_backup(second.folder).sums.keys() - open_backup(made).sums.keys()
    assert {"state/last_backup.json"} == more
    databases = [*made.rglob("state/history/**/*.db"), made / "state/desk/desk.sqlite3"]
    assert len(databases) > 1
    assert all(one.samefile(second.folder / one.relative_to(made)) for one in databases)


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_one_damaged_byte_and_nothing_is_restored(made, new_home, damage):
    original = next((made / "state/store").rglob("*/*/*"))
    original.chmod(0o600)
    if damage == "changed":
        original.write_bytes(original.read_bytes()[:-1] + b"?")
    if damage == "missing":
        original.unlink()
    with pytest.raises(MachineError, match="E-BACKUP-DAMAGED"):
        restore(made, new_home)
    assert not any(new_home.state.parent.glob("*"))


def test_a_place_in_use_is_refused(made, new_home):
    new_home.out.mkdir(parents=True)
    (new_home.out / "somebody's").touch()
    with pytest.raises(MachineError, match="E-RESTORE-NOT-EMPTY"):
        restore(made, new_home)
    assert not new_home.state.exists()


def test_a_disk_of_its_own_is_a_place(concluded, made, new_home):
    """A mount point can neither be renamed nor replaced, and has its lost+found."""
    (new_home.state / "lost+found").mkdir(parents=True)
    mounted = new_home.state.stat().st_ino
    restore(made, new_home)
    assert mounted == new_home.state.stat().st_ino
    assert (new_home.state / "batches/test-001/entry.json").is_file()
    assert [] == [*new_home.state.parent.rglob("*.restoring")]


def test_a_database_that_takes_nothing_leaves_nothing(made, new_home, monkeypatch):
    """Files first: a database that is full already could not be used a second time."""
    about = (made / "backup.json").read_bytes().replace(b'"postgresql":false', b'"postgresql":true')
    (made / "backup.json").write_bytes(about)
    manifest = made / "manifest-sha256.txt"
    lines = [one for one in manifest.read_text().splitlines() if not one.endswith("backup.json")]
    lines.append(f"{hashlib.sha256(about).hexdigest()}  backup.json")
    manifest.write_text("".join(f"{one}\n" for one in lines))
    there = []

    def refused(*_):
        there.extend(new_home.state.glob("batches/*/entry.json"))
        raise MachineError(restoring.ENDED)

    monkeypatch.setattr(restoring, "is_empty_postgresql", lambda _: True)
    monkeypatch.setattr(restoring, "check_postgresql_tools", lambda: None)
    monkeypatch.setattr(restoring, "restore_postgresql", refused)
    with pytest.raises(MachineError):
        restore(made, new_home, "postgresql://nobody@127.0.0.1:1/none")
    assert there
    assert [] == list(new_home.state.parent.iterdir())


def test_a_manifest_that_leads_elsewhere_is_refused(made, new_home):
    with (made / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'ab' * 32}  state/../../../x\n")
    with pytest.raises(MachineError, match="E-BACKUP-DAMAGED"):
        restore(made, new_home)


def test_a_postgresql_desk_needs_an_empty_database_first(made, new_home):
    """It is asked for before any file is copied, by the variable: arguments show passwords."""
    about = (made / "backup.json").read_bytes().replace(b'"postgresql":false', b'"postgresql":true')
    (made / "backup.json").write_bytes(about)
    for url in (None, "postgresql://nobody@127.0.0.1:1/none"):
        with pytest.raises(MachineError, match=r"E-(RESTORE|BACKUP)-DATABASE"):
            restore(made, new_home, url)
    with pytest.raises(MachineError, match="HEYAN_DATABASE_URL"):
        restore(made, new_home)
    assert not new_home.state.parent.exists()


def test_a_run_that_was_at_work_elsewhere_is_ended(instance):
    """Of another host nobody can know; after a restore everybody does."""
    for status in (dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.SUCCESS):
        tags = {"heyan/host": "another", "heyan/pid": "1", "heyan/started": "1.0"}
        create_run_for_test(instance, status=status, tags=tags)
    assert 1 == end_runs(instance)
    found = sorted(run.status.value for run in instance.get_runs())
    assert ["FAILURE", "SUCCESS"] == found


@pytest.mark.parametrize("status", ["STARTED", "QUEUED", "FAILURE"])
def test_no_run_starts_by_itself_after_a_restore(instance, status):
    """Neither the daemon's retries nor its queue; the commands that are printed are the only way."""
    location = GrpcServerCodeLocationOrigin(host="localhost", port=1)
    origin = RemoteJobOrigin(RemoteRepositoryOrigin(location, "heyan"), "job")
    run = create_run_for_test(
        instance,
        status=dg.DagsterRunStatus[status],
        remote_job_origin=origin,
        tags={WILL_RETRY_TAG: "true"} if status == "FAILURE" else {},
    )
    end_runs(instance)
    ended = instance.get_run_by_id(run.run_id)
    assert dg.DagsterRunStatus.FAILURE is ended.status
    assert not should_retry(ended, instance)


def test_by_the_command_line(run, concluded, tmp_path):
    """Damage in the store does not keep a backup from being made, and is told."""
    result = run("backup", tmp_path / "backups")
    assert (0, True) == (result.exit_code, "The backup is whole" in result.stdout), result.output
    (folder,) = (tmp_path / "backups").iterdir()
    about = json.loads((folder / "backup.json").read_text())
    told = (about["state"], about["readings"], about["sources"])
    assert (str(concluded.state), True, {"test-001": "test-001"}) == told
    store = ByteStore(concluded.store)
    damaged = store.path(store.put(io.BytesIO(b"good")).sha256)
    damaged.chmod(0o600)
    damaged.write_bytes(b"rotten")
    again = run("backup", tmp_path / "other", "--without-readings")
    assert (1, True) == (again.exit_code, "E-STORED-CHANGED" in again.stderr)
    (folder,) = (tmp_path / "other").iterdir()
    assert not (folder / "state/readings").exists()


def test_rules_that_operators_edited_are_in_it(concluded, tmp_path, monkeypatch):
    """Fresh rules on the new machine would judge by another notice without a word."""
    project = tmp_path / "project"
    for name in ("notices/mine.yaml", "notices/other.yaml", "authorities/list.yaml"):
        (project / "verifiers" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "verifiers" / name).write_text(name)
    monkeypatch.setattr(backing_up, "repository", lambda: project)
    monkeypatch.setattr(restoring, "repository", lambda: project)
    backup = open_backup(back_up(concluded, tmp_path / "backups", NOW).folder)
    assert [] == other_rules(backup)
    (project / "verifiers/notices/mine.yaml").unlink()
    (project / "verifiers/authorities/list.yaml").write_text("fresh")
    (project / "verifiers/notices/new.yaml").touch()
    rules = ("authorities/list.yaml", "notices/mine.yaml")
    assert [
        (backup.folder / "rules" / name, project / "verifiers" / name) for name in rules
    ] == other_rules(backup)


def test_a_restored_place_says_what_to_do_next(run, made, tmp_path, monkeypatch):
    """What is not finished, with the command that goes on; the record tells of the restore."""
    from review.desk.models import Event

    for variable in ("HEYAN_INBOX", "HEYAN_OUT"):
        monkeypatch.delenv(variable)
    other = min((made / "rules/notices").glob("*.yaml"))
    monkeypatch.setattr(restoring, "repository", lambda: tmp_path)
    (made / "state/store/Thumbs.db").touch()
    progress = made / "state/progress/test-001.json"
    manifest = made / "manifest-sha256.txt"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(one for one in lines if "progress/test-001.json" not in one))
    progress.unlink()
    result = run("restore", made, "--to", tmp_path / "new/var")
    assert 0 == result.exit_code, result.output
    source = tmp_path / "new/var/sources/test-001"
    assert f"heyan run {source} --out {tmp_path / 'new/out/test-001'}" in result.stdout
    assert f'"inbox":"{tmp_path}/new/inbox"' in (tmp_path / "new/var/desk/where.json").read_text()
    assert "state/store/Thumbs.db" in result.output
    assert not (tmp_path / "new/var/store/Thumbs.db").exists()
    assert f"cp {other} {tmp_path}/verifiers/notices/{other.name}" in result.stdout
    assert "state.restored" == Event.objects.last().action
