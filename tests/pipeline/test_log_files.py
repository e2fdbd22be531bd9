import shutil

import pytest

from pipeline.cli import log_files
from pipeline.cli.log_files import rotate


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(log_files, "MOST_BYTES", 9)


def test_a_log_that_grew_is_begun_anew_under_the_process_that_writes_it(tmp_path):
    log = tmp_path / "daemon.log"
    with log.open("ab", buffering=0) as process:
        for number in range(8):
            process.write(b"a line: %d\n" % number)
            rotate(log)
        process.write(b"short\n")
        rotate(log)
    assert b"short\n" == log.read_bytes()
    older = [(tmp_path / f"daemon.log.{number}").read_text() for number in range(1, 6)]
    assert [f"a line: {number}\n" for number in (7, 6, 5, 4, 3)] == older
    assert 6 == len(list(tmp_path.iterdir()))


def test_on_a_full_disk_no_line_is_lost_for_want_of_a_copy(tmp_path, monkeypatch):
    def no_room(_log, copy):
        copy.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", no_room)
    log = tmp_path / "daemon.log"
    log.write_bytes(b"a long line")
    rotate(log)
    assert b"a long line" == log.read_bytes()
    assert [log] == list(tmp_path.iterdir())


def test_a_log_that_is_not_there_yet_is_none_to_rotate(tmp_path):
    rotate(tmp_path / "desk.log")
    assert [] == list(tmp_path.iterdir())
