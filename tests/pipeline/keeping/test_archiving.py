import csv
import hashlib
import json
import subprocess
import sys

import bagit
import pytest


@pytest.fixture
def bag(run, concluded, tmp_path):
    result = run("archive", "A1", "--to", tmp_path / "bags", "--by", "档案员")
    assert 0 == result.exit_code, result.output
    return tmp_path / "bags/test-001_A1"


def _verify(bag, *options):
    command = [sys.executable, "-I", bag / "data/verify.py", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_applicants_bag_is_valid_and_holds_everything(bag, uploads):
    found = bagit.Bag(str(bag))
    found.validate()
    assert "test-001/A1" == found.info["External-Identifier"]
    with (bag / "data/originals.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["path"]: row["file"] for row in csv.DictReader(file)}
    handed = {path: data for path, data in uploads.items() if path.startswith("uploads/A1/")}
    assert handed == {path: (bag / "data" / file).read_bytes() for path, file in rows.items()}
    verdict = json.loads((bag / "data/verdict.json").read_text())
    assert ("A1", True) == (verdict["application"], bool(verdict["findings"]))
    assert "张立军" == json.loads((bag / "data/declaration.json").read_text())["name"]
    assert list((bag / "data/pages").iterdir())
    assert list((bag / "data/readings").iterdir())


def test_it_verifies_without_heyan(bag, concluded):
    """By sha256sum, and by the program that lies in it, with the record's key or without."""
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "-c", "--quiet", manifest]
        assert 0 == subprocess.run(command, cwd=bag, check=False).returncode
    assert 0 == _verify(bag).returncode
    result = _verify(bag, "--key", concluded.state / "desk/record.secret")
    assert (0, True) == (result.returncode, "every link" in result.stdout)


def test_what_is_changed_in_it_shows(bag):
    (bag / "data/verdict.json").write_text("{}")
    (bag / "data/more").touch()
    result = _verify(bag)
    assert 1 == result.returncode
    assert "WRONG data/verdict.json" in result.stdout
    assert "WRONG data/more" in result.stdout


def test_made_again_it_is_the_same_and_stays(run, bag, tmp_path):
    """The record's event of archiving is no part of the bag."""
    before = (bag / "manifest-sha256.txt").stat().st_mtime_ns
    result = run("archive", "test-001/A1", "--to", tmp_path / "bags")
    assert (0, True) == (result.exit_code, "0 new bags, 1" in result.stdout), result.output
    assert before == (bag / "manifest-sha256.txt").stat().st_mtime_ns


def test_another_one_of_that_name_is_never_replaced(run, bag, tmp_path):
    (bag / "data/verdict.json").write_text("{}")
    result = run("archive", "A1", "--to", tmp_path / "bags")
    assert (1, True) == (result.exit_code, "E-ARCHIVE-EXISTS" in result.stderr)
    assert "{}" == (bag / "data/verdict.json").read_text()


def test_the_record_tells_who_archived_what(bag):
    from review.desk.models import Event

    (event,) = Event.objects.filter(action="archive.made")
    detail = json.loads(event.detail)
    digest = hashlib.sha256((bag / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert ("test-001_A1", digest, "档案员") == (detail["bag"], detail["sha256"], detail["by"])
    assert event.subject.startswith("applicant/")


def test_a_batch_has_a_bag_each_and_one_of_its_own(run, concluded, tmp_path):
    """None is named after an identity number, which some use as 申报编号."""
    result = run("archive", "test-001", "--to", tmp_path / "bags")
    assert 0 == result.exit_code, result.output
    bags = sorted((tmp_path / "bags").iterdir())
    assert 3 == len(bags)
    assert {"test-001_A1", "test-001_batch"} < {bag.name for bag in bags}
    for bag in bags:
        bagit.Bag(str(bag)).validate()
        assert "410702197403120018" not in bag.name + (bag / "bag-info.txt").read_text()
    whole = tmp_path / "bags/test-001_batch"
    assert (whole / "data/batch/applications.csv").is_file()
    assert (whole / "data/out/verdicts.json").is_file()
    assert "batch.published" in (whole / "data/record.jsonl").read_text()
    assert 0 == _verify(whole).returncode


def test_a_lost_original_makes_no_bag(run, concluded, tmp_path):
    """An archive with a hole would be believed to be whole."""
    for path in concluded.store.rglob("*/*/*"):
        path.unlink()
    result = run("archive", "A1", "--to", tmp_path / "bags")
    assert (1, True) == (result.exit_code, "E-ARCHIVE-MISSING" in result.stderr)
    assert [] == list((tmp_path / "bags").iterdir())


def test_nobody_of_that_name_is_said(run, concluded, tmp_path):
    result = run("archive", "A9", "--to", tmp_path / "bags")
    assert (1, True) == (result.exit_code, "E-ARCHIVE-UNKNOWN" in result.stderr)
