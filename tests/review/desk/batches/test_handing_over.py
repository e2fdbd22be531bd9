import datetime as dt
import os
import tempfile
from pathlib import Path

import pytest

from evidence import codec
from evidence.inbox import Progress, Stage
from review.desk.models import Event
from tests.review.desk.batches.test_uploading import FILES, KEY, tree, zipped
from tests.review.desk.cases import case

NEW = [
    ("uploads/XX001/补充.jpg", b"new"),
    ("uploads/XX001/奖状.jpg", b"better"),
    ("claims.csv", b"c"),
]


def tell(places, stage, at=None):
    progress = Progress(KEY, stage, at or dt.datetime.now(dt.UTC))
    (places.state / "progress" / f"{KEY}.json").write_bytes(codec.encode(Progress, progress))


def kept(places):
    (folder,) = (places.inbox / "_replaced").iterdir()
    return folder


@pytest.mark.parametrize("is_zip", [True, False])
def test_a_batch_id_in_use_is_asked_about(operator, places, is_zip):
    operator.upload(KEY, FILES)
    answer = operator.begin(KEY, is_zip=is_zip)
    assert (409, "E-UPLOAD-EXISTS") == (answer.status_code, answer.json()["code"])
    modes = ["replace"] if is_zip else ["extend", "replace"]
    assert modes == answer.json()["detail"]["modes"]


def test_a_batch_that_was_published_and_is_gone_from_the_inbox_is_asked_about(
    operator, places, published
):
    published(case("XX001"), key=KEY)
    answer = operator.begin(KEY, mode="extend")
    assert ("E-UPLOAD-EXISTS", ["replace"]) == (
        answer.json()["code"],
        answer.json()["detail"]["modes"],
    )
    assert 200 == operator.upload(KEY, FILES, mode="replace").status_code


def test_a_new_version_keeps_the_earlier_one_aside_as_it_was(operator, places):
    operator.upload(KEY, FILES)
    (places.inbox / f"{KEY}._REFUSED").write_text("E-X\n中\nen\n")
    assert 200 == operator.upload(KEY, NEW, mode="replace").status_code
    assert dict(NEW) | {"_READY": b""} == tree(places.inbox / KEY)
    assert dict(FILES) | {"_READY": b""} == tree(kept(places) / KEY)
    assert (kept(places) / f"{KEY}._REFUSED").is_file()
    assert {KEY, "_replaced"} == {path.name for path in places.inbox.iterdir()}
    assert f'"kept_as":"{kept(places).name}","mode":"replace"' in Event.objects.last().detail


def test_a_zip_replaces_a_folder_and_the_other_way_round(operator, places):
    operator.upload(KEY, FILES)
    data = zipped(*NEW)
    operator.upload(KEY, [(f"{KEY}.zip", data)], is_zip=True, mode="replace")
    assert {f"{KEY}.zip": data, f"{KEY}.zip._READY": b""} == {
        path: data for path, data in tree(places.inbox).items() if not path.startswith("_")
    }
    operator.upload(KEY, FILES, mode="replace")
    assert {KEY, "_replaced"} == {path.name for path in places.inbox.iterdir()}
    assert 2 == len(list((places.inbox / "_replaced").iterdir()))


def test_supplements_stand_beside_what_was_there_and_in_place_of_what_has_their_name(
    operator, places
):
    operator.upload(KEY, FILES)
    assert 200 == operator.upload(KEY, NEW, mode="extend").status_code
    assert dict(FILES) | dict(NEW) | {"_READY": b""} == tree(places.inbox / KEY)
    assert dict(FILES) | {"_READY": b""} == tree(kept(places) / KEY)


def test_a_table_among_supplements_replaces_that_of_the_other_type(operator, places):
    operator.upload(KEY, FILES)
    operator.upload(KEY, [("applications.xlsx", b"x")], mode="extend")
    assert "applications.csv" not in tree(places.inbox / KEY)
    assert b"x" == tree(places.inbox / KEY)["applications.xlsx"]


def test_supplements_never_follow_a_link_that_lies_in_the_batch(operator, places, tmp_path):
    operator.upload(KEY, FILES)
    (tmp_path / "secret").write_bytes(b"secret")
    (places.inbox / KEY / "uploads" / "XX001" / "link").symlink_to(tmp_path)
    (places.inbox / KEY / "uploads" / "a.jpg").symlink_to(tmp_path / "secret")
    operator.upload(KEY, NEW, mode="extend")
    assert (places.inbox / KEY / "uploads" / "XX001" / "link").is_symlink()
    assert (places.inbox / KEY / "uploads" / "a.jpg").is_symlink()


@pytest.mark.parametrize("stage", [Stage.TAKEN, Stage.READING, Stage.JUDGED])
def test_a_batch_at_work_cannot_be_changed(operator, places, stage):
    operator.upload(KEY, FILES)
    tell(places, stage)
    assert "E-UPLOAD-BUSY" == operator.begin(KEY, mode="replace").json()["code"]


@pytest.mark.parametrize("stage", [Stage.FAILED, Stage.PUBLISHED])
def test_a_batch_that_came_to_an_end_can_be_replaced(operator, places, stage):
    operator.upload(KEY, FILES)
    tell(places, stage)
    assert 200 == operator.begin(KEY, mode="replace").status_code


def test_a_batch_of_which_nothing_was_heard_for_long_can_be_replaced(operator, places):
    operator.upload(KEY, FILES)
    tell(places, Stage.READING, dt.datetime.now(dt.UTC) - dt.timedelta(minutes=16))
    assert 200 == operator.begin(KEY, mode="replace").status_code


def send(operator, files, **wish):
    """Everything but handing over."""
    operator.begin(KEY, **wish)
    named = operator.name(*files).json()["files"]
    operator.listed()
    for (_, data), one in zip(files, named, strict=True):
        operator.whole(one["number"], data)


def test_a_batch_that_appears_while_it_is_sent_is_asked_about_and_nothing_is_lost(operator, places):
    send(operator, FILES)
    (places.inbox / KEY / "uploads").mkdir(parents=True)
    (places.inbox / KEY / "uploads" / "by hand.jpg").write_bytes(b"1")
    answer = operator.hand_over()
    assert (409, "E-UPLOAD-EXISTS") == (answer.status_code, answer.json()["code"])
    assert {"uploads/by hand.jpg"} == tree(places.inbox / KEY).keys()
    assert 200 == operator.hand_over(mode="replace").status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)
    assert {"uploads/by hand.jpg"} == tree(kept(places) / KEY).keys()


def test_an_upload_that_meets_a_batch_at_work_waits_and_is_handed_over_later(operator, places):
    operator.upload(KEY, FILES)
    send(operator, NEW, mode="replace")
    tell(places, Stage.READING)
    assert "E-UPLOAD-BUSY" == operator.hand_over().json()["code"]
    tell(places, Stage.PUBLISHED)
    assert 200 == operator.hand_over().status_code
    assert dict(NEW) | {"_READY": b""} == tree(places.inbox / KEY)


class KilledError(Exception):
    """Stands for a server that is killed at this step."""


@pytest.mark.parametrize("mode", ["replace", "extend"])
@pytest.mark.parametrize("step", range(8))
def test_a_server_killed_at_any_step_of_handing_over_loses_nothing(
    operator, places, monkeypatch, step, mode
):
    """Each rename, link or fsync may be the last thing that a server does."""
    operator.upload(KEY, FILES)
    send(operator, NEW, mode=mode)
    left = step

    def dying(real):
        def call(*args, **kwargs):
            nonlocal left
            if left == 0:
                raise KilledError
            left -= 1
            return real(*args, **kwargs)

        return call

    operator.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        for name in ("rename", "link", "fsync"):
            patch.setattr(os, name, dying(getattr(os, name)))
        assert 500 == operator.hand_over().status_code
    whole = dict(NEW) if mode == "replace" else dict(FILES) | dict(NEW)
    lies = tree(places.inbox / KEY)
    assert "_READY" not in lies or lies in ({**dict(FILES), "_READY": b""}, whole | {"_READY": b""})
    assert 200 == operator.hand_over().status_code
    assert whole | {"_READY": b""} == tree(places.inbox / KEY)
    assert dict(FILES) | {"_READY": b""} == tree(kept(places) / KEY)
    assert {KEY, "_replaced"} == {path.name for path in places.inbox.iterdir()}


def test_an_inbox_on_another_disk_gets_whole_copies(operator, places):
    """What rename cannot do between disks is done by copying, under another name first."""
    memory = Path("/dev/shm")  # noqa: S108  another disk, and nothing else
    if not memory.is_dir() or memory.stat().st_dev == places.state.stat().st_dev:
        pytest.skip("this machine has one disk only")
    with tempfile.TemporaryDirectory(dir=memory) as elsewhere:
        places.inbox.rmdir()
        places.inbox.symlink_to(elsewhere)
        try:
            assert 200 == operator.upload(KEY, FILES).status_code
            assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)
            operator.upload(KEY, NEW, mode="extend")
            assert dict(FILES) | dict(NEW) | {"_READY": b""} == tree(places.inbox / KEY)
            assert {KEY, "_replaced"} == {path.name for path in places.inbox.iterdir()}
        finally:
            places.inbox.unlink()
            places.inbox.mkdir()


def test_an_inbox_that_cannot_be_written_keeps_the_upload(operator, places):
    send(operator, FILES)
    places.inbox.rmdir()
    places.inbox.write_bytes(b"a file in the inbox's place")
    try:
        answer = operator.hand_over()
        assert (500, "E-UPLOAD-INBOX") == (answer.status_code, answer.json()["code"])
    finally:
        places.inbox.unlink()
    assert 200 == operator.hand_over().status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)
