import dagster as dg
import pytest

from evidence.errors import DataError, Problem
from pipeline.failures import RunFailedError
from pipeline.runs import execute

PROBLEM = Problem("E-TEST", "磁盘已满，请腾出空间。", "The disk is full; free some space.")


def _job(body):
    """A job of one step that does `body`, and one that needs nothing of it."""

    @dg.op
    def breaking():
        body()

    @dg.op
    def independent():
        done.append("independent")

    @dg.job(executor_def=dg.in_process_executor)
    def job():
        breaking()
        independent()

    done = []
    return job, done


def _raises(error, cause=None):
    def body():
        raise error from cause

    return body


def _run(instance, job):
    execute(instance, job, None, {}, {})


@pytest.mark.parametrize(
    "body",
    [_raises(DataError(PROBLEM)), _raises(RuntimeError("somewhere above"), DataError(PROBLEM))],
    ids=["raised", "behind another"],
)
def test_a_run_fails_with_the_problem_that_its_step_told(instance, body):
    """Both sentences come out as they went in, though Dagster keeps text only."""
    job, _ = _job(body)
    with pytest.raises(RunFailedError) as error:
        _run(instance, job)
    assert PROBLEM == error.value.problem


def test_an_error_nobody_foresaw_is_named_with_its_words(instance):
    """The operator can look for it."""
    job, _ = _job(_raises(ZeroDivisionError("division by zero")))
    with pytest.raises(RunFailedError) as error:
        _run(instance, job)
    assert "E-RUN-FAILED" == error.value.code
    assert "ZeroDivisionError: division by zero" in error.value.problem.zh


def test_a_step_that_fails_does_not_keep_an_independent_one_from_running(instance):
    """As in the daemon: what can be written is written."""
    job, done = _job(_raises(DataError(PROBLEM)))
    with pytest.raises(RunFailedError):
        _run(instance, job)
    assert ["independent"] == done


def test_what_somebody_stopped_is_interrupted_and_did_not_fail(instance):
    """Ctrl-C within a step."""
    job, done = _job(_raises(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        _run(instance, job)
    assert [] == done


def test_a_long_message_is_cut(instance):
    """A sentence, not a page."""
    job, _ = _job(_raises(ValueError("x" * 5000)))
    with pytest.raises(RunFailedError) as error:
        _run(instance, job)
    assert len(error.value.problem.en) < 500
