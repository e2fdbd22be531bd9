"""A whole installation whose uploads, readings and records lie in an object store."""

import json
import os
import sys
import threading
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner
from dagster._core.storage.tags import MAX_RETRIES_TAG

from evidence.errors import MachineError
from extractors.reading.page import recipe_version
from extractors.reading.pool import Readers
from pipeline import patience
from pipeline.batches import find_batch, take_batch
from pipeline.cli import heyan
from pipeline.definitions import defs
from pipeline.home import find_home
from pipeline.jobs import check_shard
from pipeline.kept import reading_cache
from pipeline.planning.pages import Pages, pages_of
from pipeline.runs import execute, register
from pipeline.stages.reading import read_shard, reading_settings
from pipeline.stages.taking import take_shard
from pipeline.stored_records import has_records
from storage.object_store import ObjectStore
from tests.pipeline.official.conftest import CLAIMED, export

DOUBLES = Path(__file__).parents[1] / "extractors" / "reading"
sys.path.insert(0, str(DOUBLES))

from papers import marked_page  # noqa: E402

PAGES = 6


@pytest.fixture
def run(desk, monkeypatch, tmp_path):
    """Calls `heyan` in this process, with a reader that costs nothing and notes what it reads."""
    monkeypatch.setenv("HEYAN_READER", "doubles:TroubleReader")
    monkeypatch.setenv("HEYAN_WORKERS", "1")
    monkeypatch.setenv("HEYAN_TEST_LOG", str(tmp_path / "read.log"))

    def call(*arguments):
        return CliRunner().invoke(heyan, ["--lang", "en", *map(str, arguments)])

    return call


@pytest.fixture
def batch(make_batch, tmp_path):
    """A batch of pages, a file that nothing reads and one that is empty."""
    pages = [marked_page(tmp_path, 100 + one) for one in range(PAGES)]
    files = {f"uploads/A1/{page.name}": page.read_bytes() for page in pages}
    return make_batch(
        files=files | {"uploads/A1/证书.docx": b"PK\x03\x04", "uploads/A1/空.png": b""}
    )


@pytest.fixture
def pages_read(tmp_path):
    """How often each page was read so far."""

    def count():
        log = tmp_path / "read.log"
        return Counter(log.read_text().split()) if log.exists() else Counter()

    return count


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_comes_out_is_byte_for_byte_that_of_the_folder(run, batch, store, tmp_path):
    assert 0 == run("run", batch, "--out", tmp_path / "objects").exit_code
    home = find_home()
    for name in ("store", "readings", "records"):
        assert not (home.state / name).exists()
        assert list(home.objects.listed(name))
    os.environ |= {"HEYAN_STORE": "", "HEYAN_HOME": str(tmp_path / "other")}
    result = run("run", batch, "--out", tmp_path / "folder")
    assert 0 == result.exit_code, result.output
    ours, theirs = files_of(tmp_path / "objects"), files_of(tmp_path / "folder")
    assert "verdicts.json" in ours
    assert ours == theirs
    names = ("store", "readings", "records")
    # By the same names, so that one can be copied into the other.
    assert {f"{name}/{path}" for name in names for path in files_of(tmp_path / "other" / name)} == {
        one.key for name in names for one in home.objects.listed(name)
    }


def test_another_machine_reads_no_page_again(run, batch, store, tmp_path, pages_read):
    """It has no copies; what the first one read it finds in the store."""
    assert 0 == run("run", batch, "--out", tmp_path / "1").exit_code
    assert {1} == set(pages_read().values())
    before = pages_read()
    os.environ["HEYAN_STORE_COPIES"] = str(tmp_path / "another machine")
    result = run("run", batch, "--out", tmp_path / "2")
    assert 0 == result.exit_code, result.output
    assert before == pages_read()
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


@pytest.fixture
def away_after(monkeypatch, store):
    """`away_after(n)`: the store is away after so many objects more; None: it is there again.

    With `back` it is there again after so many seconds.
    """
    put, left, seconds = ObjectStore.put, [None], [None]

    def counted(self, key, file):
        if left[0] is not None:
            left[0] -= 1
            if left[0] < 0:
                store.door.close()
                if seconds[0] is not None:
                    threading.Timer(seconds[0], away, [None]).start()
                    left[0] = None
        put(self, key, file)

    def away(after, back=None):
        left[0], seconds[0] = after, back
        store.door.close()
        store.door.open()

    monkeypatch.setattr(ObjectStore, "put", counted)
    return away


def test_a_store_that_goes_away_ends_the_run_which_then_goes_on(
    run,
    batch,
    store,
    tmp_path,
    pages_read,
    away_after,
):
    """While uploads are stored, pages counted and read, pictures kept and records written."""
    times = (3, 8, 2, 3, 2, 5, 7)
    for after in times:
        away_after(after)
        result = run("run", batch, "--out", tmp_path / "o")
        assert 1 == result.exit_code, result.output
        assert "E-STORE-AWAY" in result.stderr
        assert "Traceback" not in result.stderr
        assert store.variables["AWS_SECRET_ACCESS_KEY"] not in result.output
    away_after(None)
    result = run("run", batch, "--out", tmp_path / "o")
    assert 0 == result.exit_code, result.output
    assert PAGES == len(pages_read())
    # What was read while the store was away was kept; a page at work was cut off each time.
    assert sum(pages_read().values()) <= PAGES + len(times)
    os.environ |= {"HEYAN_STORE": "", "HEYAN_HOME": str(tmp_path / "other")}
    assert 0 == run("run", batch, "--out", tmp_path / "undisturbed").exit_code
    assert files_of(tmp_path / "undisturbed") == files_of(tmp_path / "o")


def test_what_was_read_while_the_store_was_away_is_not_read_again(
    run,
    batch,
    store,
    tmp_path,
    pages_read,
    away_after,
):
    """It waits on this machine's disk for the store to come back."""
    away_after(PAGES + 1 + PAGES + 1)  # uploads, their records, each file's count
    assert 1 == run("run", batch).exit_code
    fresh = list(find_home().readings.glob(".fresh/pages/*/*/*/0001.json"))
    assert fresh
    before = pages_read()
    away_after(None)
    assert 0 == run("run", batch).exit_code
    again = {mark for mark, times in (pages_read() - before).items() if mark in before}
    assert len(again) <= 1
    assert [] == list(find_home().readings.glob(".fresh/pages/*/*/*/0001.json"))


def test_a_run_that_nobody_watches_waits_for_the_store(
    run,
    batch,
    store,
    monkeypatch,
    away_after,
):
    """As it waits for a database; the same run then ends well."""
    monkeypatch.setattr(patience, "WAITS", (1,) * len(patience.WAITS))
    entry = take_batch(batch, find_home())
    (shard,) = entry.shards
    away_after(4, back=8)
    with dg.DagsterInstance.get() as instance:
        register(instance, entry)
        job = defs.resolve_job_def(check_shard.name)
        execute(instance, job, shard, {MAX_RETRIES_TAG: "3"}, {})
        (only,) = instance.get_runs()
        retried = instance.get_records_for_run(
            only.run_id, of_type=dg.DagsterEventType.STEP_UP_FOR_RETRY
        ).records
    assert dg.DagsterRunStatus.SUCCESS == only.status
    assert retried
    assert has_records(find_home(), "findings", shard)


def test_a_damaged_upload_is_noticed_before_anything_is_judged_by_it(run, batch, store, tmp_path):
    """One machine took it in, another one is to read it."""
    home = find_home()
    entry = take_batch(batch, home)
    (shard,) = entry.shards
    uploads = take_shard(home, entry, shard)
    damaged = next(one for one in uploads if one.path.endswith("100.png"))
    (key,) = (one.key for one in home.objects.listed("store") if one.key.endswith(damaged.sha256))
    home.objects.write(key, b"x" * damaged.size)
    os.environ["HEYAN_STORE_COPIES"] = str(tmp_path / "another machine")
    with pytest.raises(MachineError, match="E-STORE-CHANGED"):
        read_shard(find_home(), uploads, lambda _: None, Readers())
    assert not reading_cache(find_home()).count(damaged.sha256, recipe_version(reading_settings()))


def test_a_lost_upload_is_the_store_s_failure_and_not_the_file_s(run, batch, store, tmp_path):
    home = find_home()
    entry = take_batch(batch, home)
    (shard,) = entry.shards
    uploads = take_shard(home, entry, shard)
    os.environ |= {"HEYAN_STORE": f"{store.url}-2"}
    with pytest.raises(MachineError, match="E-STORE-READ"):
        read_shard(find_home(), uploads, lambda _: None, Readers())


def test_a_damaged_reading_is_read_again(run, batch, store, tmp_path, pages_read):
    assert 0 == run("run", batch, "--out", tmp_path / "1").exit_code
    key = next(
        one.key for one in find_home().objects.listed("readings") if one.key.endswith("1.json")
    )
    find_home().objects.write(key, b"{broken")
    os.environ["HEYAN_STORE_COPIES"] = str(tmp_path / "another machine")
    assert 0 == run("run", batch, "--out", tmp_path / "2").exit_code
    assert PAGES + 1 == sum(pages_read().values())
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_a_picture_that_the_store_lost_is_made_again(run, batch, store, tmp_path, pages_read):
    """Though this machine has copies of it and of the reading: the desk is on another one."""
    assert 0 == run("run", batch, "--out", tmp_path / "1").exit_code
    objects = find_home().objects
    pictures = [one.key for one in objects.listed("readings/images")]
    files, root = objects._opened()
    files.rm_file(f"{root}/{pictures[0]}")
    assert 0 == run("run", batch, "--out", tmp_path / "2").exit_code
    assert pictures == [one.key for one in objects.listed("readings/images")]
    assert PAGES + 1 == sum(pages_read().values())
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_a_file_is_read_alone(run, store, tmp_path):
    """`heyan read`, twice: the second time from the store."""
    page = marked_page(tmp_path, 77)
    assert 0 == run("read", page, "--json").exit_code
    os.environ["HEYAN_STORE_COPIES"] = str(tmp_path / "another machine")
    assert "正常" not in run("read", page).stderr
    assert Counter({"77": 1}) == Counter((tmp_path / "read.log").read_text().split())


def test_a_machine_that_keeps_files_elsewhere_does_nothing(run, batch, store, tmp_path):
    """What it wrote to its own folder the service would never find."""
    assert 0 == run("run", batch).exit_code
    os.environ["HEYAN_STORE"] = ""
    state = find_home().state
    before = files_of(state / "batches") | files_of(state / "registers")
    (tmp_path / "results.csv").write_bytes(export(CLAIMED))
    for arguments in (
        ("run", batch),
        ("cnipa", "import", tmp_path / "results.csv"),
        ("cnipa", "lookups"),
        ("plan",),
    ):
        result = run(*arguments)
        assert 1 == result.exit_code
        assert "E-STORE-OTHER" in result.stderr
    assert not {one.name for one in state.iterdir()} & {"store", "readings", "records"}
    assert before == files_of(state / "batches") | files_of(state / "registers")


def test_copies_do_not_belong_into_the_shared_folder(run, batch, store):
    os.environ["HEYAN_STORE_COPIES"] = str(Path(os.environ["HEYAN_HOME"]) / "copies")
    result = run("run", batch)
    assert 1 == result.exit_code
    assert "E-SETTING" in result.stderr


def test_plan_knows_what_is_kept(run, batch, store, tmp_path):
    assert 0 == run("run", batch).exit_code
    os.environ["HEYAN_STORE_COPIES"] = str(tmp_path / "another machine")
    entry = find_batch(find_home(), "test-001")
    (shard,) = entry.shards
    assert Pages(to_read=0, kept=PAGES) == pages_of(find_home(), entry, shard)


@pytest.mark.parametrize("state", ["well", "away", "no bucket"])
def test_the_doctor_asks_the_store(run, store, state):
    if state == "away":
        store.door.close()
    if state == "no bucket":
        os.environ["HEYAN_STORE"] = "s3://another-bucket"
    lines = [json.loads(line) for line in run("doctor", "--json").stdout.splitlines()]
    (found,) = (one for one in lines if one["name"] == "store")
    assert (state == "well") is found["well"]
    assert bool(found["mend"]) is not found["well"]
    assert store.variables["AWS_SECRET_ACCESS_KEY"] not in json.dumps(lines)
