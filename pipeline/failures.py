"""Why a run failed: the sentence for the person who waits for it.

Dagster keeps an error as text. A HeyanError's text has its code and both sentences
(evidence.errors), from which the problem is told again, whoever executed the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from traceback import TracebackException

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from evidence.errors import HeyanError, Problem

_REASON_LENGTH = 300
"""Characters of a foreign error's message that are shown; the run's log has all of it."""
_INTERRUPTIONS = frozenset({"KeyboardInterrupt", "DagsterExecutionInterruptedError"})
_TOLD = re.compile(r"[\w.]+: (?P<code>E-[A-Z0-9-]+): (?P<en>.+?)\n(?P=code)：(?P<zh>.+)", re.DOTALL)


class RunFailedError(HeyanError):
    """A run failed; nothing is lost, and running again goes on from there."""


def run_problem(job: str, partition: str, events: Sequence[dg.DagsterEvent]) -> Problem:
    """Why a run failed, from its events: the first failed step's own problem where it told one."""
    errors = list(_errors(events))
    known = next(filter(None, map(_told, errors)), None)
    return known or _unforeseen(job, partition, errors[0] if errors else None)


def was_interrupted(events: Sequence[dg.DagsterEvent]) -> bool:
    """Whether somebody stopped the run: then nothing is wrong with it."""
    return any(error.cls_name in _INTERRUPTIONS for error in _errors(events))


def error_problem(job: str, partition: str, error: Exception) -> Problem:
    """Why a run could not even be executed."""
    kept = SerializableErrorInfo.from_traceback(TracebackException.from_exception(error))
    return _told(kept) or _unforeseen(job, partition, kept)


def _errors(events: Sequence[dg.DagsterEvent]) -> Iterator[SerializableErrorInfo]:
    """The errors of the failed steps, then that of the run itself."""
    for event in events:
        if event.is_step_failure and event.step_failure_data.error:
            yield event.step_failure_data.error
    for event in events:
        if event.event_type is dg.DagsterEventType.RUN_FAILURE and event.job_failure_data.error:
            yield event.job_failure_data.error


def _told(error: SerializableErrorInfo) -> Problem | None:
    """The problem of the HeyanError among an error and its causes."""
    for one in _chain(error):
        match = _TOLD.match(one.message)
        if match:
            return Problem(match["code"], match["zh"].strip(), match["en"].strip())
    return None


def _chain(error: SerializableErrorInfo | None) -> Iterator[SerializableErrorInfo]:
    while error is not None:
        yield error
        error = error.cause or error.context


def _unforeseen(job: str, partition: str, error: SerializableErrorInfo | None) -> Problem:
    *_, first = _chain(error) if error else [None]
    # Dagster prints a class with its package; its name alone says as much.
    said = re.sub(r"^[\w.]*\.(?=\w+:)", "", first.message) if first else ""
    reason = " ".join(said.split())[:_REASON_LENGTH] or "?"
    return Problem(
        "E-RUN-FAILED",
        f"{partition} 的 {job} 未能完成（{reason}）。详情见监控界面（heyan serve）。",
        f"{job} of {partition} did not finish ({reason}). "
        "Details are in the Dagster UI (heyan serve).",
    )
