import hashlib
import os
import threading
from pathlib import Path

import pytest

from evidence.errors import MachineError
from storage.object_store import ObjectStore
from storage.settings import object_store

SHA256 = hashlib.sha256(b"content").hexdigest()
KEY = f"store/{SHA256[:2]}/{SHA256}"


@pytest.fixture
def objects(store):
    return object_store(os.environ)


def content(objects, key):
    with objects.open(key) as file:
        return file.read()


def test_what_was_written_is_read_by_every_machine(objects, tmp_path):
    objects.write("records/people/b.jsonl", [b"one\n", b"two\n"])
    other = ObjectStore(objects.url, tmp_path / "other", tmp_path / "other")
    assert b"one\ntwo\n" == content(other, "records/people/b.jsonl")
    assert 8 == other.below("records").size("people/b.jsonl")


def test_what_is_not_there_is_none(objects):
    assert objects.size("a/b") is None
    assert [] == list(objects.listed("a"))
    with pytest.raises(FileNotFoundError):
        objects.open("a/b")


def test_a_beginning_of_keys_is_no_object(objects):
    objects.write("a/b", b"")
    assert objects.size("a") is None
    assert 0 == objects.size("a/b")


def test_objects_are_listed_in_order_below_a_beginning(objects):
    for key in ("b/2", "a/x/1", "a/1", "ab/1"):
        objects.write(key, b"1")
    assert ["a/1", "a/x/1"] == [one.key for one in objects.listed("a")]
    assert ["1", "x/1"] == [one.key for one in objects.below("a").listed()]
    assert ["a/1", "a/x/1", "ab/1", "b/2"] == [one.key for one in objects.listed()]


def test_a_copy_is_used_while_it_is_what_its_name_says(objects, store):
    objects.write(KEY, b"content")
    path = objects.bring(KEY, SHA256)
    store.door.close()
    assert path == objects.bring(KEY, SHA256)
    assert b"content" == path.read_bytes()


def test_a_damaged_copy_is_fetched_anew(objects):
    objects.write(KEY, b"content")
    path = objects.bring(KEY, SHA256)
    path.write_bytes(b"damaged")
    assert b"content" == objects.bring(KEY, SHA256).read_bytes()


def test_a_damaged_object_is_never_used(objects):
    objects.write(KEY, b"damaged")
    with pytest.raises(MachineError, match="E-STORE-CHANGED"):
        objects.bring(KEY, SHA256)
    assert not (objects.copies / KEY).exists()


def test_an_old_copy_that_is_used_is_new_again(objects):
    """So that whoever deletes old copies never takes one that somebody works on."""
    objects.write(KEY, b"content")
    path = objects.bring(KEY, SHA256)
    os.utime(path, (0, 0))
    objects.bring(KEY, SHA256)
    assert path.stat().st_mtime > 10**9


def test_what_breaks_off_while_it_is_written_was_never_there(objects):
    objects.write("records/a.jsonl", b"older\n")

    def lines():
        yield b"newer\n" * 10_000
        raise RuntimeError

    with pytest.raises(RuntimeError):
        objects.write("records/a.jsonl", lines())
    assert b"older\n" == content(objects, "records/a.jsonl")
    assert [] == list((objects.place / ".passing").iterdir())


def test_a_large_object_whose_upload_breaks_off_was_never_there(objects, store, tmp_path):
    """It goes up in parts, and none of them is to be seen before the last."""
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(220 * 2**20)
    threading.Timer(0.6, store.door.close).start()
    with pytest.raises(MachineError, match="E-STORE-AWAY"):
        objects.put(KEY, large)
    store.door.open()
    assert objects.size(KEY) is None
    assert [] == list(objects.listed("store"))


def test_nobody_else_looks_into_the_copies(objects):
    objects.write(KEY, b"content")
    assert 0o700 == objects.place.stat().st_mode & 0o777


def test_a_store_that_is_away_is_the_machines_failure(objects, store):
    store.door.close()
    for ask in (
        lambda: objects.size(KEY),
        lambda: list(objects.listed()),
        lambda: objects.write(KEY, b"content"),
        lambda: objects.open(KEY),
    ):
        with pytest.raises(MachineError, match="E-STORE-AWAY") as caught:
            ask()
        assert store.variables["AWS_SECRET_ACCESS_KEY"] not in str(caught.value.problem)


def test_a_bucket_that_is_not_there_is_not_an_empty_one(store, monkeypatch, tmp_path):
    """Or nothing would seem to have ever been stored."""
    monkeypatch.setenv("HEYAN_STORE", "s3://another-bucket/season")
    objects = object_store(os.environ)
    for ask in (
        lambda: objects.size(KEY),
        lambda: list(objects.listed()),
        lambda: objects.write(KEY, b"content"),
        lambda: objects.open(KEY),
    ):
        with pytest.raises(MachineError, match=r"E-STORE-REFUSED: .*NoSuchBucket"):
            ask()


def test_without_keys_the_sentence_says_so(store, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    objects = ObjectStore("s3://without-keys/season", tmp_path, tmp_path)
    with pytest.raises(MachineError, match="E-STORE-REFUSED"):
        objects.size(KEY)


def test_a_full_disk_for_copies_says_what_may_be_deleted(objects, monkeypatch):
    objects.write(KEY, b"content")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MachineError, match=r"E-DISK-FULL: .*are copies"):
        objects.bring(KEY, SHA256)


def test_a_process_that_was_forked_has_connections_of_its_own(objects):
    objects.write(KEY, b"content")
    child = os.fork()
    if child == 0:
        os._exit(0 if objects.size(KEY) == 7 else 1)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
