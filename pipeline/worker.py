"""What a worker of the cluster does: each run in a process of its own, ended with the worker.

In the worker's own process a run could not be stopped, would go on with the rules that the
worker had loaded weeks ago, and would keep the worker from answering whether it lives.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import dagster as dg
from celery import Celery
from celery.exceptions import Ignore
from celery.utils.log import get_task_logger
from celery.worker.state import revoked
from dagster._grpc.types import ExecuteRunArgs
from dagster._serdes import serialize_value, unpack_value
from dagster_celery.config import TASK_EXECUTE_JOB_NAME
from dagster_postgres.utils import DagsterPostgresException
from sqlalchemy.exc import DBAPIError

from evidence.errors import MachineError
from pipeline.failures import GONE, as_text
from pipeline.home import repository
from pipeline.resources import check_rules

WORKER_TAG = "heyan/worker"
REFUSED_TAG = "heyan/refused"
"""Why a worker gave the run back, and which did."""
QUEUE = "dagster"
"""From which workers take runs: the launcher's by default."""
_REST_SECONDS = 30.0
"""For so long a worker takes none after it gave one back: it would be the same with the next."""
_LOOK_SECONDS = 0.5
_AGAIN_SECONDS = 5.0
_log = get_task_logger(__name__)
Answer = TypeVar("Answer")


def serve_runs(app: Celery) -> None:
    """Let workers of this app execute runs, under the name by which the launcher asks for it."""

    @app.task(bind=True, name=TASK_EXECUTE_JOB_NAME, track_started=True)  # type: ignore[untyped-decorator]
    def execute_job(task: Any, execute_job_args_packed: Any) -> None:
        args = unpack_value(execute_job_args_packed, as_type=ExecuteRunArgs)
        if not _until_it_works(lambda: _may_judge(args.run_id, task.request.hostname)):
            # Under its id, by which the launcher asks for it.
            packed = {"execute_job_args_packed": execute_job_args_packed}
            task.apply_async(kwargs=packed, task_id=task.request.id, queue=QUEUE)
            time.sleep(_REST_SECONDS)
            raise Ignore
        _until_it_works(lambda: _sign(args.run_id, task.request.hostname))
        child = subprocess.Popen(_command(args), cwd=repository(), start_new_session=True)  # noqa: S603  our own arguments
        _wait(child, task.request.id)
        _until_it_works(lambda: _close(args.run_id))


def _may_judge(run_id: str, worker: str) -> bool:
    """Whether this machine has the rules of the one that gave the run away; else the run says so."""
    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_by_id(run_id)
        try:
            check_rules(run.tags if run else {})
        except MachineError as e:
            _log.error("%s", e)
            instance.add_run_tags(run_id, {REFUSED_TAG: f"{e.problem.code} {worker}"})
            return False
    return True


def _command(args: ExecuteRunArgs) -> list[str]:
    """The run as a process that the kernel ends when the worker is killed."""
    # Without the launcher's instance: this machine has its own DAGSTER_HOME.
    own = ExecuteRunArgs(args.job_origin, args.run_id, instance_ref=None)
    dagster = [sys.executable, "-m", "dagster", "api", "execute_run", serialize_value(own)]
    return ["setpriv", "--pdeathsig", "KILL", *dagster]


def _wait(child: subprocess.Popen[bytes], task: str) -> None:
    """Wait for the end of the run; where somebody stops it, that ends it as Ctrl-C would."""
    told = False
    while child.poll() is None:
        if task in revoked and not told:
            child.terminate()
            told = True
        time.sleep(_LOOK_SECONDS)


def _sign(run_id: str, worker: str) -> None:
    """Note on the run which worker has it."""
    with dg.DagsterInstance.get() as instance:
        instance.add_run_tags(run_id, {WORKER_TAG: worker})


def _close(run_id: str) -> None:
    """Fail a run whose process ended without a word: killed, or never begun."""
    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, as_text(GONE))


def _until_it_works(step: Callable[[], Answer]) -> Answer:
    """Do it; where the database is away, again until it is back: without it no run is of use."""
    while True:
        try:
            return step()
        except (DBAPIError, DagsterPostgresException):
            _log.exception("Dagster's database does not take it; trying again")
            time.sleep(_AGAIN_SECONDS)
