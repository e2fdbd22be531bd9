import csv
import dataclasses
import datetime as dt
import io
import json
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.errors import DataError, MachineError, Problem
from evidence.findings import Result
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from review.rosters.atomic import write_whole
from review.rosters.outputs import write_outputs
from review.rosters.tables_csv import uploads_csv
from review.rosters.verdicts_json import verdicts_json

FILES = {
    "verdicts.json",
    "uploads.csv",
    "patent_lookups.csv",
    "patent_lookups.xlsx",
    "flagged_items.xlsx",
    "rosters/网上资格审查通过人员名册表.xlsx",
    "rosters/网上资格审查通过人员名册表.pdf",
    "rosters/需现场审查人员名册表.xlsx",
    "rosters/需现场审查人员名册表.pdf",
}


def outcome(path, status=UploadStatus.READ, problem=None, applicant="20240001"):
    admission = Admission.REFUSED if status is UploadStatus.REFUSED else Admission.ACCEPTED
    upload = Upload(
        path, applicant, Origin.APPLICANT, "ab" * 32, 1234, "image/jpeg", admission, problem
    )
    return UploadOutcome(upload, status, problem)


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_batch_gets_all_its_files(tmp_path, run, people):
    written = write_outputs(tmp_path / "out", run, *people, [], [])
    assert FILES == set(tree(tmp_path / "out"))
    assert FILES == {path.relative_to(tmp_path / "out").as_posix() for path in written}


def test_the_same_batch_gives_the_same_bytes_whatever_order_it_came_in(tmp_path, run, people):
    dossiers, verdicts = people
    outcomes = [outcome("uploads/1/b.jpg"), outcome("uploads/1/a.jpg")]
    write_outputs(tmp_path / "a", run, dossiers, verdicts, outcomes, [])
    write_outputs(tmp_path / "b", run, dossiers[::-1], verdicts[::-1], outcomes[::-1], [])
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_files_of_an_earlier_run_are_replaced(tmp_path, run, people):
    (tmp_path / "rosters").mkdir()
    for name in FILES:
        (tmp_path / name).write_bytes(b"old")
    write_outputs(tmp_path, run, *people, [], [])
    assert FILES == set(tree(tmp_path))
    assert b"old" not in tree(tmp_path).values()


def test_a_batch_with_a_lost_applicant_leaves_the_earlier_files(tmp_path, run, people):
    dossiers, verdicts = people
    (tmp_path / "verdicts.json").write_bytes(b"old")
    with pytest.raises(DataError):
        write_outputs(tmp_path, run, dossiers, verdicts[1:], [], [])
    assert {"verdicts.json": b"old"} == tree(tmp_path)


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_rest(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineError) as caught:
        write_whole(tmp_path / "a", b"new")
    assert "E-OUTPUT-WRITE" == caught.value.code
    assert {"a": b"old"} == tree(tmp_path)


def test_verdicts_json_has_the_shape_of_the_batch_format(run, people):
    content = json.loads(verdicts_json(run, people[1]))
    assert ["batch", "notice", "rules_version", "applications"] == list(content)
    assert ["20240001", "20240002", "20240003"] == [one["id"] for one in content["applications"]]
    second = content["applications"][1]
    assert ["id", "outcome", "provisional", "attested_rules", "claims", "findings"] == list(second)
    assert "on_site" == second["outcome"]
    assert [{"no": 1, "condition": 1, "result": "mismatch"}] == second["claims"]
    assert {
        "rule": "A3a",
        "claim": 1,
        "result": "mismatch",
        "bears": True,
        "basis": "evidence",
        "citation": "附件1第四条：“……省辖市党委、政府，省级工作部门授予的为准。”",
        "explanation": "发证单位“新乡市红旗区人民政府”不在附件1认可范围。",
        "explanation_en": "About A3a.",
        "declared": "新乡市人民政府",
        "found": "新乡市红旗区人民政府",
        "required": "",
        "suggestions": ["新乡市人民政府"],
        "where": [{"upload": "uploads/20240002/证书.jpg", "page": 1, "box": [10, 20, 300, 60]}],
    } == second["findings"][1]


@given(text=st.text(min_size=1, max_size=40).filter(str.strip))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_verdicts_json_is_laid_out_as_the_standard_library_does(run, make, text):
    """Whatever was read: one escape of its own, and every verdict of a batch had changed."""
    finding = make.finding("1", "A3a", Result.MISMATCH, explanation=text)
    written = verdicts_json(run, [make.on_site("1", finding)])
    plain = json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"
    assert plain.encode() == written


def test_verdicts_json_is_readable_by_people(run, people):
    assert "不在附件1认可范围" in verdicts_json(run, people[1]).decode()


def test_uploads_csv_lists_every_file_with_status_and_reason():
    refused = Problem("E-FILE-EMPTY", "文件是空的。", "The file is empty.")
    content = uploads_csv(
        [
            outcome("uploads/20240001/证书.jpg"),
            outcome("uploads/20240001/a.pdf", UploadStatus.REFUSED, refused),
        ]
    )
    assert [
        ("uploads/20240001/a.pdf", "refused", "E-FILE-EMPTY", "文件是空的。"),
        ("uploads/20240001/证书.jpg", "read", "", ""),
    ] == [(row["path"], row["status"], row["reason_code"], row["reason"]) for row in rows(content)]
    assert ("ab" * 32, "1234", "image/jpeg") == tuple(
        rows(content)[1][name] for name in ("sha256", "size", "type")
    )


def test_file_names_cannot_break_out_of_their_cell():
    names = ["uploads/1/a\n=b,c.jpg", 'uploads/1/"x".jpg']
    listed = rows(uploads_csv([outcome(name, applicant="=cmd|x") for name in names]))
    assert sorted(names) == [row["path"] for row in listed]
    assert ["'=cmd|x"] * 2 == [row["applicant"] for row in listed]


def test_a_date_of_receipt_is_not_needed(tmp_path, run, people):
    write_outputs(tmp_path, dataclasses.replace(run, received_at=None), *people, [], [])
    assert FILES == set(tree(tmp_path))


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_a_date_of_receipt_without_zone_does_not_take_that_of_the_machine(run, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    naive = dataclasses.replace(run, received_at=dt.datetime(2024, 4, 5, 18))
    assert dt.datetime(2024, 4, 5, 10, tzinfo=dt.UTC) == naive.file_date
    monkeypatch.undo()
    time.tzset()
