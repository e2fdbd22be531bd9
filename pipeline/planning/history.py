"""What the instance knows of each asset's last materializations; asked once a look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import dagster as dg
from dagster._core.definitions.data_version import CODE_VERSION_TAG, DATA_VERSION_TAG

from pipeline.home import Home
from pipeline.run_tags import partitions_of
from pipeline.runs import UNFINISHED, latest_materializations

Tags = Mapping[str, str]
SHOWN = ("rosters", "review_queue")
"""What people get of a batch, each written from its verdicts."""
LOOKED_TAG = "heyan/looked"
"""On what is computed: the last materialization of an input that there was before it was read."""
_MATERIALIZATION = dg.DagsterEventType.ASSET_MATERIALIZATION
_AT_ONCE = 500
"""Events asked for in one statement: SQLite takes no list without end."""

_kept: dict[tuple[str, str], dict[int, Tags]] = {}
"""Tags of events by installation and asset: what happened does not change, and a sensor looks
every few seconds at events that bear charts."""


def looked(
    instance: dg.DagsterInstance, inputs: Iterable[str], partitions: Iterable[str]
) -> dict[str, str]:
    """The tag that says up to where a step knows its inputs; taken before it reads any of them.

    What comes in while it works is then not taken for known, though it lies before its output.
    """
    keys = set(partitions)
    places = [
        place
        for one in inputs
        for place in instance.event_log_storage.get_latest_storage_id_by_partition(
            dg.AssetKey(one), _MATERIALIZATION, keys
        ).values()
    ]
    return {LOOKED_TAG: str(max(places, default=0))}


class History:
    """One look at the instance: what it said once is not asked for again."""

    def __init__(self, instance: dg.DagsterInstance, home: Home) -> None:
        self.instance = instance
        self._state = str(home.state)
        self._latest: dict[str, Mapping[str, int]] = {}
        self._tags: dict[str, Mapping[int, Tags]] = {}
        self._versions: dict[str, Mapping[str, Tags]] = {}

    def latest(self, asset: str) -> Mapping[str, int]:
        """For each partition, the place of its last materialization in the event log."""
        if asset not in self._latest:
            self._latest[asset] = latest_materializations(self.instance, dg.AssetKey(asset))
        return self._latest[asset]

    def tags(self, asset: str, partition: str) -> Tags:
        """The tags of the last materialization; none where there is none."""
        place = self.latest(asset).get(partition)
        if asset not in self._tags:
            self._tags[asset] = self._tags_of(asset)
        return self._tags[asset].get(place, {}) if place is not None else {}

    def code_version(self, asset: str, partition: str) -> str:
        """The asset's own code version (not that of the rules) at its last materialization."""
        return self.tags(asset, partition).get(CODE_VERSION_TAG, "")

    def looked(self, asset: str, partition: str) -> int:
        """The place up to which the last materialization knew its inputs; 0 where there is none."""
        place = self.latest(asset).get(partition, 0)
        return min(place, int(self.tags(asset, partition).get(LOOKED_TAG, place)))

    def concluded(self, batch: str) -> int:
        """The place up to which rosters and desk know the findings of a batch; 0 for none."""
        shown = min(self.latest(asset).get(batch, 0) for asset in SHOWN)
        return min(shown, self.looked("verdicts", batch))

    def changed_since(self, asset: str, partition: str, place: int) -> bool:
        """Whether the asset was computed after that place in the log, and came out otherwise."""
        if self.latest(asset).get(partition, 0) <= place:
            return False
        if asset not in self._versions:
            self._versions[asset] = self._data_versions(asset)
        before = self._data_versions(asset, partition, place + 1)
        return self._versions[asset].get(partition) != before.get(partition)

    def at_work(self) -> frozenset[str]:
        """Every shard and batch that a run waits for or works on."""
        runs = self.instance.get_runs(dg.RunsFilter(statuses=UNFINISHED))
        return frozenset(one for run in runs for one in partitions_of(self.instance, run.tags))

    def _data_versions(
        self, asset: str, partition: str | None = None, before: int | None = None
    ) -> Mapping[str, Tags]:
        return self.instance.event_log_storage.get_latest_tags_by_partition(
            dg.AssetKey(asset),
            _MATERIALIZATION,
            [DATA_VERSION_TAG],
            asset_partitions=None if partition is None else [partition],
            before_cursor=before,
        )

    def _tags_of(self, asset: str) -> Mapping[int, Tags]:
        known = _kept.get((self._state, asset), {})
        places = sorted(set(self.latest(asset).values()))
        found = dict(self._asked(asset, [one for one in places if one not in known]))
        kept = {one: known[one] if one in known else found.get(one, {}) for one in places}
        _kept[self._state, asset] = kept
        return kept

    def _asked(self, asset: str, places: Sequence[int]) -> Iterator[tuple[int, Tags]]:
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), storage_ids=some)
            for record in self.instance.fetch_materializations(wanted, limit=len(some)).records:
                event = record.asset_materialization
                if event is not None:
                    yield record.storage_id, event.tags or {}
