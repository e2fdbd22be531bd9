"""Takes official results, typed in or dropped as files, and wakes what rests on them."""

import json
import time
from contextlib import suppress
from itertools import takewhile

import dagster as dg

from evidence.errors import MachineError, UploadError
from evidence.inbox import OFFICIAL
from pipeline.inbox import ReadyBatch, write_refusal
from pipeline.official.dropped import dropped
from pipeline.official.job import Dropped, take_results
from pipeline.official.taking import sweep_taken, take_result
from pipeline.official.untrusted import handed_results
from pipeline.resources import Heyan
from pipeline.watching import watch

_DROPPED_TAG = "heyan/dropped"
_MARKED_TAG = "heyan/marked"
_RESTS_SECONDS = [min(300 * 2**failures, 86400) for failures in range(10)]
"""After so many failures in a row that are not the files' fault: a full disk, a killed process.
Each is a run and an alert, so that a fault that lasts is told once a day."""


@watch(10)
def official_results(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Keeps each result typed in at the desk; the claims it concerns are checked again."""
    refused: dict[str, int] = json.loads(context.cursor or "{}")
    sweep_taken(heyan.home.inbox / OFFICIAL)
    handed = handed_results(heyan.home.inbox)
    for one in handed:
        if refused.get(one.id) == one.marked:
            continue
        try:
            take_result(heyan.home, one)
        except UploadError as e:
            context.log.warning("%s: %s", one.id, e)
            refused[one.id] = one.marked
            with suppress(MachineError):  # a name too long for a note; the log has it
                write_refusal(one.folder, e.problem)
        except (MachineError, OSError) as e:
            # Not the result's fault: it stays, and the next look tries again.
            context.log.error("%s: %s", one.id, e)  # noqa: TRY400  the next tick says it again
    return dg.SensorResult(
        cursor=json.dumps({one.id: refused[one.id] for one in handed if one.id in refused}),
    )


@watch(10, job=take_results)
def dropped_results(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Starts one run for each folder or zip of results that was dropped and marked _READY."""
    waiting = [one for one in dropped(heyan.home.inbox) if _may_start(context.instance, one)]
    return dg.SensorResult(run_requests=[_request(one) for one in waiting])


def _request(one: ReadyBatch) -> dg.RunRequest:
    op = take_results.nodes[0].name
    return dg.RunRequest(
        run_config=dg.RunConfig({op: Dropped(name=one.source.name)}),
        tags={_DROPPED_TAG: one.source.name, _MARKED_TAG: str(one.marked)},
    )


def _may_start(instance: dg.DagsterInstance, one: ReadyBatch) -> bool:
    """Whether no run is at it, and it has rested the longer the oftener runs failed at it."""
    tags = {_DROPPED_TAG: one.source.name, _MARKED_TAG: str(one.marked)}
    before = instance.get_run_records(dg.RunsFilter(tags=tags), limit=len(_RESTS_SECONDS))
    if not before or before[0].dagster_run.is_success:
        return True
    failures = sum(1 for _ in takewhile(lambda last: not last.dagster_run.is_success, before))
    rested = abs(time.time() - (before[0].end_time or 0.0))  # clocks are set back
    return before[0].dagster_run.is_finished and rested > _RESTS_SECONDS[failures - 1]
