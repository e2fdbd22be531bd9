"""What every run says of itself in the UI: which batch it is for, and of which region.

Whoever asks for a run tags it; and every run tags itself when it starts (`Heyan`), so that
those that somebody starts in the UI, or the daemon for a changed rule, are found as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)

from evidence.errors import HeyanError
from pipeline.batches import BatchEntry
from pipeline.partitions import BATCHES, SHARDS, batch_of
from verifiers.notices import load_notice

BATCH_TAG = "heyan/batch"
ATTEMPT_TAG = "heyan/attempt"
REGION_TAG = "heyan/region"
SEVERAL = "several"
"""The batch or region of a run that is for more than one: a changed rule concerns many."""


def batch_tags(entry: BatchEntry, attempt: int | None = None) -> dict[str, str]:
    """The tags of a run over one batch or a shard of it."""
    tags = {BATCH_TAG: entry.id, REGION_TAG: region_of(entry)}
    return tags if attempt is None else tags | {ATTEMPT_TAG: str(attempt)}


def region_of(entry: BatchEntry) -> str:
    """The place (地区) whose review body sent the batch; by default the city of its notice.

    The name of a body (工考管理机构) begins with its place, which the notice lists.
    Raises DataError where there is no such notice.
    """
    notice = load_notice(entry.notice)
    places = {place for area in notice.jurisdictions for place in area.places} | {notice.city}
    named = [place for place in places if entry.review_body.startswith(place)]
    return max(named, key=len, default=notice.city)


def own_tags(
    instance: dg.DagsterInstance, run: dg.DagsterRun, find: Callable[[str], BatchEntry]
) -> dict[str, str]:
    """Batch and region of a run as its partitions say; nothing where it is for no batch."""
    tags = []
    for batch in dict.fromkeys(_batches(instance, run.tags)):
        try:
            tags.append(batch_tags(find(batch)))
        except HeyanError:  # forgotten by now, or its notice is: its run says so itself
            continue
    return {
        name: values.pop() if len(values) == 1 else SEVERAL
        for name in (BATCH_TAG, REGION_TAG)
        if (values := {one[name] for one in tags})
    }


def partitions_of(instance: dg.DagsterInstance, tags: Mapping[str, str]) -> Iterator[str]:
    """The partitions that a run was for: one, or those from first to last."""
    if PARTITION_NAME_TAG in tags:
        yield tags[PARTITION_NAME_TAG]
    elif ASSET_PARTITION_RANGE_START_TAG in tags:
        first, last = (
            tags[tag] for tag in (ASSET_PARTITION_RANGE_START_TAG, ASSET_PARTITION_RANGE_END_TAG)
        )
        for keys in (instance.get_dynamic_partitions(name) for name in (SHARDS, BATCHES)):
            if first in keys and last in keys:
                yield from keys[keys.index(first) : keys.index(last) + 1]


def whole_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> str:
    """The partitions of a run in one word: one, the first and the last, or nothing."""
    partitions = list(partitions_of(instance, run.tags))
    return " … ".join(dict.fromkeys((partitions[0], partitions[-1]))) if partitions else ""


def _batches(instance: dg.DagsterInstance, tags: Mapping[str, str]) -> Iterator[str]:
    for partition in partitions_of(instance, tags):
        if instance.has_dynamic_partition(BATCHES, partition):
            yield partition
        elif instance.has_dynamic_partition(SHARDS, partition):
            yield batch_of(partition)
