import dagster as dg
import pytest
from celery import Celery
from click.testing import CliRunner
from dagster._grpc.types import ExecuteRunArgs
from dagster._serdes import pack_value
from dagster_celery.config import TASK_EXECUTE_JOB_NAME

from pipeline.cli import heyan
from pipeline.failures import run_problem
from pipeline.file_versions import OF_THIS_PROCESS
from pipeline.resources import RULES_TAG, Heyan
from pipeline.runs import renew_rules
from pipeline.worker import QUEUE, REFUSED_TAG, serve_runs


def test_a_worker_without_a_broker_says_which_configuration_it_lacks(home):
    said = CliRunner().invoke(heyan, ["--lang", "en", "worker"])
    assert 1 == said.exit_code
    assert "E-WORKER-LAUNCHER" in said.output
    assert "deploy/" in said.output


@pytest.mark.parametrize(
    ("version", "judges"), [(OF_THIS_PROCESS.all_together, True), ("older", False)]
)
def test_a_machine_with_other_rules_judges_nothing(home, instance, version, judges):
    """One of several machines was not updated: its verdicts would be those of last year."""

    @dg.op(required_resource_keys={"heyan"})
    def judging():
        pass

    @dg.job(resource_defs={"heyan": Heyan(state=str(home.state))})
    def run():
        judging()

    result = run.execute_in_process(
        instance=instance, tags={RULES_TAG: version}, raise_on_error=False
    )
    assert judges is result.success
    if not judges:
        assert "E-WORKER-VERSION" == run_problem("run", "b-s001", result.all_events).code


def test_a_worker_with_other_rules_gives_the_run_back_under_its_id_and_none_is_failed(
    instance, monkeypatch
):
    """A machine that was not updated took run after run, and each retry of them."""
    monkeypatch.setattr("pipeline.worker._REST_SECONDS", 0.0)
    app = Celery(broker="memory://", backend="cache+memory://", task_default_queue=QUEUE)
    serve_runs(app)
    run = instance.create_run_for_job(_nothing, tags={RULES_TAG: "older"})
    packed = pack_value(
        ExecuteRunArgs(dg.reconstructable(_nothing).get_python_origin(), run.run_id, None)
    )
    taken = []
    task = app.tasks[TASK_EXECUTE_JOB_NAME]
    monkeypatch.setattr(task, "apply_async", lambda **how: taken.append(how))
    task.apply(kwargs={"execute_job_args_packed": packed}, task_id="task-1")
    assert [("task-1", QUEUE, packed)] == [
        (how["task_id"], how["queue"], how["kwargs"]["execute_job_args_packed"]) for how in taken
    ]
    kept = instance.get_run_by_id(run.run_id)
    assert dg.DagsterRunStatus.NOT_STARTED is kept.status
    assert kept.tags[REFUSED_TAG].startswith("E-WORKER-VERSION")


def test_what_waited_for_a_worker_during_an_update_is_judged_by_the_new_rules(instance):
    """Else no updated worker would ever take it."""
    tags, starting = {RULES_TAG: "older"}, dg.DagsterRunStatus.STARTING
    waiting = instance.create_run_for_job(_nothing, tags=tags, status=starting)
    local = instance.create_run_for_job(_nothing, status=starting)
    renew_rules(instance)
    kept = [instance.get_run_by_id(run.run_id).tags for run in (waiting, local)]
    assert [OF_THIS_PROCESS.all_together, None] == [tags.get(RULES_TAG) for tags in kept]


@dg.job
def _nothing():
    pass
