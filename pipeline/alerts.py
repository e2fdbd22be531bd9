"""Alerts: what leaves this machine where a run fails.

Batch, partition, job, code and the address of the run; never the error's own words, which may
name a file or a person. Whoever gets it opens the run's page.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import dagster as dg

from evidence.run_pages import dagster_url
from pipeline.failures import run_problem
from pipeline.run_tags import BATCH_TAG, REGION_TAG, whole_of


@dataclass(frozen=True, slots=True)
class Alert:
    """A run that failed: `code` is stable (`E-…`); `partition`, `batch`, `region` may be empty."""

    run: str
    job: str
    batch: str
    region: str
    partition: str
    code: str

    @property
    def link(self) -> str:
        """The run's page in the Dagster UI. Raises MachineError (`E-SETTING`)."""
        return f"{dagster_url(os.environ)}/runs/{self.run}"

    @property
    def zh(self) -> str:
        """One sentence for the operator."""
        what = f"{self.partition} 的 {self.job}" if self.partition else self.job
        return f"核验：{what} 未能完成（{self.code}）。已完成的部分都在；原因和处理办法见运行页面。"

    @property
    def en(self) -> str:
        """The same in English."""
        what = f"{self.job} of {self.partition}" if self.partition else self.job
        return (
            f"Heyan: {what} did not finish ({self.code}). What was done is kept; "
            "the run's page says why and what to do."
        )

    @property
    def text(self) -> str:
        """Both sentences and the link, a line each."""
        return f"{self.zh}\n{self.en}\n{self.link}"


def alert_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Alert:
    """What to tell of a failed run."""
    shown = whole_of(instance, run)
    return Alert(
        run=run.run_id,
        job=run.job_name,
        batch=run.tags.get(BATCH_TAG, ""),
        region=run.tags.get(REGION_TAG, ""),
        partition=shown,
        code=run_problem(run.job_name, shown, _failures(instance, run)).code,
    )


def _failures(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Sequence[dg.DagsterEvent]:
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    logged = (entry.dagster_event for entry in instance.all_logs(run.run_id, of_type=kinds))
    return [event for event in logged if event is not None]
