"""The launcher of runs on several machines: Celery's, made to notice a dead worker.

Dagster asks its launcher whether the worker of a run is well. Celery's own answer is the last
state of the task in the broker, which stays STARTED for ever when the worker is killed. Here a
run lives as long as some worker says, now, that it is at work on its task.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import dagster as dg
from dagster._core.launcher import CheckRunHealthResult, LaunchRunContext, WorkerStatus
from dagster._serdes import ConfigurableClassData
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG
from kombu.exceptions import OperationalError

from evidence.errors import MachineError, Problem
from pipeline.failures import GONE, as_text
from pipeline.processes import HOST_TAG, is_gone

_ANSWER_SECONDS = 2.0
"""How long workers have to say what they are doing."""
_KEPT_SECONDS = 5.0
"""For how long their answer serves: one look at all runs asks them once."""

_SETTINGS = {
    # A worker takes a task when it is free to begin it, so that none waits behind a long one
    # while another worker is idle, and a killed worker takes none with it but the one it is at.
    "worker_disable_prefetch": True,
    "worker_prefetch_multiplier": 1,
    "broker_connection_retry_on_startup": True,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
}


class WatchfulCeleryRunLauncher(CeleryRunLauncher):  # type: ignore[misc]  # it has no types
    """Runs as Celery tasks, one a worker; a run that no worker is at any more has failed.

    `patience_seconds` is for how long every worker may be silent about a run before it counts
    as gone: a busy worker answers late, and one that lost the broker comes back.
    """

    def __init__(
        self,
        *,
        patience_seconds: int,
        config_source: Mapping[str, object] | None = None,
        inst_data: ConfigurableClassData | None = None,
        clock: Callable[[], float] = time.monotonic,
        **settings: Any,
    ) -> None:
        super().__init__(
            inst_data=inst_data, config_source=_SETTINGS | dict(config_source or {}), **settings
        )
        self._patience = patience_seconds
        self._clock = clock
        self._silent_since: dict[str, float] = {}
        self._tasks: frozenset[str] = frozenset()
        self._asked_at = float("-inf")

    @classmethod
    def config_type(cls) -> Any:
        """Celery's own, and how patient to be."""
        patience = dg.Field(
            dg.IntSource,
            default_value=60,
            description="Seconds for which no worker may say that it is at a run before it failed.",
        )
        return {**CeleryRunLauncher.config_type(), "patience_seconds": patience}

    def launch_run(self, context: LaunchRunContext) -> None:
        """Give the run to whichever worker is free first."""
        # A run that repeats another bears the tags of that one's dead process.
        self._instance.add_run_tags(context.dagster_run.run_id, {HOST_TAG: ""})
        super().launch_run(context)

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether a worker is at the run; a run that is gone is told to be so here.

        Raises MachineError (`E-BROKER-AWAY`): while nobody can be asked, nobody is dead.
        """
        task = run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)
        if task is None:  # `heyan run`, on a machine of the cluster
            gone = bool(is_gone(run.tags))
        else:
            gone = self._is_silent(run.run_id, task)
        if not gone:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        # In our own words: Dagster's would not tell the operator what to do.
        current = self._instance.get_run_by_id(run.run_id)
        if current is not None and not current.is_finished:
            self._instance.report_run_failed(current, as_text(GONE))
        return CheckRunHealthResult(WorkerStatus.FAILED, GONE.en)

    def _is_silent(self, run_id: str, task: str) -> bool:
        """Whether no worker has said for long that it is at the task."""
        now = self._clock()
        if task in self._tasks_at_work(now):
            self._silent_since.pop(run_id, None)
            return False
        if now - self._silent_since.setdefault(run_id, now) < self._patience:
            return False
        del self._silent_since[run_id]
        return True

    def _tasks_at_work(self, now: float) -> frozenset[str]:
        """The tasks that workers say they are at."""
        if now - self._asked_at < _KEPT_SECONDS:
            return self._tasks
        try:
            answers = self.celery.control.inspect(timeout=_ANSWER_SECONDS).active() or {}
        except (OperationalError, OSError) as e:
            self._silent_since.clear()
            raise MachineError(_broker_away(e)) from e
        self._asked_at = now
        self._tasks = frozenset(task["id"] for tasks in answers.values() for task in tasks)
        return self._tasks


def _broker_away(error: Exception) -> Problem:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return Problem(
        "E-BROKER-AWAY",
        f"消息代理 Redis 无法访问（{reason}）；请检查 HEYAN_BROKER_URL 和 Redis，恢复后自动继续。",
        f"The broker Redis cannot be reached ({reason}); check HEYAN_BROKER_URL and Redis. "
        "The work goes on by itself once it is back.",
    )
