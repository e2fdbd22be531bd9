"""Why a run failed: the sentence for the person who waits for it.

Dagster keeps an error as text. A HeyanError's text has its code and both sentences
(evidence.errors), from which the problem is told again, whoever executed the run.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from traceback import TracebackException

import dagster as dg
from dagster._core.events import JobFailureData
from dagster_shared.error import SerializableErrorInfo

from evidence.errors import HeyanError, Problem
from extractors.whole_files import disk_full

_REASON_LENGTH = 300
"""Characters of a foreign error's message that are shown; the run's log has all of it."""
_INTERRUPTIONS = frozenset({"KeyboardInterrupt", "DagsterExecutionInterruptedError"})
GONE = Problem(
    "E-RUN-GONE",
    "处理该批次的进程已不在（被强制结束或机器重启）。已识读的页均已保存，再次运行将从中断处继续。",
    "The process that executed this run is gone (killed, or the machine restarted). "
    "Every page that was read is kept; running again goes on from there.",
)
TOO_LONG = Problem(
    "E-RUN-TIME",
    "处理多次超过时间上限，已被终止。已识读的页均已保存。请在监控界面查看停在哪一步"
    "（常见原因：网络存储无响应），排除后再次运行，或在 dagster.yaml 中调高上限。",
    "The run took longer than allowed, several times, and was ended; every page that was read is "
    "kept. See in the Dagster UI which step hangs (mostly a network share that does not answer), "
    "mend that and run it again, or raise the limit in dagster.yaml.",
)
DISK = Problem(
    "E-STORE-WRITE",
    "状态目录所在磁盘写不进去（已满或有故障），已保存的内容不受影响；请腾出空间、检查磁盘，然后重新运行。",
    "The disk of the state folder does not take what is written (full, or broken); what is stored "
    "stays. Make room, look at the disk, then run again: it goes on from there.",
)
INTERRUPTION = Problem(
    "E-INTERRUPTED",
    "处理被中断。已识读的页均已保存，再次运行将从中断处继续。",
    "The work was interrupted. Every page that was read is kept; run it again to go on.",
)
_SAID_BY_DAGSTER = (
    ("marked as failed from outside the execution context", GONE),
    ("execution process for", GONE),
    ("Exceeded maximum runtime", TOO_LONG),
    ("forcibly marked as failed", TOO_LONG),
    ("database or disk is full", disk_full().problem),
    ("disk I/O error", DISK),
    (os.strerror(errno.ENOSPC), disk_full().problem),
)
"""Words of Dagster and of the system that mean one of our problems."""
_TOLD = re.compile(
    r"(?:[\w.]+: )?(?P<code>E-[A-Z0-9-]+): (?P<en>.+?)\n(?P=code)：(?P<zh>.+)", re.DOTALL
)


class RunFailedError(HeyanError):
    """A run failed; nothing is lost, and running again goes on from there."""


def run_problem(job: str, partition: str, events: Sequence[dg.DagsterEvent]) -> Problem:
    """Why a run failed, from its events: the first failed step's own problem where it told one."""
    # Its events may be gone: lost with the disk, or taken away.
    errors = list(_errors(events)) or [_only_words("nothing is noted of why")]
    known = next(filter(None, map(_told, errors)), None)
    return known or _unforeseen(job, partition, errors[0])


def as_text(problem: Problem) -> str:
    """A problem in Dagster's keeping, as a HeyanError is: `run_problem` tells it again."""
    return f"{problem.code}: {problem.en}\n{problem.code}：{problem.zh}"


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
        if event.event_type is dg.DagsterEventType.RUN_FAILURE:
            data = event.event_specific_data  # none where it was reported from outside
            error = data.error if isinstance(data, JobFailureData) else None
            yield error or _only_words(event.message or "")


def _only_words(message: str) -> SerializableErrorInfo:
    """A run that was reported as failed, by somebody who looked from outside."""
    return SerializableErrorInfo(message=message, stack=[], cls_name=None)


def _told(error: SerializableErrorInfo) -> Problem | None:
    """The problem of the HeyanError among an error and its causes, or what Dagster says of it."""
    for one in _chain(error):
        match = _TOLD.match(one.message)
        if match:
            return Problem(match["code"], match["zh"].strip(), match["en"].strip())
    said = [one.message for one in _chain(error)]
    return next(
        (problem for words, problem in _SAID_BY_DAGSTER if any(words in one for one in said)), None
    )


def _chain(error: SerializableErrorInfo | None) -> Iterator[SerializableErrorInfo]:
    while error is not None:
        yield error
        error = error.cause or error.context


def _unforeseen(job: str, partition: str, error: SerializableErrorInfo) -> Problem:
    *_, first = _chain(error)
    # Dagster prints a class with its package; its name alone says as much.
    said = re.sub(r"^[\w.]*\.(?=\w+:)", "", first.message)
    reason = " ".join(said.split())[:_REASON_LENGTH]
    return Problem(
        "E-RUN-FAILED",
        f"{partition} 的 {job} 未能完成（{reason}）。详情见监控界面（heyan serve）。",
        f"{job} of {partition} did not finish ({reason}). "
        "Details are in the Dagster UI (heyan serve).",
    )
