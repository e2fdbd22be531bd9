import json
import os

import dagster as dg
import pytest
from click.testing import CliRunner

from evidence.errors import Problem
from pipeline.batches import find_batch, take_batch
from pipeline.cli import heyan
from pipeline.definitions import defs
from pipeline.inbox import refusal_of, write_refusal
from pipeline.planning.plan import CONCLUDING
from pipeline.progress_files import ProgressFiles
from pipeline.runs import execute
from pipeline.sensors import changed_rules, finished_shards, rules_watch

NOTICE = "verifiers/notices/xinxiang-2024-22.yaml"
ONE, ANOTHER = "test-001-s001", "test-002-s001"


@pytest.fixture
def plan(installation):
    """Calls `heyan plan` in this process; status and what it said."""

    def call(*arguments, language="zh"):
        result = CliRunner().invoke(heyan, ["--lang", language, "plan", *map(str, arguments)])
        return result.exit_code, result.output

    return call


@pytest.fixture
def plan_of(plan):
    """What it says of one batch, as data."""

    def call(batch):
        status, told = plan("--json", "--batch", batch)
        (data,) = json.loads(told)["batches"]
        assert (0 if data["up_to_date"] else 10) == status
        return data

    return call


@pytest.fixture
def concluded(installation, desk):
    """Both batches are concluded as well."""
    for batch in ("test-001", "test-002"):
        execute(installation.instance, defs.resolve_job_def("conclude_batch"), batch, {}, {})
    return installation


def test_where_nothing_is_out_of_date_it_says_so_with_status_0(concluded, plan):
    assert (0, "2 个批次已是最新。\n") == plan()
    assert (0, "2 batches are up to date.\n") == plan(language="en")


def test_a_changed_notice_is_named_with_its_versions_and_what_will_run(concluded, plan, plan_of):
    """Before it runs; and what then runs is that."""
    concluded.change(NOTICE)
    status, said = plan(language="en")
    assert 10 == status
    assert f"findings (1 shards): the notice {NOTICE} changed" in said
    assert f"The daemon will run: findings → {' → '.join(CONCLUDING)}; about" in said
    told = plan_of("test-001")
    (reason,) = told["outdated"]
    assert ("findings", "version", [ONE], True) == (
        reason["asset"], reason["why"], reason["shards"], reason["by_itself"],
    )  # fmt: skip
    assert "" != reason["before"] != reason["now"] != ""
    assert ["findings", *CONCLUDING] == told["daemon"]["steps"]
    assert not told["needs_operator"]
    ran = {step for steps, _ in concluded.daemon() for step in steps}
    assert ran == {step for run in told["daemon"]["runs"] for step in run["steps"]}
    assert ["test-001", "test-002"] == [
        one.partition_key for one in concluded.tick(finished_shards).run_requests
    ]
    assert "behind" == plan_of("test-001")["conclusion"]


def test_extraction_names_what_follows_only_where_it_comes_out_otherwise(installation, plan_of):
    installation.change("extractors/documents/awards.py")
    told = plan_of("test-001")["daemon"]
    assert "documents" in told["steps"]
    assert "findings" not in told["steps"]
    assert ["findings"] == told["perhaps"]


def test_another_recipe_is_an_operators_business_and_its_pages_are_counted(
    installation, plan, plan_of, monkeypatch
):
    """How many would be read, and how many are kept."""
    monkeypatch.setattr("extractors.reading.page.RECIPE", 1_000)
    told = plan_of("test-001")
    (reason,) = told["outdated"]
    assert ("readings", "reading_recipe", False) == (
        reason["asset"], reason["of"], reason["by_itself"],
    )  # fmt: skip
    assert told["needs_operator"]
    assert "readings" not in told["daemon"]["steps"]
    assert 0 == told["heyan_run"]["pages_to_read"]
    _, said = plan(language="zh")
    assert "不会自动运行：heyan run" in said


def test_a_batch_that_was_never_processed_waits_for_an_operator(
    installation, home, make_batch, plan, plan_of
):
    take_batch(make_batch("test-003", files={"uploads/A1/空.png": b""}), home)
    told = plan_of("test-003")
    assert ["test-003-s001"] == told["unfinished_shards"]
    assert told["needs_operator"]
    assert ("never", [], 1) == (
        told["conclusion"], told["daemon"]["steps"], told["heyan_run"]["files_not_counted"],
    )  # fmt: skip
    assert "1 shards never judged: test-003-s001" in plan(language="en")[1]


def test_a_failed_run_is_told_with_its_reason(concluded, home, plan, plan_of):
    problem = Problem("E-DISK-FULL", "磁盘已满。", "The disk is full.")
    entry = find_batch(home, "test-001")
    ProgressFiles(home, print).failed(entry, "test-001", problem)
    assert "磁盘已满。" == plan_of("test-001")["failure"]["zh"]
    assert "Its last run failed: The disk is full." in plan(language="en")[1]


def test_a_run_at_work_is_waited_for(installation, plan, plan_of):
    run = dg.DagsterRun(
        job_name="check_shard",
        tags={"dagster/partition": ONE},
        status=dg.DagsterRunStatus.STARTED,
    )
    installation.instance.add_run(run)
    assert plan_of("test-001")["at_work"]
    assert "正在处理或排队中" in plan()[1]


def test_what_waits_in_the_inbox_will_run(concluded, home, make_batch, plan):
    (make_batch("test-009", folder=home.inbox) / "_READY").touch()
    status, said = plan(language="en")
    assert 10 == status
    assert "Waiting in the inbox: test-009" in said


def test_what_was_refused_waits_for_a_person(concluded, home, make_batch, plan):
    """Until its marker is touched again; then the daemon looks at it once more."""
    folder = make_batch("test-009", folder=home.inbox)
    (folder / "_READY").touch()
    write_refusal(folder, Problem("E-BATCH-EMPTY", "空。", "Empty."))
    status, said = plan(language="en")
    assert 10 == status
    assert "Refused in the inbox: test-009 (test-009._REFUSED beside it says why" in said
    assert "Waiting in the inbox" not in said
    assert (["test-009"], []) == refused_and_waiting(plan)
    later = refusal_of(folder).stat().st_mtime + 1
    os.utime(folder / "_READY", (later, later))
    assert ([], ["test-009"]) == refused_and_waiting(plan)


def refused_and_waiting(plan):
    told = json.loads(plan("--json")[1])
    return told["refused"], told["inbox"]


def test_what_the_daemon_tried_in_vain_is_an_operators_business(concluded, plan, plan_of):
    """Tried together, tried alone; it is not said to run by itself any more."""
    concluded.change(NOTICE)
    for _ in range(2):
        assert concluded.tick().run_requests
        concluded.note(changed_rules)
    told = plan_of("test-001")
    assert (True, True, [], []) == (
        told["asked_in_vain"], told["needs_operator"],
        told["daemon"]["steps"], told["daemon"]["runs"],
    )  # fmt: skip
    status, said = plan(language="en")
    assert 10 == status
    assert "The daemon will run" not in said
    assert "test-001 reads no page; " in said


def test_a_conclusion_that_failed_is_an_operators_business(installation, desk, plan_of):
    """The daemon asks for it once for the same findings."""
    assert [*CONCLUDING] == plan_of("test-001")["daemon"]["steps"]
    assert 2 == len(installation.tick(finished_shards).run_requests)
    installation.note(finished_shards)
    told = plan_of("test-001")
    assert (True, True, []) == (
        told["asked_in_vain"], told["needs_operator"], told["daemon"]["steps"],
    )  # fmt: skip


def test_a_damaged_batch_stops_no_other_one(concluded, home, plan):
    """It is named with its code; the daemon goes on with the others, and logs it."""
    (home.batches / "test-001/entry.json").write_bytes(b"\0\0")
    status, said = plan(language="en")
    assert 10 == status
    assert "Batch test-001 has a damaged entry and is left out: E-RECORD" in said
    concluded.change(NOTICE)
    assert [(["findings"], [ANOTHER])] == concluded.daemon()
    assert ["test-002"] == [
        one.partition_key for one in concluded.tick(finished_shards).run_requests
    ]
    concluded.tick(rules_watch)


def test_an_unknown_batch_is_status_1(plan):
    status, said = plan("--batch", "nowhere")
    assert 1 == status
    assert "E-BATCH-UNKNOWN" in said


def test_it_changes_nothing(installation, home, plan):
    """Neither records nor runs."""
    files = {path: path.read_bytes() for path in (home.records).rglob("*.jsonl")}
    runs = len(installation.instance.get_runs())
    installation.change(NOTICE)
    plan()
    assert files == {path: path.read_bytes() for path in (home.records).rglob("*.jsonl")}
    assert runs == len(installation.instance.get_runs())
