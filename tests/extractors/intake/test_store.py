import hashlib
import io
import os
import signal
import subprocess
import sys
import time

import pytest

from evidence.errors import MachineError, UploadError
from extractors.intake.store import ByteStore, StoredBytes


def _files(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_bytes_are_found_under_the_sha256_of_their_content(store, tmp_path):
    source = tmp_path / "证书.pdf"
    source.write_bytes(b"%PDF-1.7")
    stored = store.put(source)
    assert StoredBytes(hashlib.sha256(b"%PDF-1.7").hexdigest(), 8) == stored
    assert b"%PDF-1.7" == store.path(stored.sha256).read_bytes()
    assert store.has(stored.sha256)


def test_the_same_bytes_twice_are_one_file(store):
    first = store.put(io.BytesIO(b"same"))
    assert first == store.put(io.BytesIO(b"same"))
    assert [store.path(first.sha256)] == _files(store.root)


def test_stored_evidence_is_not_writable(store):
    stored = store.put(io.BytesIO(b"evidence"))
    assert 0o444 == store.path(stored.sha256).stat().st_mode & 0o777


def test_a_file_cut_short_in_the_store_is_stored_anew(store):
    stored = store.put(io.BytesIO(b"evidence"))
    path = store.path(stored.sha256)
    path.chmod(0o644)
    path.write_bytes(b"evi")
    store.put(io.BytesIO(b"evidence"))
    assert b"evidence" == path.read_bytes()


def test_more_bytes_than_the_limit_are_refused_and_leave_nothing(store):
    with pytest.raises(UploadError) as caught:
        store.put(io.BytesIO(b"x" * 11), limit=10)
    assert "E-FILE-TOO-LARGE" == caught.value.code
    assert [] == _files(store.root)


def test_as_many_bytes_as_the_limit_are_taken(store):
    assert 10 == store.put(io.BytesIO(b"x" * 10), limit=10).size


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.symlink_to("/etc/hostname"), "E-LINK"),
        (os.mkfifo, "E-SPECIAL-FILE"),
        (lambda path: path.mkdir(), "E-SPECIAL-FILE"),
        (lambda path: None, "E-READ"),
    ],
)
def test_what_is_no_regular_file_is_not_opened(store, tmp_path, make, code):
    path = tmp_path / "strange"
    make(path)
    with pytest.raises(UploadError) as caught:
        store.put(path)
    assert code == caught.value.code


def test_a_full_disk_is_said_so_and_nothing_half_written_stays(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        store = ByteStore(disk / "store")
        with pytest.raises(MachineError) as caught:
            store.put(io.BytesIO(b"x" * 5_000_000))
        assert "E-DISK-FULL" == caught.value.code
        assert [] == _files(store.root)
        assert 1000 == store.put(io.BytesIO(b"y" * 1000)).size
    finally:
        subprocess.run(["umount", disk], check=True)


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_stays(store, tmp_path):
    fifo = tmp_path / "slow"
    os.mkfifo(fifo)
    script = (
        "import sys; from pathlib import Path; from extractors.intake.store import ByteStore;"
        f"ByteStore(Path({str(store.root)!r})).put(open({str(fifo)!r}, 'rb'))"
    )
    writer = subprocess.Popen([sys.executable, "-c", script])
    with fifo.open("wb") as slow:
        slow.write(b"x" * 100)
        slow.flush()
        deadline = time.monotonic() + 20
        while not _files(store.root) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)
        assert 0 == store.sweep()
        assert 1 == len(_files(store.root))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert 1 == store.sweep()
    assert [] == _files(store.root)


def test_a_name_that_is_no_sha256_leads_nowhere(store):
    with pytest.raises(ValueError, match="sha256"):
        store.path("../../etc/passwd")
