import os
from pathlib import Path

import pytest

from review.desk.places import DeskPlaces
from review.desk.serving.stored_files import Shelf, StoredFileError, open_stored


@pytest.fixture
def kept(tmp_path):
    """A state folder with one original and a secret beside it."""
    (tmp_path / "store/ab").mkdir(parents=True)
    (tmp_path / "store/ab/abcd").write_bytes(b"bytes")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/record.secret").write_text("secret")
    return tmp_path


def refusal(state, path, shelf=Shelf.ORIGINALS):
    with pytest.raises(StoredFileError) as caught:
        open_stored(DeskPlaces(state, state / "inbox"), shelf, path)
    return caught.value.code


def test_a_file_on_its_shelf_is_opened(kept):
    with open_stored(DeskPlaces(kept, kept / "inbox"), Shelf.ORIGINALS, "store/ab/abcd") as file:
        assert b"bytes" == file.read()


@pytest.mark.parametrize(
    "path",
    [
        "desk/record.secret",
        "store/../desk/record.secret",
        "store/ab/../../desk/record.secret",
        "/etc/passwd",
        "store//etc/passwd",
        "store/./ab/abcd",
        "store",
        "store/ab/abcd\0.jpg",
        "storeroom/ab",
        "readings/images/ab/abcd.jpg",
    ],
)
def test_a_path_that_leaves_its_shelf_is_refused(kept, path):
    assert "E-SERVE-PLACE" == refusal(kept, path)


def test_an_upload_of_which_nothing_was_stored_says_so(kept):
    assert "E-SERVE-NONE" == refusal(kept, "")


def test_an_original_is_no_page_image(kept):
    assert "E-SERVE-PLACE" == refusal(kept, "store/ab/abcd", Shelf.PAGES)


def test_a_link_in_place_of_the_file_is_refused(kept):
    (kept / "store/ab/link").symlink_to(kept / "desk/record.secret")
    assert "E-SERVE-PLACE" == refusal(kept, "store/ab/link")


def test_a_link_in_place_of_a_folder_is_refused(kept):
    (kept / "store/cd").symlink_to(kept / "desk")
    assert "E-SERVE-PLACE" == refusal(kept, "store/cd/record.secret")


def test_a_file_that_is_gone_is_missing(kept):
    assert "E-SERVE-MISSING" == refusal(kept, "store/ab/gone")
    assert "E-SERVE-MISSING" == refusal(kept, "store/gone/gone")


def test_a_folder_or_a_pipe_is_no_file_and_nobody_waits_for_it(kept):
    os.mkfifo(kept / "store/ab/pipe")
    assert "E-SERVE-MISSING" == refusal(kept, "store/ab/pipe")
    assert "E-SERVE-MISSING" == refusal(kept, "store/ab")


def test_nothing_stays_open_after_a_refusal(kept):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in ("store/ab/gone", "store/ab", "store/cd/x"):
        refusal(kept, path)
    assert before == len(list(Path("/proc/self/fd").iterdir()))
