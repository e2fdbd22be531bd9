"""The run that takes dropped results: reads them, keeps them, judges again whom they concern.

One run for all of it, because each run of the daemon costs seconds to start. The judging inside
are runs of their own in this process, so that the UI shows them as it shows all others.
"""

import datetime as dt

import dagster as dg

from evidence.errors import HeyanError
from evidence.inbox import CNIPA_FILES
from pipeline.official.dropped import take_dropped
from pipeline.official.importing import ImportedFile
from pipeline.rejudging import concerned_batch, concerned_batches, judge_again
from pipeline.resources import Heyan, Listeners
from pipeline.runs import active_runs, batch_lock, is_locked


class Dropped(dg.Config):
    """The name of a folder or zip in the inbox's folder of results."""

    name: str


@dg.op
def take_results_and_judge(
    context: dg.OpExecutionContext,
    config: Dropped,
    heyan: Heyan,
    progress: dg.ResourceParam[Listeners],
) -> None:
    """Takes what was dropped; batches that somebody works on are left to the rules' watch."""
    source = heyan.home.inbox / CNIPA_FILES / config.name
    imported = take_dropped(
        heyan.home, source, dt.datetime.now(dt.UTC), progress.listener(context.log)
    )
    context.log.info("%s: %s", config.name, _counted(imported))
    records = [record for one in imported if one.kept for record in one.kept.records]
    numbers = {record.patent_number for record in records}
    failures: list[HeyanError] = []
    for concerned in concerned_batches(heyan.home, context.instance, numbers, failures.append):
        entry = concerned.entry
        if (
            concerned.unfinished
            or is_locked(heyan.home.locks, entry.id)
            or active_runs(context.instance, entry)
        ):
            context.log.info("%s is left to its own run", entry.id)
            continue
        try:
            with batch_lock(heyan.home.locks, entry.id, lambda: None):
                # Somebody may have had it until now, and changed what it consists of.
                now = concerned_batch(heyan.home, context.instance, numbers, entry.id)
                told = heyan.progress(context.log)
                if now is None or now.unfinished:
                    context.log.info("%s is left to its own run", entry.id)
                elif not judge_again(heyan.home, context.instance, now, told):
                    context.log.warning("%s: files wait to be read; not decided", entry.id)
        except HeyanError as e:
            failures.append(e)
    for failure in failures:
        context.log.warning("%s", failure)
    if failures:
        raise failures[0]


def _counted(imported: list[ImportedFile]) -> dict[str, int]:
    """Files by what became of them."""
    counts: dict[str, int] = {}
    for one in imported:
        counts[one.taken.value] = counts.get(one.taken.value, 0) + 1
    return counts


@dg.job(description="Takes official results from the inbox and judges again whom they concern.")
def take_results() -> None:
    """One step."""
    take_results_and_judge()
