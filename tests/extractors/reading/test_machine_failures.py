"""What fails because of the machine is nobody's page's fault, and is over when the machine is well."""

import contextlib
import os
import subprocess
import threading
import time
from collections import Counter

import psutil
import pytest
from papers import marked_page

from evidence.errors import MachineError
from extractors.intake.store import ByteStore
from extractors.reading.cache import ReadingCache
from extractors.reading.pool import read_uploads
from extractors.reading.settings import MIB, ReadingSettings
from pipeline.patience import PASSING

SETTINGS = ReadingSettings(
    reader="doubles:TroubleReader", workers=1, worker_bytes=600 * MIB, rounds=0
)


def _read(files, cache):
    return [reading.pages[0].page.status.value for reading in read_uploads(files, SETTINGS, cache)]


@pytest.fixture
def small_disk(tmp_path):
    """A file system with room for very little."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "heyan-test", place],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this account may not mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def _fill(place):
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def test_a_full_disk_makes_no_page_unreadable(tmp_path, small_disk, stored):
    """It is an error that says so; with room again every page is read."""
    cache = ReadingCache(small_disk / "cache")
    files = [stored(marked_page(tmp_path, mark)) for mark in (200, 201)]
    ballast = _fill(small_disk)
    with pytest.raises(MachineError, match="E-DISK-FULL"):
        _read(files, cache)
    assert not list((small_disk / "cache").rglob("*.json"))
    ballast.unlink()
    assert ["read", "read"] == _read(files, cache)


def test_an_upload_is_stored_whole_or_not_at_all(tmp_path, small_disk):
    """Nothing of it is left on the full disk, and the next attempt stores it."""
    source = tmp_path / "upload"
    source.write_bytes(os.urandom(60_000))
    store = ByteStore(small_disk / "store")
    ballast = _fill(small_disk)
    with pytest.raises(MachineError, match="E-DISK-FULL"):
        store.put(source)
    ballast.unlink()
    assert not [path for path in (small_disk / "store").rglob("*") if path.is_file()]
    assert source.read_bytes() == store.path(store.put(source).sha256).read_bytes()


@pytest.mark.parametrize(
    ("damage", "code"), [("away", "E-STORE-READ"), ("changed", "E-STORE-CHANGED")]
)
def test_a_stored_file_that_is_away_is_not_called_damaged(tmp_path, stored, damage, code):
    """A share that is not there would make good files damaged for ever; it comes back, bytes do not."""
    path = marked_page(tmp_path, 200)
    content, file, cache = path.read_bytes(), stored(path), ReadingCache(tmp_path / "cache")
    path.unlink() if damage == "away" else path.write_bytes(content[:-200])
    with pytest.raises(MachineError, match=code):
        _read([file], cache)
    path.write_bytes(content)
    assert ["read"] == _read([file], cache)
    assert (code in PASSING) is (damage == "away")


def test_a_worker_that_is_killed_as_it_starts_costs_nothing(tmp_path, stored):
    """Nor does one that is killed again and again with the same page, up to a limit."""
    files = [stored(marked_page(tmp_path, mark)) for mark in (200, 201)]
    killed = Counter()

    def strike():
        while killed.total() < 3:
            for child in psutil.Process().children():
                with contextlib.suppress(psutil.Error):  # it ended meanwhile
                    if "spawn_main" in " ".join(child.cmdline()) and child.pid not in killed:
                        child.kill()
                        killed[child.pid] += 1
            time.sleep(0.02)

    striking = threading.Thread(target=strike)
    striking.start()
    assert ["read", "read"] == _read(files, ReadingCache(tmp_path / "cache"))
    striking.join()
