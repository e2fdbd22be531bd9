"""What another window sends while an upload is handed over is in it, or is refused."""

import fcntl
import os

import pytest

from review.desk.models import IncomingBatch
from tests.review.desk.batches.test_handing_over import send
from tests.review.desk.batches.test_uploading import FILES, KEY, tree

LAST = len(FILES) - 1


def patiently(descriptor, how, real=fcntl.flock):
    """A lock as `flock` gives it, but for waiting: what would wait is refused with an OSError."""
    real(descriptor, how | fcntl.LOCK_NB)


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile("before", request)` makes a request around the walk through what is here."""

    def around(when, request):
        real = os.walk

        def walk(*arguments, **options):
            monkeypatch.setattr(os, "walk", real)
            if when == "before":
                request()
            yield from real(*arguments, **options)
            if when == "after":
                request()

        monkeypatch.setattr(fcntl, "flock", patiently)
        monkeypatch.setattr(os, "walk", walk)

    return around


def test_a_file_that_is_sent_again_after_the_count_is_not_missing_from_the_batch(
    operator, places, meanwhile
):
    send(operator, FILES)
    answers = []
    meanwhile("after", lambda: answers.append(operator.piece(LAST, 0, b"%P", **{"X-Again": "1"})))
    assert 200 == operator.hand_over().status_code
    assert [500] == [one.status_code for one in answers], "it has to wait, and is refused then"
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)


def test_a_file_that_becomes_whole_while_counting_is_not_removed(operator, places, meanwhile):
    operator.begin(KEY)
    operator.name(*FILES)
    operator.listed()
    for number, (_, data) in enumerate(FILES[:LAST]):
        operator.whole(number, data)
    meanwhile("before", lambda: operator.whole(LAST, FILES[LAST][1]))
    assert "E-UPLOAD-UNFINISHED" == operator.hand_over().json()["code"]
    assert [] == list(places.inbox.iterdir())
    assert operator.whole(LAST, FILES[LAST][1]).json()["complete"]
    assert 200 == operator.hand_over().status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)


def test_a_piece_that_waited_for_the_handing_over_is_refused(operator, places, monkeypatch):
    send(operator, FILES)
    real = fcntl.flock

    def flock(descriptor, how):
        if how == fcntl.LOCK_SH:
            monkeypatch.setattr(fcntl, "flock", real)
            assert 200 == operator.hand_over().status_code
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    answer = operator.piece(LAST, 0, b"%P", **{"X-Again": "1"})
    assert (409, "E-UPLOAD-GONE") == (answer.status_code, answer.json()["code"])
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)


def test_an_upload_whose_files_another_window_names_anew_is_not_handed_over(operator, places):
    send(operator, FILES)
    operator.begin(KEY)
    assert "E-UPLOAD-UNFINISHED" == operator.hand_over().json()["code"]
    assert [] == list(places.inbox.iterdir())
    named = operator.name(*FILES).json()["files"]
    assert all(one["sha256"] for one in named), "nothing need be sent again"
    operator.listed()
    assert 200 == operator.hand_over().status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)


def test_bytes_that_nobody_named_are_no_part_of_the_batch(operator, places):
    send(operator, FILES)
    upload = IncomingBatch.objects.get()
    (places.unfinished / str(upload.pk) / "content" / "stray.txt").write_bytes(b"1")
    assert 200 == operator.hand_over().status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)
