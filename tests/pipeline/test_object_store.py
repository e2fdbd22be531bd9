"""A whole installation whose uploads, readings and records lie in an object store."""

import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from pipeline import patience
from pipeline.batches import take_batch
from pipeline.cli import heyan
from pipeline.definitions import defs
from pipeline.home import find_home
from pipeline.jobs import check_shard
from pipeline.runs import register
from pipeline.stored_records import has_records
from storage.object_store import ObjectStore
from tests.object_stores import moto, store  # noqa: F401  fixtures

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
    return make_batch(files=files | {"uploads/A1/证书.docx": b"PK\x03\x04", "uploads/A1/空.png": b""})


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


def test_what_comes_out_is_byte_for_byte_that_of_the_folder(run, batch, store, tmp_path):  # noqa: F811
    assert 0 == run("run", batch, "--out", tmp_path / "objects").exit_code
    home = find_home()
    for name in ("store", "readings", "records"):
        assert not (home.state / name).exists()
        assert list(home.objects.listed(name))
    shutil.rmtree(home.state / "batches")
    os.environ["HEYAN_STORE"] = ""
    result = run("run", batch, "--out", tmp_path / "folder")
    assert 0 == result.exit_code, result.output
    assert (home.state / "store").is_dir()
    ours, theirs = files_of(tmp_path / "objects"), files_of(tmp_path / "folder")
    assert "verdicts.json" in ours
    assert ours == theirs


def test_the_names_in_the_store_are_those_of_the_folder(run, batch, store, tmp_path):  # noqa: F811
    """So that one can be copied into the other."""
    assert 0 == run("run", batch).exit_code
    objects = find_home().objects
    stored = {one.key for name in ("store", "readings", "records") for one in objects.listed(name)}
    os.environ |= {"HEYAN_STORE": "", "HEYAN_HOME": str(tmp_path / "other")}
    assert 0 == run("run", batch).exit_code
    folder = {
        f"{name}/{path}"
        for name in ("store", "readings", "records")
        for path in files_of(tmp_path / "other" / name)
    }
    assert folder == stored


def test_another_machine_reads_no_page_again(run, batch, store, tmp_path, pages_read):  # noqa: F811
    """It has no copies; what the first one read it finds in the store."""
    assert 0 == run("run", batch, "--out", tmp_path / "1").exit_code
    assert {1} == set(pages_read().values())
    before = pages_read()
    os.environ["HEYAN_STORE_COPIES"] = str(tmp_path / "another machine")
    result = run("run", batch, "--out", tmp_path / "2")
    assert 0 == result.exit_code, result.output
    assert before == pages_read()
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def _closes_after(monkeypatch, store, puts):  # noqa: F811
    """The store is away from then on."""
    left = [puts]
    put = ObjectStore.put

    def counted(self, key, file):
        left[0] -= 1
        if left[0] < 0:
            store.door.close()
        put(self, key, file)

    monkeypatch.setattr(ObjectStore, "put", counted)
    return put


@pytest.mark.parametrize("puts", [3, 12, 15, 16, 24, 26])
def test_a_store_that_goes_away_ends_the_run_and_nothing_is_read_twice(
    run, batch, store, tmp_path, pages_read, monkeypatch, puts  # noqa: F811
):
    """While uploads are stored, pages read, pictures kept or records written."""
    undisturbed = _undisturbed(run, batch, tmp_path, monkeypatch)
    (tmp_path / "read.log").unlink()
    put = _closes_after(monkeypatch, store, puts)
    result = run("run", batch, "--out", tmp_path / "o")
    assert 1 == result.exit_code
    assert "E-STORE-AWAY" in result.stderr
    assert "Traceback" not in result.stderr
    monkeypatch.setattr(ObjectStore, "put", put)
    store.door.open()
    result = run("run", batch, "--out", tmp_path / "o")
    assert 0 == result.exit_code, result.output
    # The page that was being read when the store went away may have been cut off.
    assert PAGES == len(pages_read())
    assert sum(pages_read().values()) <= PAGES * _readings_of_a_page(undisturbed) + 1
    assert undisturbed["files"] == files_of(tmp_path / "o")
