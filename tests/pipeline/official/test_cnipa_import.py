"""`heyan cnipa import`: kept, idempotent, and nobody else judged again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile

import dagster as dg
import pytest
from click.testing import CliRunner

from evidence.register import RecordSource
from pipeline.batches import take_batch
from pipeline.cli import heyan as heyan_command
from pipeline.home import repository
from pipeline.official import importing
from tests.pipeline.official.conftest import CLAIMED, NOBODYS, OTHERS, export
from verifiers.cnipa.files import load_records


@pytest.fixture
def run(desk):
    def call(*arguments):
        return CliRunner().invoke(heyan_command, ["--lang", "en", *map(str, arguments)])

    return call


@pytest.fixture
def written(tmp_path):
    """Writes a file to be imported."""

    def write(name="导出.csv", data=None):
        path = tmp_path / "brought" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(export(CLAIMED) if data is None else data)
        return path

    return write


def _verdicts(home, batch="test-001"):
    path = home.out / batch / "verdicts.json"
    return json.loads(path.read_text(encoding="utf-8"))["applications"]


def _a9(home, applicant):
    (found,) = [one for one in _verdicts(home) if one["id"] == applicant]
    return [one["explanation"] for one in found["findings"] if one["rule"] == "A9"]


def _jobs(instance):
    return sorted(
        (one.job_name, one.tags.get("dagster/partition"), one.status.value)
        for one in instance.get_runs()
        if one.job_name not in ("check_shard", "conclude_batch")
    )


def test_an_import_is_kept_whole_and_the_claimants_are_judged_again(
    run, written, home, instance, concluded
):
    """The original, who, when, the records; verdicts, rosters and look-ups are written anew."""
    concluded()
    readings = home.records / "readings" / "test-001-s001.jsonl"
    read, before = readings.stat().st_mtime_ns, {a["id"]: a for a in _verdicts(home)}
    path = written()
    result = run("cnipa", "import", path, "--by", "李敏")
    assert 0 == result.exit_code, result.output
    (record,) = load_records(home.registers)
    assert (CLAIMED, "李敏", RecordSource.REVIEW_BODY) == (
        record.patent_number,
        record.brought_by,
        record.source,
    )
    assert record.brought_at.tzinfo is not None
    (kept,) = (home.registers / "official").glob("*.json")
    told = json.loads(kept.read_text(encoding="utf-8"))
    sha256 = told["original"]["upload"]["sha256"]
    assert path.read_bytes() == (home.store / sha256[:2] / sha256[2:4] / sha256).read_bytes()
    after = {a["id"]: a for a in _verdicts(home)}
    assert before["A1"] != after["A1"]
    assert before["A2"] == after["A2"]
    assert CLAIMED not in (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")
    assert read == readings.stat().st_mtime_ns
    assert [
        ("decide_batch", "test-001", "SUCCESS"),
        ("judge_shard", "test-001-s001", "SUCCESS"),
    ] == _jobs(instance)


def test_the_same_bytes_twice_add_nothing_and_say_so(run, written, home, instance, concluded):
    """Also under another name, in the same call and later; no run is started."""
    concluded()
    first = run("cnipa", "import", written(), written("又名.csv"))
    assert 0 == first.exit_code
    assert 1 == first.stdout.count("nothing added")
    files, jobs = sorted(home.registers.rglob("*.json*")), _jobs(instance)
    again = run("cnipa", "import", written("第三个名.csv"))
    assert 0 == again.exit_code
    assert "nothing added" in again.stdout
    assert "up to date" in again.stdout
    assert files == sorted(home.registers.rglob("*.json*"))
    assert jobs == _jobs(instance)


def test_a_patent_that_nobody_claims_is_kept_and_wakes_nothing(
    run, written, home, instance, concluded
):
    """It may be claimed in a batch to come."""
    concluded()
    result = run("cnipa", "import", written(data=export(NOBODYS)))
    assert 0 == result.exit_code
    assert "claimed by nobody" in result.stdout
    assert NOBODYS in result.stdout
    assert [NOBODYS] == [one.patent_number for one in load_records(home.registers)]
    assert [] == _jobs(instance)


def test_only_the_batch_that_is_named_is_judged(run, written, home, instance, concluded):
    """The other one hears of it by the next import, or by the daemon."""
    concluded()
    concluded("other-001", {"B1": CLAIMED})
    result = run("cnipa", "import", written(), "--batch", "other-001")
    assert 0 == result.exit_code, result.output
    assert {"other-001", "other-001-s001"} == {partition for _, partition, _ in _jobs(instance)}
    assert "Batch test-001 claims some of them too" in result.stdout
    assert "Batch test-001: 1 judged again (A1)" in run("cnipa", "import", written()).stdout


def test_a_batch_whose_entry_is_damaged_is_named_and_the_others_are_judged(
    run, written, home, concluded
):
    """The command fails at its end, so that somebody looks."""
    concluded()
    concluded("damaged-001", {"B1": CLAIMED})
    (home.batches / "damaged-001/entry.json").write_bytes(b"{")
    result = run("cnipa", "import", written())
    assert 1 == result.exit_code
    assert "Batch test-001: 1 judged again (A1)" in result.stdout
    assert "E-RECORD: Batch damaged-001: " in result.stderr


def test_out_moves_the_files_of_the_batch_that_is_named(run, written, tmp_path, concluded):
    concluded()
    assert 2 == run("cnipa", "import", written(), "--out", tmp_path / "o").exit_code
    result = run("cnipa", "import", written(), "--out", tmp_path / "o", "--batch", "test-001")
    assert 0 == result.exit_code, result.output
    assert (tmp_path / "o/verdicts.json").is_file()


def test_a_batch_that_was_never_taken_in_is_status_1(run, written, home):
    """Nothing is imported for it."""
    result = run("cnipa", "import", written(), "--batch", "nowhere")
    assert 1 == result.exit_code
    assert "E-BATCH-UNKNOWN" in result.stderr
    assert [] == load_records(home.registers)


def test_a_batch_that_is_not_processed_yet_takes_the_results_when_it_is(
    run, written, home, make_batch
):
    """The import does not conclude what nobody read."""
    folder = make_batch()
    with (folder / "claims.csv").open("a", encoding="utf-8") as table:
        table.write(f"A1,1,5,一种装置,,,,,2021-06-01,,{CLAIMED},发明,1\n")
    take_batch(folder, home)
    result = run("cnipa", "import", written())
    assert 0 == result.exit_code, result.output
    assert "claimed by nobody" in result.stdout
    assert 0 == run("run", folder).exit_code
    assert CLAIMED not in (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")


def test_a_bad_file_never_stops_the_good_ones(run, written, home, tmp_path):
    """A bomb, a link, a pipe, the wrong type, a damaged picture: each with its code."""
    good = written()
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("big.pdf", bytes(40 * 2**20))
        container.writestr("里面.csv", export(OTHERS))
    link = tmp_path / "brought/link.csv"
    link.symlink_to(good)
    os.mkfifo(tmp_path / "brought/pipe.csv")
    written("说明.docx", b"PK\x03\x04word/document.xml")
    written("坏.pdf", b"%PDF-1.4 broken")
    written("空表.csv", b"a,b\n1,2\n")
    result = run("cnipa", "import", tmp_path / "brought", bomb)
    assert 0 == result.exit_code
    for code in ("E-ZIP-RATIO", "E-LINK", "E-SPECIAL-FILE", "E-UNSUPPORTED-TYPE", "E-PDF-DAMAGED"):
        assert code in result.stderr, (code, result.stderr)
    numbers = {one.patent_number for one in load_records(home.registers)}
    assert {CLAIMED, OTHERS} == numbers
    assert [] == list(home.state.glob(".unpacked-*"))


def test_nothing_taken_is_status_1_with_the_reason(run, written, home):
    result = run("cnipa", "import", written("错.csv", "申请号,发明名称\n123,一种装置\n".encode()))
    assert 1 == result.exit_code
    assert "E-PATNUM" in result.stderr
    assert [] == load_records(home.registers)
    assert not (home.registers / "official").exists()


def test_a_row_that_cannot_be_used_is_told_and_the_others_are_taken(run, written, home):
    data = export(CLAIMED) + "202010430096.1,一种装置,,,,,,,,,\n".encode()
    result = run("cnipa", "import", written(data=data))
    assert 0 == result.exit_code
    assert "E-CNIPA-CHECK" in result.stderr
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]


@pytest.mark.parametrize("step", ["keep", "append_records"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_the_next_import_goes_on(
    run, written, home, concluded, monkeypatch, step, when
):
    """One record, and the verdicts follow."""
    concluded()
    done = getattr(importing, step)

    def killed(*arguments):
        if when == "after":
            done(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(importing, step, killed)
        assert 3 == run("cnipa", "import", written()).exit_code
    assert 0 == run("cnipa", "import", written()).exit_code
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]
    assert CLAIMED not in (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("job", ["judge_shard", "decide_batch"])
def test_a_batch_whose_judging_was_killed_is_judged_by_the_next_import(
    run, written, home, instance, concluded, monkeypatch, job
):
    """Although the file itself is known by then."""
    from pipeline import rejudging

    concluded()
    execute = rejudging.execute

    def killed(instance, definition, *rest):
        if definition.name == job:
            raise KeyboardInterrupt
        execute(instance, definition, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(rejudging, "execute", killed)
        assert 3 == run("cnipa", "import", written()).exit_code
    again = run("cnipa", "import", written())
    assert "nothing added" in again.stdout
    assert "A1" in again.stdout
    assert CLAIMED not in (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")


def test_a_killed_process_leaves_nothing_half_written(home, desk, written, concluded):
    """SIGKILL at moments all over the import; run again, it ends as if undisturbed."""
    concluded()
    path = written()
    for moment in (1.0, 3.0, 4.0):
        process = _start(path)
        time.sleep(moment)
        process.kill()
        process.wait()
        for one in home.registers.rglob("*.json"):
            json.loads(one.read_text(encoding="utf-8"))
        load_records(home.registers)
    assert 0 == _start(path).wait(60)
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]
    assert CLAIMED not in (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")
    with dg.DagsterInstance.get() as instance:
        assert all(one.is_finished for one in instance.get_runs())


def _start(path):
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "cnipa", "import", path],
        cwd=repository(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_what_was_withdrawn_carries_nothing_and_stays_kept(run, written, home, concluded):
    """The number is wanted again; the record files only ever grow."""
    concluded()
    run("cnipa", "import", written())
    (kept,) = (home.registers / "official").glob("import.*.json")
    files = {path: path.read_bytes() for path in home.registers.rglob("*.json*")}
    judged = _a9(home, "A1")
    assert 2 == run("cnipa", "withdraw", kept.stem).exit_code
    result = run("cnipa", "withdraw", kept.stem, "--reason", "查错了号码", "--by", "李敏")
    assert 0 == result.exit_code, result.output
    assert [] == load_records(home.registers)
    assert judged != _a9(home, "A1")
    assert any("已被撤回" in said for said in _a9(home, "A1"))
    assert CLAIMED in (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")
    assert files.items() <= {p: p.read_bytes() for p in home.registers.rglob("*.json*")}.items()
    (withdrawal,) = (home.registers / "withdrawn").glob("*.jsonl")
    told = json.loads(withdrawal.read_text(encoding="utf-8"))
    assert ("查错了号码", "李敏") == (told["reason"], told["withdrawn_by"])
    assert "before" in run("cnipa", "withdraw", kept.stem, "--reason", "x").stdout


def test_what_was_withdrawn_can_be_brought_again(run, written, home):
    """As an import of its own; the one before stays withdrawn."""
    run("cnipa", "import", written())
    (first,) = (home.registers / "official").glob("import.*.json")
    run("cnipa", "withdraw", first.stem, "--reason", "误导入")
    result = run("cnipa", "import", written())
    assert 0 == result.exit_code
    assert f"1 taken ({first.stem}.2)" in result.stdout
    assert [CLAIMED] == [one.patent_number for one in load_records(home.registers)]
    assert "nothing added" in run("cnipa", "import", written()).stdout


def test_one_record_is_withdrawn_by_the_name_that_the_import_prints(run, written, home):
    data = export(CLAIMED, OTHERS)
    said = run("cnipa", "import", written(data=data)).stdout
    (line,) = [line for line in said.splitlines() if CLAIMED in line and line.startswith("  ")]
    assert 0 == run("cnipa", "withdraw", line.split()[0], "--reason", "误").exit_code
    assert [OTHERS] == [one.patent_number for one in load_records(home.registers)]
    unknown = run("cnipa", "withdraw", "0123456789ab", "--reason", "误")
    assert (1, True) == (unknown.exit_code, "E-CNIPA-UNKNOWN" in unknown.stderr)


def test_what_one_record_was_withdrawn_of_can_be_brought_again(run, written, home):
    """The whole file anew, with that record; a third time adds nothing."""
    path = written(data=export(CLAIMED, OTHERS))
    said = run("cnipa", "import", path).stdout
    (line,) = [line for line in said.splitlines() if CLAIMED in line and line.startswith("  ")]
    run("cnipa", "withdraw", line.split()[0], "--reason", "误")
    again = run("cnipa", "import", path)
    assert 0 == again.exit_code
    assert "2 taken" in again.stdout
    assert {CLAIMED, OTHERS} == {one.patent_number for one in load_records(home.registers)}
    assert "nothing added" in run("cnipa", "import", path).stdout


def test_each_batch_is_looked_at_once_to_find_it_and_once_to_judge_it(
    run, written, concluded, monkeypatch
):
    """However many batches claim the patents."""
    from pipeline import rejudging

    concluded()
    concluded("other-001", {"B1": CLAIMED})
    looked, concerned = [], rejudging._concerned

    def counted(home, entry, *rest):
        looked.append(entry.id)
        return concerned(home, entry, *rest)

    monkeypatch.setattr(rejudging, "_concerned", counted)
    assert 0 == run("cnipa", "import", written()).exit_code
    assert ["other-001", "other-001", "test-001", "test-001"] == sorted(looked)
