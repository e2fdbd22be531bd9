import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from doubles import CPU, CRASH, HANG, LATER, MEMORY, PIXELS, RAISE
from papers import marked_page
from pebble import ProcessPool

from evidence.readings import PageStatus
from extractors.reading.cache import ReadingCache
from extractors.reading.pool import Readers, read_uploads
from extractors.reading.settings import MIB, ReadingSettings

SETTINGS = ReadingSettings(
    reader="doubles:TroubleReader",
    workers=2,
    cpu_seconds=2,
    wall_factor=5.0,
    worker_bytes=600 * MIB,
    rounds=0,
)


def read(files, cache, settings=SETTINGS):
    told = []
    readings = list(read_uploads(files, settings, cache, told.append))
    return readings, told[-1] if told else None


def test_a_page_that_kills_its_reader_costs_that_page_alone(tmp_path, stored):
    """Crash, hang, memory, CPU time and an exception are named; every other page is read."""
    marks = [200, CRASH, 201, HANG, 202, MEMORY, 203, CPU, 204, RAISE, 205, PIXELS]
    files = [stored(marked_page(tmp_path, mark)) for mark in marks]
    readings, _ = read(files, ReadingCache(tmp_path / "cache"))
    ended = {}
    for mark, reading in zip(marks, readings, strict=True):
        page = reading.pages[0].page
        ended[mark] = page.problem.code if page.problem else page.status.value
    assert ended == {
        **dict.fromkeys((200, 201, 202, 203, 204, 205), "read"),
        CRASH: "E-PAGE-CRASH",
        HANG: "E-PAGE-HANG",
        MEMORY: "E-PAGE-MEMORY",
        PIXELS: "E-PAGE-MEMORY",
        CPU: "E-PAGE-CPU",
        RAISE: "E-PAGE-ERROR",
    }


def test_a_page_that_finds_no_memory_after_others_is_read_in_a_fresh_process(tmp_path, stored):
    """OpenCV's own error says so as well: what is short is this process's memory, not the page."""
    files = [stored(marked_page(tmp_path, mark)) for mark in (200, LATER)]
    readings, _ = read(files, ReadingCache(tmp_path / "cache"), replace(SETTINGS, workers=1))
    assert ["read", "read"] == [reading.pages[0].page.status.value for reading in readings]


def test_a_page_in_the_cache_is_not_read_again(tmp_path, stored, monkeypatch):
    """A second run asks the reader for nothing and returns the same readings."""
    log = tmp_path / "log"
    monkeypatch.setenv("HEYAN_TEST_LOG", str(log))
    files = [stored(marked_page(tmp_path, mark)) for mark in (200, 201, 202)]
    cache = ReadingCache(tmp_path / "cache")
    first, _ = read(files, cache)
    asked = log.read_text()
    second, progress = read(files, cache)
    assert second == first
    assert log.read_text() == asked
    assert (progress.pages_done, progress.pages_cached) == (3, 3)


def test_a_page_whose_picture_was_lost_is_read_again(tmp_path, stored):
    """A reviewer decides on what they see; what others of the file were read as is kept."""
    files = [stored(marked_page(tmp_path, mark)) for mark in (200, 201)]
    cache = ReadingCache(tmp_path / "cache")
    first, _ = read(files, cache)
    lost = cache.image_path(first[0].pages[0].page.image)
    lost.unlink()
    second, progress = read(files, cache)
    assert first == second
    assert lost.is_file()
    assert (2, 1) == (progress.pages_done, progress.pages_cached)


def test_the_same_bytes_twice_are_read_once(tmp_path, stored):
    """Two uploads of one certificate give one reading."""
    one = stored(marked_page(tmp_path, 200, "a"))
    two = stored(marked_page(tmp_path, 200, "b"))
    readings, progress = read([one, two], ReadingCache(tmp_path / "cache"))
    assert [one.sha256] == [reading.sha256 for reading in readings]
    assert 1 == progress.pages_done


def test_a_failed_page_gets_another_chance_in_the_next_run(tmp_path, stored):
    """What was given up is not remembered as read."""
    file = stored(marked_page(tmp_path, RAISE))
    cache = ReadingCache(tmp_path / "cache")
    readings, _ = read([file], cache)
    assert readings[0].pages[0].page.status is PageStatus.UNREADABLE
    assert cache.page(file.sha256, readings[0].recipe, 1) is None


def test_a_damaged_file_is_remembered(tmp_path, stored, monkeypatch):
    """Bytes that cannot be decoded today cannot be tomorrow: no process is started for them."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 no more")
    picture = marked_page(tmp_path, 200)
    picture.write_bytes(picture.read_bytes()[:-200])
    files = [stored(tmp_path / "a.pdf", "application/pdf"), stored(picture)]
    cache = ReadingCache(tmp_path / "cache")
    first, _ = read(files, cache)
    assert ["E-PDF-DAMAGED"] == [r.problem.code for r in first if r.problem]
    monkeypatch.setattr("extractors.reading.pool.ProcessPool", None)
    assert first == read(files, cache)[0]


def read_by(readers, file, cache, settings=SETTINGS):
    """The status of the file's page, and the processes that were there for it afterwards."""
    (reading,) = read_uploads([file], settings, cache, readers=readers)
    return reading.pages[0].page.status.value, {
        one.pid for one in psutil.Process().children() if "spawn_main" in str(one.cmdline())
    }


def test_kept_readers_read_one_shard_after_the_other(tmp_path, stored):
    """To start them takes seconds; those that read otherwise are others, and none outlives the block."""
    first, second, third = (stored(marked_page(tmp_path, mark)) for mark in (200, 201, 202))
    cache, others = ReadingCache(tmp_path / "cache"), replace(SETTINGS, cpu_seconds=3)
    with Readers(kept=True) as readers:
        status, one = read_by(readers, first, cache)
        assert ("read", 2) == (status, len(one))
        assert ("read", one) == read_by(readers, second, cache)
        status, changed = read_by(readers, third, cache, others)
        assert "read" == status
        assert one.isdisjoint(changed)
    assert not [pid for pid in one | changed if psutil.pid_exists(pid)]


@pytest.mark.parametrize("number", [1, 2])
def test_kept_readers_that_were_killed_meanwhile_are_started_again(tmp_path, stored, number):
    """Between two shards nobody waits for an answer that would say so; a third is in the cache."""
    first, second = (stored(marked_page(tmp_path, mark)) for mark in (200, 201))
    cache = ReadingCache(tmp_path / "cache")
    with Readers(kept=True) as readers:
        _, killed = read_by(readers, first, cache)
        for pid in list(killed)[:number]:
            os.kill(pid, signal.SIGKILL)
        time.sleep(1)
        read_by(readers, first, cache)
        status, others = read_by(readers, second, cache)
    assert "read" == status
    assert killed.isdisjoint(others)


def test_a_pool_that_breaks_before_it_is_asked_is_mended(tmp_path, stored, monkeypatch):
    """Whoever asks it hears of that alone that it is no more."""
    file, asked = stored(marked_page(tmp_path, 200)), []
    real = ProcessPool.schedule

    def broken(self, *arguments, **named):
        asked.append(self)
        if len(asked) == 1:
            raise RuntimeError("Unexpected error within the Pool")
        return real(self, *arguments, **named)

    monkeypatch.setattr(ProcessPool, "schedule", broken)
    (reading,), _ = read([file], ReadingCache(tmp_path / "cache"))
    assert reading.pages[0].page.status is PageStatus.READ
    assert asked[0] is not asked[1]


def test_readers_end_with_the_work_they_were_started_for(tmp_path, stored):
    """Unless they are kept, and kept ones where the work is broken off."""
    files = [stored(marked_page(tmp_path, mark)) for mark in (200, 201)]
    cache = ReadingCache(tmp_path / "cache")
    assert ("read", set()) == read_by(Readers(), files[0], cache)
    with Readers(kept=True) as readers:
        reading = read_uploads(files, SETTINGS, ReadingCache(tmp_path / "else"), readers=readers)
        next(reading)
        reading.close()
        assert ("read", set()) == read_by(readers, files[0], cache)


RUN = """
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
from extractors.reading.cache import ReadingCache
from extractors.reading.pool import read_uploads
from extractors.reading.settings import ReadingSettings, StoredFile

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    files = [StoredFile(f"{{int(p.stem):064x}}", p, "image/png") for p in sorted(folder.glob("*.png"))]
    settings = ReadingSettings(reader="doubles:TroubleReader", rounds=0)
    for reading in read_uploads(files, settings, ReadingCache(folder / "cache")):
        print(reading.sha256, flush=True)
"""


def test_a_killed_run_goes_on_where_it_stopped(tmp_path):
    """SIGKILL in the middle: what was read stays, and is not read again."""
    for mark in range(100, 130):
        marked_page(tmp_path, mark)
    log = tmp_path / "log"
    script = tmp_path / "run.py"
    here = Path(__file__).parent
    script.write_text(RUN.format(paths=[str(here), str(here.parents[2])]))
    environment = os.environ | {"HEYAN_TEST_LOG": str(log), "HEYAN_TEST_DELAY": "0.1"}
    command = [sys.executable, str(script), str(tmp_path)]
    run = subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while len(list((tmp_path / "cache").rglob("0001.json"))) < 8:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    kept = len(list((tmp_path / "cache").rglob("0001.json")))
    asked_before = Counter(log.read_text().split())
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    asked = Counter(log.read_text().split())
    assert kept < 30
    assert 30 == len(asked)
    assert asked.total() - asked_before.total() == 30 - kept


@pytest.mark.parametrize("mark", [CRASH, HANG])
def test_a_page_that_fails_is_tried_twice(tmp_path, stored, monkeypatch, mark):
    """A crowded machine is no fault of the page's: one more try, then it is given up."""
    log = tmp_path / "log"
    monkeypatch.setenv("HEYAN_TEST_LOG", str(log))
    read([stored(marked_page(tmp_path, mark))], ReadingCache(tmp_path / "cache"))
    assert 2 == len(log.read_text().split())
