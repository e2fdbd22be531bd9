"""What the assets are given: the folders, the rules, and someone to tell progress to."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping
from typing import Protocol

import dagster as dg

from evidence.errors import MachineError, Problem
from extractors.reading.pool import OnProgress, Progress
from pipeline.batches import BatchEntry, find_batch
from pipeline.file_versions import OF_THIS_PROCESS
from pipeline.home import HOME_VARIABLE, Home, find_home
from pipeline.partitions import batch_of
from pipeline.processes import owner_tags
from pipeline.progress_files import ProgressFiles
from pipeline.run_tags import own_tags
from pipeline.whereabouts import check_store

RULES_TAG = "heyan/rules"
"""The version of rules and code where a run was given away; whoever executes it must have the same."""


class Heyan(dg.ConfigurableResource):  # type: ignore[type-arg]  # it yields itself
    """This installation."""

    state: str

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Note on the run which process executes it, so that a dead one is noticed, and for whom.

        Raises MachineError where this machine judges by other rules (`E-WORKER-VERSION`) or keeps
        files in another place (`E-STORE-OTHER`).
        """
        if context.instance and context.run:
            check_rules(context.run.tags)
            check_store(self.home)
            own = own_tags(context.instance, context.run, self.batch)
            tags = owner_tags(context.run.run_id) | own
            context.instance.add_run_tags(context.run.run_id, tags)

    @property
    def home(self) -> Home:
        """The folders; inbox and out by their variables, or beside the state."""
        return find_home(os.environ | {HOME_VARIABLE: self.state})

    def progress(self, log: logging.Logger, run: str = "") -> ProgressFiles:
        """Where the progress of batches is told; what goes wrong there is for the log."""
        return ProgressFiles(
            self.home, lambda problem: log.warning("%s: %s", problem.code, problem.en), run
        )

    def batch(self, batch_id: str) -> BatchEntry:
        """The entry of a batch."""
        return find_batch(self.home, batch_id)

    def batch_of(self, shard: str) -> BatchEntry:
        """The entry of the batch that a shard belongs to."""
        return self.batch(batch_of(shard))


def check_rules(tags: Mapping[str, str]) -> None:
    """Raise MachineError (`E-WORKER-VERSION`) where who gave the run away judges by other rules."""
    if tags.get(RULES_TAG, OF_THIS_PROCESS.all_together) != OF_THIS_PROCESS.all_together:
        host = socket.gethostname()
        raise MachineError(
            Problem(
                "E-WORKER-VERSION",
                f"{host} 上的规则版本与发出任务的机器不同，未予核验；"
                "请在所有机器上更新到同一版本并重启服务，然后重新运行。",
                f"{host} has other rules than the machine that gave the run away, so nothing was "
                "judged; bring all machines to one version, restart them, then run again.",
            )
        )


class Listeners(Protocol):
    """Gives a run someone to tell its reading progress to."""

    def listener(self, log: dg.DagsterLogManager) -> OnProgress:
        """Called at the start of reading, with the run's log."""


class LogListeners:
    """Tells the run's log, one line every so many pages."""

    def __init__(self, every: int = 50) -> None:
        self._every = every

    def listener(self, log: dg.DagsterLogManager) -> OnProgress:
        """A listener that counts on its own."""
        told = [0]

        def tell(progress: Progress) -> None:
            if progress.pages_done - told[0] >= self._every:
                told[0] = progress.pages_done
                log.info("%s of %s pages", progress.pages_done, progress.pages_known)

        return tell
