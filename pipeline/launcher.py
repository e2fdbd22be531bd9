"""The launcher of runs on several machines: Celery's, made to notice a dead worker.

Dagster asks its launcher whether the worker of a run is well. Celery's own answer is the last
state of the task in the broker, which stays STARTED for ever when the worker is killed. Here a
run lives as long as some worker says, now, that it is at work on its task.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import dagster as dg
from celery.exceptions import DuplicateTaskNameWarning
from dagster._core.launcher import CheckRunHealthResult, LaunchRunContext, WorkerStatus
from dagster._serdes import ConfigurableClassData
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.tags import DAGSTER_CELERY_QUEUE_TAG, DAGSTER_CELERY_TASK_ID_TAG
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from evidence.errors import MachineError, Problem
from pipeline.failures import GONE, as_text
from pipeline.file_versions import OF_THIS_PROCESS
from pipeline.processes import HOST_TAG, is_gone
from pipeline.resources import RULES_TAG
from pipeline.worker import WORKER_TAG

_ANSWER_SECONDS = 2.0
"""How long workers have to say what they are at: they wait for their runs and answer at once."""
_KEPT_SECONDS = 5.0
"""For how long their answer serves: one look at all runs asks them once."""

_SETTINGS = {
    # A worker takes a task when it is free to begin it, so that none waits behind a long one
    # while another worker is idle, and a killed worker takes none with it but the one it is at.
    "worker_disable_prefetch": True,
    "broker_connection_retry_on_startup": True,
}


class WatchfulCeleryRunLauncher(CeleryRunLauncher):
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
        own: dict[str, Any] = {"patience_seconds": patience}
        return own | dict(cast("Mapping[str, Any]", CeleryRunLauncher.config_type()))

    def launch_run(self, context: LaunchRunContext) -> None:
        """Give the run to whichever worker is free first."""
        # A run that repeats another bears the tags of that one's dead process.
        tags = {HOST_TAG: "", RULES_TAG: OF_THIS_PROCESS.all_together}
        self._instance.add_run_tags(context.dagster_run.run_id, tags)
        with warnings.catch_warnings():
            # It makes its task anew for each run, and the app keeps the first.
            warnings.simplefilter("ignore", DuplicateTaskNameWarning)
            super().launch_run(context)

    def terminate(self, run_id: str) -> bool:
        """Ask the worker to stop the run. A run that has no worker cannot be stopped so."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished or DAGSTER_CELERY_TASK_ID_TAG not in run.tags:
            return False
        self._instance.report_run_canceling(run)
        self.celery.control.revoke(run.tags[DAGSTER_CELERY_TASK_ID_TAG])
        return True

    @property
    def supports_resume_run(self) -> bool:
        """No: a run that is taken up again would do all its steps; one that repeats it does not."""
        return False

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether a worker is at the run; a run that is gone is told to be so here.

        Raises MachineError (`E-BROKER-AWAY`): while nobody can be asked, nobody is dead.
        """
        task = run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)
        # `heyan run`, on a machine of the cluster, has no task.
        gone = bool(is_gone(run.tags)) if task is None else self._is_silent(run.run_id, task)
        if not gone:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        # In our own words: Dagster's would not tell the operator what to do.
        current = self._instance.get_run_by_id(run.run_id)
        if current is not None and not current.is_finished:
            self._instance.report_run_failed(current, as_text(GONE))
        return CheckRunHealthResult(WorkerStatus.FAILED, GONE.en)

    def get_run_worker_debug_info(
        self,
        run: dg.DagsterRun,
        include_container_logs: bool | None = True,  # noqa: ARG002  Dagster's signature
    ) -> str | None:
        """Which worker had the run."""
        return f"task {run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)}, {run.tags.get(WORKER_TAG)}"

    def is_lost(self, run: dg.DagsterRun) -> bool:
        """Whether a run was given away and never began: its worker died as it took the task.

        Raises MachineError (`E-BROKER-AWAY`).
        """
        record = self._instance.get_run_record_by_id(run.run_id)
        task = run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)
        if record is None or task is None or self._age(record) < self._patience:
            return False
        # First: what leaves the queue after this is at work by the time of the second question.
        return task not in self._waiting(run) and task not in self._ask()

    def workers(self) -> list[str]:
        """The names of the workers that answer. Raises MachineError (`E-BROKER-AWAY`)."""
        with self._broker():
            answers = self.celery.control.ping(timeout=_ANSWER_SECONDS) or []
        return [name for answer in answers for name in answer]

    def _age(self, record: dg.RunRecord) -> float:
        """Seconds since anything was noted of the run, by the clock of this machine."""
        return (dt.datetime.now(dt.UTC) - record.update_timestamp).total_seconds()

    def _is_silent(self, run_id: str, task: str) -> bool:
        """Whether no worker has said for long that it is at the task."""
        now = self._clock()
        if now - self._asked_at >= _KEPT_SECONDS:
            self._tasks = self._ask()
            self._asked_at = now
        if task in self._tasks:
            self._silent_since.pop(run_id, None)
            return False
        if now - self._silent_since.setdefault(run_id, now) < self._patience:
            return False
        del self._silent_since[run_id]
        return True

    def _ask(self) -> frozenset[str]:
        """The tasks that workers say they are at."""
        inspect = self.celery.control.inspect(timeout=_ANSWER_SECONDS)
        with self._broker():
            answers = [inspect.active() or {}, inspect.reserved() or {}]
        return frozenset(
            task["id"] for answer in answers for tasks in answer.values() for task in tasks
        )

    def _waiting(self, run: dg.DagsterRun) -> frozenset[str]:
        """The tasks that wait in the run's queue: in Redis a list for each priority."""
        queue = run.tags.get(DAGSTER_CELERY_QUEUE_TAG, self.default_queue)
        with self._broker(), self.celery.connection_for_read() as connection:
            channel = connection.default_channel
            messages = [
                message
                for priority in channel.priority_steps
                for message in channel.client.lrange(channel._q_for_pri(queue, priority), 0, -1)  # noqa: SLF001  no other way
            ]
        return frozenset(json.loads(message)["headers"]["id"] for message in messages)

    @contextmanager
    def _broker(self) -> Iterator[None]:
        """Whoever is not heard while the broker is away is not taken for dead."""
        try:
            yield
        except (KombuError, RedisError, OSError) as e:
            self._silent_since.clear()
            raise MachineError(_broker_away(e)) from e


def _broker_away(error: Exception) -> Problem:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return Problem(
        "E-BROKER-AWAY",
        f"消息代理 Redis 无法访问（{reason}）；请检查 HEYAN_BROKER_URL 和 Redis，恢复后自动继续。",
        f"The broker Redis cannot be reached ({reason}); check HEYAN_BROKER_URL and Redis. "
        "The work goes on by itself once it is back.",
    )
