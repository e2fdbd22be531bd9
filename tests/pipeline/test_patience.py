import inspect

import dagster as dg
import pytest

from evidence.errors import BatchError, MachineError, Problem
from pipeline import patience
from pipeline.assets import concluding, intake, judging
from pipeline.failures import run_problem
from pipeline.patience import WAITS, WATCHED, patient

FULL = MachineError(Problem("E-DISK-FULL", "磁盘已满。", "The disk is full."))
BAD = BatchError(Problem("E-BATCH-ID", "编号有误。", "The id is wrong."))


@pytest.fixture
def run(monkeypatch):
    """Runs an asset whose body raises these errors, one an attempt; the attempts and the result."""
    monkeypatch.setattr(patience, "WAITS", (0,) * len(WAITS))

    def execute(errors, tags=None, *, yields=False):
        left, attempts = list(errors), []

        def stored():
            attempts.append(len(attempts))
            if left:
                raise left.pop(0)
            return 1

        if yields:

            @dg.asset
            @patient
            def upload(context: dg.AssetExecutionContext):
                yield dg.Output(stored())
        else:

            @dg.asset
            @patient
            def upload(context: dg.AssetExecutionContext) -> int:
                return stored()

        return dg.materialize([upload], tags=tags, raise_on_error=False), attempts

    return execute


@pytest.mark.parametrize("yields", [False, True])
def test_what_passes_by_itself_is_waited_out(run, yields):
    """A disk that has room again: the third attempt is as good as the first."""
    result, attempts = run([FULL, FULL], yields=yields)
    assert result.success
    assert 3 == len(attempts)


def test_in_the_end_the_run_fails_with_the_reason(run):
    """Not with the number of attempts, which helps nobody."""
    result, attempts = run([FULL] * 20)
    assert 1 + len(WAITS) == len(attempts)
    assert "E-DISK-FULL" == run_problem("check_shard", "b-s001", result.all_events).code


def test_bad_input_is_not_tried_twice(run):
    """It would be as bad the second time."""
    result, attempts = run([BAD])
    assert not result.success
    assert 1 == len(attempts)


def test_who_watches_a_run_is_told_at_once(run):
    """`heyan run` says that the disk is full; waiting in silence would say nothing."""
    result, attempts = run([FULL], WATCHED)
    assert not result.success
    assert 1 == len(attempts)


def test_whatever_meets_disk_or_database_is_patient():
    """Of the others only the records touch a disk; their manager is patient too."""
    bodies = {
        asset.key.to_user_string(): asset.op.compute_fn.decorated_fn
        for module in (intake, judging, concluding)
        for asset in vars(module).values()
        if isinstance(asset, dg.AssetsDefinition)
    }
    unguarded = {name for name, body in bodies.items() if body is inspect.unwrap(body)}
    assert {"upload_outcomes", "page_images", "documents", "applications"} == unguarded
