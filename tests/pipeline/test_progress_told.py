import os

import dagster as dg
import pytest
from click.testing import CliRunner
from PIL import Image

from evidence import codec
from evidence.errors import MachineError, Problem
from evidence.inbox import Progress, Stage
from extractors.reading.pool import Progress as Pages
from pipeline.assets import judging
from pipeline.batches import BatchEntry, ShardPlan, remember, take_batch
from pipeline.cli import heyan as command_line
from pipeline.definitions import defs
from pipeline.failures import RunFailedError
from pipeline.processes import HOST_TAG, PID_TAG, RUN_TAG, STARTED_TAG
from pipeline.progress_files import ProgressFiles
from pipeline.resources import Heyan, LogListeners
from pipeline.run_sensors import canceled_runs, failed_runs
from pipeline.runs import clear_dead_runs, execute, register
from pipeline.sensors import inbox

PROBLEM = Problem("E-TEST", "磁盘已满，请腾出空间。", "The disk is full; free some space.")


def _progress(home, batch):
    return codec.decode(Progress, (home.state / "progress" / f"{batch}.json").read_bytes())


@pytest.fixture
def heyan(desk):
    return Heyan(state=str(desk.state))


def test_heyan_run_leaves_the_batch_published(desk, make_batch, tmp_path):
    """Pages counted, the run named."""
    Image.new("RGB", (400, 300), "white").save(tmp_path / "blank.png")
    batch = make_batch(files={"uploads/A1/空白.png": (tmp_path / "blank.png").read_bytes()})
    assert 0 == CliRunner().invoke(command_line, ["run", str(batch)]).exit_code
    now = _progress(desk, "test-001")
    assert (Stage.PUBLISHED, 1, 1, 1, 1) == (
        now.stage, now.pages_done, now.pages_known, now.shards_done, now.files,
    )  # fmt: skip
    with dg.DagsterInstance.get() as instance:
        assert now.run == instance.get_runs(limit=1)[0].run_id


def test_a_run_that_cannot_tell_its_progress_ends_well(desk, make_batch):
    """A courtesy never costs a result."""
    (desk.state / "progress").write_text("no folder")
    result = CliRunner().invoke(command_line, ["--lang", "en", "run", str(make_batch())])
    assert 0 == result.exit_code, result.output
    assert 1 == result.stderr.count("E-PROGRESS-WRITE")


def _failing(*_):
    raise MachineError(PROBLEM)


def test_heyan_run_tells_what_ended_it(desk, make_batch, monkeypatch):
    """In the words of the problem, at once."""
    monkeypatch.setattr(judging, "findings_of_shard", _failing)
    assert 1 == CliRunner().invoke(command_line, ["run", str(make_batch())]).exit_code
    now = _progress(desk, "test-001")
    assert (Stage.FAILED, PROBLEM.zh, PROBLEM.en) == (now.stage, now.message_zh, now.message_en)


def test_interrupted_it_says_so(desk, make_batch, monkeypatch):
    """Nobody waits for a process that was stopped."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(judging, "findings_of_shard", interrupted)
    assert 3 == CliRunner().invoke(command_line, ["run", str(make_batch())]).exit_code
    now = _progress(desk, "test-001")
    assert Stage.FAILED == now.stage
    assert "再次运行" in now.message_zh


def test_the_inbox_tells_that_a_batch_was_taken(instance, heyan, desk, make_batch):
    """Before its first run has started."""
    (make_batch(folder=desk.inbox) / "_READY").touch()
    with dg.build_sensor_context(instance=instance) as context:
        inbox(context, heyan=heyan)
    assert (Stage.TAKEN, 1) == (
        _progress(desk, "test-001").stage,
        _progress(desk, "test-001").shards,
    )


def _look(sensor, instance, desk, cursor):
    """A tick of a run status sensor, as the daemon evaluates it."""
    with dg.build_sensor_context(
        instance=instance,
        cursor=cursor,
        resources={"heyan": Heyan(state=str(desk.state))},
        definitions=defs,
    ) as context:
        sensor.evaluate_tick(context)
        return context.cursor


def _taken(instance, desk, make_batch):
    entry = take_batch(make_batch(), desk)
    register(instance, entry)
    ProgressFiles(desk, print).taken(entry)
    return entry


def test_the_daemons_failed_run_is_told_in_the_words_of_its_problem(
    instance, desk, make_batch, monkeypatch
):
    """Both sentences, though the run is in Dagster's keeping only."""
    _taken(instance, desk, make_batch)
    cursor = _look(failed_runs, instance, desk, None)
    monkeypatch.setattr(judging, "findings_of_shard", _failing)
    with pytest.raises(RunFailedError):
        execute(
            instance,
            defs.resolve_job_def("check_shard"),
            "test-001-s001",
            {},
            {"progress": LogListeners()},
        )
    assert Stage.READING == _progress(desk, "test-001").stage
    _look(failed_runs, instance, desk, cursor)
    now = _progress(desk, "test-001")
    assert (Stage.FAILED, PROBLEM.zh, PROBLEM.en) == (now.stage, now.message_zh, now.message_en)
    run = instance.get_runs(limit=1)[0]
    last = instance.all_logs(run.run_id)[-1].dagster_event
    assert "E-TEST" == run.tags["heyan/problem"]
    assert PROBLEM.zh == last.event_specific_data.metadata["原因与处理"].value
    assert last.event_specific_data.metadata["desk"].value.endswith("/batches/test-001/")


@pytest.mark.parametrize(("retries", "stage"), [("0", Stage.FAILED), ("1", Stage.READING)])
def test_a_run_whose_process_was_killed_is_told(instance, desk, make_batch, retries, stage):
    """Nobody else is left to say so; while it is started again by itself, nothing has failed."""
    entry = _taken(instance, desk, make_batch)
    cursor = _look(failed_runs, instance, desk, None)
    tags = {"dagster/partition": "test-001-s001", PID_TAG: "1", STARTED_TAG: "0.0"}
    tags |= {HOST_TAG: os.uname().nodename, "dagster/max_retries": retries}
    run = dg.DagsterRun(job_name="check_shard", tags=tags, status=dg.DagsterRunStatus.STARTED)
    instance.add_run(run.with_tags(tags | {RUN_TAG: run.run_id}))
    ProgressFiles(desk, print).read(entry, "test-001-s001", Pages())
    assert [run.run_id] == clear_dead_runs(instance)
    _look(failed_runs, instance, desk, cursor)
    now = _progress(desk, "test-001")
    assert stage == now.stage
    if stage is Stage.FAILED:
        assert now.message_zh.startswith("处理该批次的进程已不在")
        assert run.run_id == now.run


def test_a_run_that_was_stopped_in_the_ui_is_told(instance, desk, make_batch):
    """Cancelled is not failed for Dagster; for who waits it is over either way."""
    _taken(instance, desk, make_batch)
    cursor = _look(canceled_runs, instance, desk, None)
    run = dg.DagsterRun(
        job_name="check_shard",
        tags={"dagster/partition": "test-001-s001"},
        status=dg.DagsterRunStatus.CANCELING,
    )
    instance.add_run(run)
    instance.report_run_canceled(run)
    _look(canceled_runs, instance, desk, cursor)
    assert "再次运行" in _progress(desk, "test-001").message_zh


@pytest.mark.parametrize("damaged", [(), ("b",)])
def test_a_failed_run_over_several_shards_is_told_for_each_batch(instance, desk, damaged):
    """Changed rules check many batches in one run; one with a damaged entry stops no other."""
    for batch in ("b", "c"):
        remember(desk, _one_shard(batch))
        register(instance, _one_shard(batch))
    for batch in damaged:
        (desk.batches / batch / "entry.json").write_bytes(b"{")
    cursor = _look(failed_runs, instance, desk, None)
    run = dg.DagsterRun(
        job_name="__ASSET_JOB",
        tags={
            "dagster/asset_partition_range_start": "b-s001",
            "dagster/asset_partition_range_end": "c-s001",
            "dagster/max_retries": "0",
        },
        status=dg.DagsterRunStatus.STARTED,
    )
    instance.add_run(run)
    instance.report_run_failed(run, "somebody pulled the plug")
    _look(failed_runs, instance, desk, cursor)
    for batch in {"b", "c"} - {*damaged}:
        now = _progress(desk, batch)
        assert Stage.FAILED == now.stage
        assert "somebody pulled the plug" in now.message_en


def _one_shard(batch):
    return BatchEntry(
        batch, f"/{batch}", f"/out/{batch}", {f"{batch}-s001": ShardPlan(("A1",), ())}
    )
