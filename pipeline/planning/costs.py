"""What past runs of this installation took, for an estimate of those to come."""

from __future__ import annotations

from collections import Counter
from functools import cache

import dagster as dg

from pipeline.planning.pages import Pages
from pipeline.stages.reading import reading_settings

RUN_SECONDS = 3.0
"""A run's start, before its first step."""
_EVENTS, _RUNS = 50, 3
"""How far back is looked: materializations of an asset, and runs among these."""
_A_PAGE = "cpu_seconds_a_page"
"""The metadata of `readings` that says what its pages cost; 0 where none was read."""


class Costs:
    """Seconds of steps and pages, as measured in the last runs; None where none was measured."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self._instance = instance
        self.of_step = cache(self._of_step)
        self.of_page = cache(self._of_page)

    def _of_step(self, asset: str) -> float | None:
        """Seconds of the asset's step for one partition."""
        records = self._instance.fetch_materializations(dg.AssetKey(asset), limit=_EVENTS).records
        partitions = Counter(record.run_id for record in records)
        seconds, computed = 0.0, 0
        for run in list(partitions)[:_RUNS]:
            for step in self._instance.get_run_step_stats(run, [asset]):
                if step.start_time and step.end_time:
                    seconds += step.end_time - step.start_time
                    computed += partitions[run]
        return seconds / computed if computed else None

    def _of_page(self) -> float | None:
        """Seconds of CPU a page, over the workers that this process would start."""
        asset = dg.AssetKey("readings")
        measured = []
        for record in self._instance.fetch_materializations(asset, limit=_EVENTS).records:
            event = record.asset_materialization
            value = event.metadata[_A_PAGE].value if event and _A_PAGE in event.metadata else 0
            if isinstance(value, float) and value > 0:
                measured.append(value)
        workers = reading_settings().workers
        return sum(measured) / len(measured) / workers if measured else None

    def of_pages(self, pages: Pages) -> float | None:
        """Seconds to read them; 0 for none."""
        count, each = pages.to_read + pages.uncounted, self.of_page()
        return 0.0 if not count else None if each is None else count * each


def added(seconds: list[float | None]) -> float | None:
    """The sum, or None where a part of it was never measured."""
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(seconds) else None
