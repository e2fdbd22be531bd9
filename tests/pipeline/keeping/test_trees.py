import errno
import hashlib
import os
from pathlib import Path

import pytest

from pipeline.keeping.trees import Earlier, TreeCopy, anything


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


@pytest.fixture
def root(tmp_path):
    (tmp_path / "copy").mkdir()
    return tmp_path / "copy"


def _sha(data):
    return hashlib.sha256(data).hexdigest()


def test_time_and_mode_and_content_come_along(source, root):
    (source / "secret").write_bytes(b"x")
    (source / "secret").chmod(0o600)
    os.utime(source / "secret", ns=(10**18, 10**18))
    copy = TreeCopy(root)
    copy.tree(source, "s")
    status = (root / "s/secret").stat()
    assert (0o600, 10**18) == (status.st_mode & 0o777, status.st_mtime_ns)
    assert {"s/secret": _sha(b"x")} == copy.sums


def test_links_and_pipes_are_left_out_and_named(source, root, tmp_path):
    """A link in the inbox must not bring a file from elsewhere into the backup."""
    (tmp_path / "elsewhere").mkdir()
    (source / "file").symlink_to("/etc/passwd")
    (source / "folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(source / "pipe")
    copy = TreeCopy(root)
    copy.tree(source, "s")
    assert ({}, {"s/file", "s/folder", "s/pipe"}) == (copy.sums, set(copy.left_out))
    assert [] == list(root.rglob("*"))


def test_a_folder_of_our_own_may_lie_on_another_disk(source, root, tmp_path):
    (tmp_path / "big/deep").mkdir(parents=True)
    (tmp_path / "big/deep/file").write_bytes(b"x")
    (source / "records").symlink_to(tmp_path / "big")
    copy = TreeCopy(root)
    copy.tree(source, "s", own=anything)
    assert ({"s/records/deep/file": _sha(b"x")}, []) == (copy.sums, copy.left_out)


def test_a_link_that_leads_back_is_refused(source, root):
    (source / "self").symlink_to(source)
    with pytest.raises(OSError, match="symbolic links"):
        TreeCopy(root).tree(source, "s", own=anything)


@pytest.fixture
def unreadable(monkeypatch):
    """Makes a path answer as one whose permissions were taken away, to root too."""

    def make(path):
        def refused(call):
            def instead(what, *arguments, **options):
                if os.fspath(what) == os.fspath(path):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(what))
                return call(what, *arguments, **options)

            return instead

        monkeypatch.setattr(os, "scandir", refused(os.scandir))
        monkeypatch.setattr(os, "open", refused(os.open))

    return make


@pytest.mark.parametrize("name", ["folder", "file"])
def test_what_cannot_be_read_is_never_quietly_missing(source, root, unreadable, name):
    """Of our own: an error. Of others': named, and the rest is copied."""
    (source / "folder").mkdir()
    for file in ("file", "folder/inner", "other"):
        (source / file).write_bytes(b"x")
    unreadable(source / name)
    (root / "own").mkdir()
    with pytest.raises(PermissionError):
        TreeCopy(root / "own").tree(source, "s", own=anything)
    copy = TreeCopy(root)
    assert copy.whole(source, "s")
    assert [f"s/{name}"] == copy.left_out
    assert "s/other" in copy.sums


def test_what_a_disk_keeps_for_itself_is_no_part_of_it(source, root, unreadable, monkeypatch):
    """`lost+found` in a mount point is root's; below any other folder it is somebody's."""
    (source / "lost+found").mkdir()
    (source / "inner/lost+found").mkdir(parents=True)
    (source / "inner/lost+found/file").touch()
    unreadable(source / "lost+found")
    monkeypatch.setattr(Path, "is_mount", lambda path: path == source)
    copy = TreeCopy(root)
    copy.tree(source, "s", own=anything)
    assert (["s/inner/lost+found/file"], []) == (list(copy.sums), copy.left_out)


def test_a_bad_sector_in_the_inbox_ends_no_backup(source, root, monkeypatch):
    for name in ("bad", "good"):
        (source / name).write_bytes(name.encode())
    fdopen = os.fdopen

    def failing(descriptor, *mode):
        file = fdopen(descriptor, *mode)
        if Path(f"/proc/self/fd/{descriptor}").readlink().name == "bad":
            file.close()
            file = fdopen(os.open("/proc/self/mem", os.O_RDONLY), *mode)  # reading fails with EIO
        return file

    monkeypatch.setattr(os, "fdopen", failing)
    copy = TreeCopy(root)
    copy.tree(source, "s")
    assert (["s/bad"], ["s/good"]) == (copy.left_out, list(copy.sums))
    assert [root / "s"] == list(root.iterdir())


def test_what_is_replaced_meanwhile_is_no_mixture(source, root, tmp_path):
    """The first file is of the old folder when the new one takes its place."""
    for name in ("1", "2"):
        (source / name).write_bytes(b"old")
    new = tmp_path / "new"
    new.mkdir()
    (new / "2").write_bytes(b"new")

    def replace_once(path):
        if path.name == "2" and new.exists():
            source.rename(tmp_path / "aside")
            new.rename(source)
        return False

    copy = TreeCopy(root)
    assert copy.whole(source, "s", replace_once)
    assert {"s/2": _sha(b"new")} == copy.sums
    assert ["s", "s/2"] == [p.relative_to(root).as_posix() for p in sorted(root.rglob("*"))]


def test_what_is_moved_away_meanwhile_is_not_there(source, root, tmp_path):
    for name in ("1", "2"):
        (source / name).write_bytes(b"x")

    def move_away(path):
        if path.name == "2":
            source.rename(tmp_path / "aside")
        return False

    copy = TreeCopy(root)
    assert not copy.whole(source, "s", move_away)
    assert {} == copy.sums


def test_the_same_bytes_lie_on_the_disk_once(source, root):
    """The inbox has what the store has; a file of the store is then not copied again."""
    (source / "upload.pdf").write_bytes(b"pdf")
    copy = TreeCopy(root, shelf=lambda sha256: f"store/{sha256}")
    copy.tree(source, "inbox")
    copy.file(source / "upload.pdf", f"store/{_sha(b'pdf')}", named=_sha(b"pdf"))
    places = [root / "inbox/upload.pdf", root / "store" / _sha(b"pdf")]
    assert places[0].samefile(places[1])
    assert (3, 6) == (copy.written_bytes, copy.total_bytes)


def test_an_older_copy_is_shared_where_the_content_is_the_same(source, root, tmp_path):
    older = tmp_path / "older"
    (older / "s").mkdir(parents=True)
    sums = {}
    for name, before, now in (("same", b"a", b"a"), ("other", b"b", b"c")):
        (older / "s" / name).write_bytes(before)
        (source / name).write_bytes(now)
        sums[f"s/{name}"] = _sha(before)
    copy = TreeCopy(root, Earlier(older, sums))
    copy.tree(source, "s")
    assert (root / "s/same").samefile(older / "s/same")
    assert b"c" == (root / "s/other").read_bytes()
    assert b"b" == (older / "s/other").read_bytes()


def test_a_file_unlike_its_name_is_copied_and_told(source, root):
    (source / "x").write_bytes(b"rotten")
    copy = TreeCopy(root)
    copy.file(source / "x", "store/x", named=_sha(b"good"))
    assert (["store/x"], b"rotten") == (copy.unlike, (root / "store/x").read_bytes())


def test_what_was_renamed_into_place_is_read_once(source, root, tmp_path):
    """The size and time of the older copy say that it is the same; another time, and it is read."""
    older = tmp_path / "older"
    (older / "s").mkdir(parents=True)
    for name, time in (("same", 1), ("later", 2)):
        (source / name).write_bytes(b"now")
        (older / "s" / name).write_bytes(b"old")
        os.utime(source / name, ns=(time, time))
        os.utime(older / "s" / name, ns=(1, 1))
    copy = TreeCopy(root, Earlier(older, {"s/same": _sha(b"old"), "s/later": _sha(b"old")}))
    copy.tree(source, "s", renamed=True)
    assert (root / "s/same").samefile(older / "s/same")
    assert b"now" == (root / "s/later").read_bytes()
