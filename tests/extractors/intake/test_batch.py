import datetime as dt

import pytest

from evidence.errors import BatchError
from extractors.intake.batch import open_batch


def _code(call, *args):
    with pytest.raises(BatchError) as caught:
        call(*args)
    return caught.value.code


def test_a_folder_without_batch_toml_has_every_default(folder, tmp_path):
    batch = open_batch(folder, tmp_path / "work")
    assert "xinxiang-2024-001" == batch.id
    assert folder == batch.root
    assert (None, "", None) == (
        batch.config.notice,
        batch.config.review_body,
        batch.config.received_at,
    )


def test_batch_toml_is_read_and_unknown_keys_are_kept(folder, tmp_path):
    (folder / "batch.toml").write_text(
        'notice = "xinxiang-2024-22"\nreview_body = "新乡市工考管理机构"\n'
        'received_at = 2024-04-05T18:00:00+08:00\nunit_name = "新乡市示例医院"\n',
        encoding="utf-8",
    )
    config = open_batch(folder, tmp_path).config
    assert "xinxiang-2024-22" == config.notice
    assert "新乡市工考管理机构" == config.review_body
    china = dt.timezone(dt.timedelta(hours=8))
    assert dt.datetime(2024, 4, 5, 18, tzinfo=china) == config.received_at
    assert "新乡市示例医院" == config.raw["unit_name"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_batch_toml_as_notepad_saves_it(folder, tmp_path, encoding):
    (folder / "batch.toml").write_bytes('review_body = "新乡市"\r\n'.encode(encoding))
    assert "新乡市" == open_batch(folder, tmp_path).config.review_body


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2024-04-05T18:00:00", 18),
        ('"2024-04-05 18:00"', 18),
        ("2024-04-05", 23),
    ],
)
def test_a_time_without_zone_is_chinas_and_a_day_ends_at_its_end(folder, tmp_path, text, hour):
    (folder / "batch.toml").write_text(f"received_at = {text}\n")
    received = open_batch(folder, tmp_path).config.received_at
    assert (5, hour, dt.timedelta(hours=8)) == (received.day, received.hour, received.utcoffset())


@pytest.mark.parametrize(
    "content",
    [
        b"notice = ",
        b"notice = 5",
        b'review_body = ["a"]',
        b'received_at = "soon"',
        b"received_at = 5",
        b"\xff\xff\xff",
        b"a = " + b"[" * 20_000,
        b"# " + b"x" * 2_000_000,
    ],
)
def test_a_wrong_batch_toml_is_refused_with_its_reason(folder, tmp_path, content):
    (folder / "batch.toml").write_bytes(content)
    assert "E-BATCH-CONFIG" == _code(open_batch, folder, tmp_path)


def test_a_linked_batch_toml_is_not_followed(folder, tmp_path):
    (folder / "batch.toml").symlink_to("/etc/hostname")
    assert "E-LINK" == _code(open_batch, folder, tmp_path)


def test_a_batch_that_is_not_there(tmp_path):
    assert "E-BATCH-MISSING" == _code(open_batch, tmp_path / "nothing", tmp_path)


def test_a_file_that_is_no_zip_by_name(tmp_path):
    (tmp_path / "batch.rar").write_bytes(b"Rar!")
    assert "E-BATCH-KIND" == _code(open_batch, tmp_path / "batch.rar", tmp_path)


def test_a_folder_without_anything_of_a_batch(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "_READY").touch()
    assert "E-BATCH-EMPTY" == _code(open_batch, folder, tmp_path)


def test_what_lies_beside_the_batch_is_pointed_out(folder, tmp_path):
    (folder / "A001").mkdir()
    (folder / "说明.txt").write_text("x")
    (folder / "_READY").touch()
    problems = open_batch(folder, tmp_path).problems
    assert ["E-BATCH-STRAY"] == [problem.code for problem in problems]
    assert "A001、说明.txt" in problems[0].zh
