import json

import dagster as dg
import pytest
from click.testing import CliRunner

from pipeline import runs
from pipeline.assets import intake
from pipeline.cli import heyan
from pipeline.stages import reading


@pytest.fixture
def run(desk):
    """Calls `heyan` in this process, as the console script would."""

    def call(*arguments):
        return CliRunner().invoke(heyan, [str(argument) for argument in arguments])

    return call


UNREADABLE = {"uploads/A1/证书.docx": b"PK\x03\x04 no archive", "uploads/A1/空.png": b""}


def test_a_batch_ends_in_rosters_and_a_table(run, make_batch, tmp_path):
    """Exit status 0 whatever the outcomes, and the place of the rosters as the last words."""
    result = run("--lang", "zh", "run", make_batch(files=UNREADABLE), "--out", tmp_path / "o")
    assert 0 == result.exit_code, result.output
    assert "张立军" in result.stdout
    assert f"名册：{tmp_path / 'o' / 'rosters'}" in result.stdout.replace("\n", "")
    assert (tmp_path / "o/rosters/需现场审查人员名册表.xlsx").is_file()
    verdicts = json.loads((tmp_path / "o/verdicts.json").read_text(encoding="utf-8"))
    assert ["A1"] == [application["id"] for application in verdicts["applications"]]


def test_as_json_it_is_one_object(run, make_batch, tmp_path):
    """Nothing else on stdout, so that a machine reads it."""
    result = run("run", make_batch(files=UNREADABLE), "--out", tmp_path / "o", "--json")
    summary = json.loads(result.stdout)
    assert {"refused": 1, "unsupported": 1} == summary["uploads"]
    assert "on_site" == summary["applications"][0]["outcome"]
    assert summary["applications"][0]["reasons"]


def test_its_runs_are_in_the_instance(run, make_batch, home):
    """Whatever the command line does is seen in the Dagster UI."""
    run("run", make_batch(files=UNREADABLE))
    with dg.DagsterInstance.get() as instance:
        found = [
            (r.job_name, r.status.value, r.tags["dagster/partition"]) for r in instance.get_runs()
        ]
    assert [
        ("conclude_batch", "SUCCESS", "test-001"),
        ("check_shard", "SUCCESS", "test-001-s001"),
    ] == found
    assert (home.out / "test-001/verdicts.json").is_file()


def test_run_again_it_writes_the_same_bytes(run, make_batch, tmp_path):
    """No clock and no chance in what comes out."""
    batch = make_batch(files=UNREADABLE)
    run("run", batch, "--out", tmp_path / "1")
    run("run", batch, "--out", tmp_path / "2")
    first = {p.relative_to(tmp_path / "1"): p.read_bytes() for p in (tmp_path / "1").rglob("*.*")}
    second = {p.relative_to(tmp_path / "2"): p.read_bytes() for p in (tmp_path / "2").rglob("*.*")}
    assert first == second


def test_an_applicant_without_any_upload_gets_a_verdict(run, make_batch, tmp_path):
    """Who only declared is not forgotten; who only uploaded is not either."""
    batch = make_batch(applicants={"A1": "张立军"}, files={"uploads/B7/空.png": b""})
    run("run", batch, "--out", tmp_path / "o")
    verdicts = json.loads((tmp_path / "o/verdicts.json").read_text(encoding="utf-8"))
    assert ["A1", "B7"] == [application["id"] for application in verdicts["applications"]]


@pytest.mark.parametrize(
    ("batch", "code"), [("nowhere", "E-BATCH-MISSING"), ("test-001-s001", "E-BATCH-ID")]
)
def test_a_batch_that_cannot_be_taken_is_status_1_with_its_reason(run, tmp_path, batch, code):
    """A sentence with a code, no traceback."""
    if batch != "nowhere":
        (tmp_path / batch / "uploads").mkdir(parents=True)
    result = run("--lang", "en", "run", tmp_path / batch)
    assert 1 == result.exit_code
    assert code in result.stderr
    assert "Traceback" not in result.output


def test_an_output_folder_that_takes_no_file_is_refused_before_anything_is_read(
    run, make_batch, tmp_path, home
):
    """Hours of reading are not spent on results that cannot be written."""
    (tmp_path / "file").write_text("")
    result = run("run", make_batch(files=UNREADABLE), "--out", tmp_path / "file" / "out")
    assert 1 == result.exit_code
    assert "E-OUTPUT-WRITE" in result.stderr
    assert not (home.records / "readings").exists()


def test_wrong_usage_is_status_2(run):
    """click's own message."""
    assert 2 == run("run").exit_code
    assert 2 == run("run", "x", "--colour").exit_code
    assert 2 == run("--lang", "fr", "doctor").exit_code


def test_a_failed_promise_fails_the_run(run, make_batch, monkeypatch, home):
    """A blocking check: nothing downstream is computed from what was lost."""
    taken = intake.take_shard
    monkeypatch.setattr(intake, "take_shard", lambda *a: taken(*a)[1:])
    result = run("--lang", "en", "run", make_batch(files=UNREADABLE))
    assert 1 == result.exit_code
    assert "E-RUN-FAILED" in result.stderr
    assert "uploads_in_equal_statuses_out" in result.stderr
    with dg.DagsterInstance.get() as instance:
        (only,) = instance.get_runs()
        assert dg.DagsterRunStatus.FAILURE == only.status
    assert not (home.records / "findings" / "test-001-s001.jsonl").exists()


def test_interrupted_it_is_status_3_and_says_how_to_go_on(run, make_batch, monkeypatch, home):
    """Ctrl-C in the middle of the readings; the run is not left STARTED."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "read_uploads", interrupted)
    result = run("--lang", "en", "run", make_batch(files=UNREADABLE))
    assert 3 == result.exit_code
    assert "run it again to go on" in result.stderr
    with dg.DagsterInstance.get() as instance:
        (only,) = instance.get_runs()
        assert only.is_finished


def test_a_batch_that_is_being_processed_is_waited_for(run, make_batch, monkeypatch, home):
    """It says so, instead of doubling the work."""
    waited = []
    monkeypatch.setattr(
        "pipeline.cli.running.wait_for_others", lambda _i, entry, _t: waited.append(entry.id)
    )
    run("run", make_batch(files=UNREADABLE))
    assert ["test-001"] == waited
    assert not runs.is_locked(home.locks, "test-001")
