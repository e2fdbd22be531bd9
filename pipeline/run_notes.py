"""What an operator reads first on the page of a run that ended badly."""

from __future__ import annotations

import dagster as dg
from dagster._core.definitions.metadata import RawMetadataValue
from dagster._core.events import EngineEventData

from evidence.errors import Problem
from pipeline.desk import batch_address
from pipeline.run_tags import BATCH_TAG, SEVERAL

PROBLEM_TAG = "heyan/problem"


def note_problem(instance: dg.DagsterInstance, run: dg.DagsterRun, problem: Problem) -> None:
    """Put code and both sentences at the end of the run's log, below Dagster's own trace.

    The code is a tag as well, by which the list of runs is filtered.
    """
    batch = run.tags.get(BATCH_TAG, SEVERAL)
    said: dict[str, RawMetadataValue] = {"原因与处理": problem.zh}
    if batch != SEVERAL:
        said["desk"] = dg.MetadataValue.url(batch_address(batch))
    instance.report_engine_event(
        f"{problem.code}: {problem.en}", run, EngineEventData(metadata=said)
    )
    instance.add_run_tags(run.run_id, {PROBLEM_TAG: problem.code})
