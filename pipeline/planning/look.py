"""One look at an installation: every shard's state against what there is now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

import dagster as dg

from evidence.applications import Application
from evidence.errors import Problem
from evidence.register import OfficialRecord
from pipeline.batches import BatchEntry, find_batch, readable_batches
from pipeline.file_versions import foundations
from pipeline.home import Home
from pipeline.planning.foundations import recipe_now
from pipeline.planning.history import History
from pipeline.planning.outdated import INPUTS, Now, ShardState, shard_state
from pipeline.sources import NO_RESULTS, registers_version, results_version
from pipeline.stored_records import records_so_far
from verifiers.cnipa.files import load_records

_results: dict[tuple[str, str], tuple[str, int, str]] = {}
"""By installation and shard: the registers' version, the place of the applications, and what came
of the two. Applications are read anew only where either is another."""


class Look:
    """What is out of date at one moment. Reads only."""

    def __init__(
        self, home: Home, instance: dg.DagsterInstance, code_versions: Mapping[str, str]
    ) -> None:
        self.home = home
        self.history = History(instance, home)
        self.files, self.recipe = foundations(), recipe_now()
        self.registers = registers_version(home)
        self._code_versions = code_versions
        self.damaged: dict[str, Problem] = {}

    def batches(self, only: Iterable[str] = ()) -> list[BatchEntry]:
        """The batches taken in, or those named.

        Those whose entry is damaged are left out, and are then in `damaged`. Raises BatchError
        (`E-BATCH-UNKNOWN`) and DataError (`E-RECORD`) for those named.
        """
        if named := list(only):
            return [find_batch(self.home, one) for one in named]
        self.damaged.clear()
        return list(readable_batches(self.home, self.damaged.__setitem__))

    def states(self, entry: BatchEntry) -> list[ShardState]:
        """What of each shard of a batch is out of date."""
        now = Now(self.files, self.recipe, self._results(entry), self._code_versions)
        return [shard_state(self.history, entry, shard, now) for shard in entry.shards]

    def mark(self) -> str:
        """Another one whenever anything is another on which states depend."""
        newest = {asset: max(self.history.latest(asset).values(), default=0) for asset in INPUTS}
        versions = (self.files, self.recipe, self.registers, sorted(self._code_versions.items()))
        return hashlib.sha256(repr((versions, newest)).encode()).hexdigest()[:16]

    @cached_property
    def _imported(self) -> list[OfficialRecord]:
        return load_records(self.home.registers)

    def _results(self, entry: BatchEntry) -> Mapping[str, str]:
        return {shard: self._results_of(shard) for shard in entry.shards}

    def _results_of(self, shard: str) -> str:
        """The version of the imported results that concern a shard."""
        if not self._imported:
            return NO_RESULTS
        key, place = (
            (str(self.home.state), shard),
            self.history.latest("applications").get(shard, 0),
        )
        known = _results.get(key)
        if known is None or known[:2] != (self.registers, place):
            declared = records_so_far(self.home, "applications", shard, Application)
            known = (self.registers, place, results_version(self._imported, declared))
            _results[key] = known
        return known[2]
