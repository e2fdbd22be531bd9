"""`heyan run`: a batch, from its folder to its rosters, as runs of this Dagster instance."""

from __future__ import annotations

from pathlib import Path

import click
import dagster as dg

from extractors.reading.pool import OnProgress, Readers
from pipeline.batches import BatchEntry, plan_batch, remember
from pipeline.cli.progress import reading_progress
from pipeline.cli.running import check_writable, held, termination_interrupts
from pipeline.cli.summary import Summary
from pipeline.cli.voice import Voice
from pipeline.definitions import defs
from pipeline.home import Home, enter_home
from pipeline.jobs import check_shard, conclude_batch
from pipeline.memory import give_back
from pipeline.progress_files import ProgressFiles
from pipeline.run_tags import batch_tags
from pipeline.runs import (
    execute,
    failure_told,
    next_attempt,
    register,
)
from pipeline.whereabouts import check_store


class ForwardingListeners:
    """Hands the progress of every run to the one who watches the command line."""

    def __init__(self, tell: OnProgress) -> None:
        self._tell = tell

    def listener(self, log: dg.DagsterLogManager) -> OnProgress:  # noqa: ARG002  the watcher needs no log
        """The same listener for every run."""
        return self._tell


@click.command()
@click.argument("batch", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Output folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.pass_obj
def command(voice: Voice, batch: Path, out: Path | None, *, as_json: bool) -> None:
    """Check BATCH (a folder or .zip) and write rosters and verdicts into --out DIR.

    Exit status: 0 processed to the end, whatever the outcomes; 1 the batch
    could not be taken or processed; 2 usage; 3 interrupted, run again to go on.
    """
    with termination_interrupts():
        home = enter_home()
        check_store(home)
        entry = plan_batch(batch, home, out)
        with dg.DagsterInstance.get() as instance:
            _process(voice, home, instance, entry, quiet=as_json)
        summary = Summary.of(home, entry)
    if as_json:
        for part in summary.as_json():
            click.echo(part, nl=False)
        click.echo()
    else:
        summary.show(voice)


def _process(
    voice: Voice, home: Home, instance: dg.DagsterInstance, entry: BatchEntry, *, quiet: bool
) -> None:
    """One run a shard, then one over the batch; nobody else works on it meanwhile."""
    check_writable(Path(entry.out))
    with held(voice, home, instance, entry):
        # Not before: whoever works on the batch writes to where its entry says.
        remember(home, entry)
        register(instance, entry)
        for problem in entry.problems:
            voice.problem(problem)
        if not quiet:
            files = sum(len(plan.files) for plan in entry.shards.values())
            people, shards = len(entry.applicants), len(entry.shards)
            voice.tell(
                f"批次 {entry.id}：{people} 名申报人，{files} 个文件，{shards} 个分片。",
                f"Batch {entry.id}: {people} applicants, {files} files, {shards} shards.",
            )
        tags = batch_tags(entry, next_attempt(instance, entry.id))
        told = ProgressFiles(home, voice.problem)
        told.taken(entry)
        job = defs.resolve_job_def(check_shard.name)
        with Readers(kept=True) as readers:
            for shard in entry.shards:
                with failure_told(told, entry, shard), reading_progress(voice, quiet=quiet) as tell:
                    resources = {"progress": ForwardingListeners(tell), "readers": readers}
                    execute(instance, job, shard, tags, resources)
                give_back()
        with failure_told(told, entry, entry.id):
            execute(instance, defs.resolve_job_def(conclude_batch.name), entry.id, tags, {})
