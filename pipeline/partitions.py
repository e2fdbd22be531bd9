"""The two partition sets, and which shards belong to a batch."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.definitions.partitions.mapping.partition_mapping import UpstreamPartitionsResult

from pipeline.accepted import accept_known_warnings

if TYPE_CHECKING:
    from dagster._core.definitions.partitions.subset.partitions_subset import PartitionsSubset
    from dagster._core.instance import DynamicPartitionsStore

accept_known_warnings()

SHARDS = "shards"
BATCHES = "batches"
shards = dg.DynamicPartitionsDefinition(name=SHARDS)
batches = dg.DynamicPartitionsDefinition(name=BATCHES)

_SHARD = re.compile(r"(?P<batch>.+)-s\d{3,}")


def batch_of(shard: str) -> str:
    """The batch that a shard is a part of: `xinxiang-2024-001-s002` → `xinxiang-2024-001`.

    Unambiguous: a batch id may not itself end in -sNNN (batch-format).
    """
    match = _SHARD.fullmatch(shard)
    if not match:
        raise ValueError(f"{shard!r} is not a shard key")
    return match["batch"]


def shards_of(batch: str, known: list[str]) -> list[str]:
    """The shards of a batch among all known ones, in order."""
    return sorted(key for key in known if _batch_or_none(key) == batch)


def _batch_or_none(key: str) -> str | None:
    """The batch of a shard; None for a key that somebody added by hand in the UI."""
    match = _SHARD.fullmatch(key)
    return match["batch"] if match else None


class ShardsOfBatch(dg.PartitionMapping):
    """A batch needs every shard of its own, and no other.

    Without it Dagster maps one dynamic set onto another by equal names, and a
    batch would silently be computed from nothing.
    """

    def validate_partition_mapping(
        self,
        upstream_partitions_def: dg.PartitionsDefinition,
        downstream_partitions_def: dg.PartitionsDefinition | None,
    ) -> None:
        """Only shards → batches makes sense."""
        if upstream_partitions_def != shards or downstream_partitions_def != batches:
            raise dg.DagsterInvalidDefinitionError("ShardsOfBatch maps shards to batches")

    def get_upstream_mapped_partitions_result_for_partitions(
        self,
        downstream_partitions_subset: PartitionsSubset | None,
        downstream_partitions_def: dg.PartitionsDefinition | None,  # noqa: ARG002  Dagster's signature
        upstream_partitions_def: dg.PartitionsDefinition,
        current_time: datetime | None = None,  # noqa: ARG002  Dagster's signature
        dynamic_partitions_store: DynamicPartitionsStore | None = None,
    ) -> UpstreamPartitionsResult:
        """The shards of the batches asked for."""
        wanted = set(
            downstream_partitions_subset.get_partition_keys()
            if downstream_partitions_subset
            else ()
        )
        keys = [
            key
            for key in upstream_partitions_def.get_partition_keys(
                dynamic_partitions_store=dynamic_partitions_store
            )
            if _batch_or_none(key) in wanted
        ]
        return UpstreamPartitionsResult(
            partitions_subset=upstream_partitions_def.subset_with_partition_keys(keys),
            required_but_nonexistent_subset=upstream_partitions_def.empty_subset(),
        )

    def get_downstream_partitions_for_partitions(
        self,
        upstream_partitions_subset: PartitionsSubset,
        upstream_partitions_def: dg.PartitionsDefinition,  # noqa: ARG002  Dagster's signature
        downstream_partitions_def: dg.PartitionsDefinition,
        current_time: datetime | None = None,  # noqa: ARG002  Dagster's signature
        dynamic_partitions_store: DynamicPartitionsStore | None = None,
    ) -> PartitionsSubset:
        """The batches that the given shards belong to."""
        touched = {_batch_or_none(key) for key in upstream_partitions_subset.get_partition_keys()}
        known = downstream_partitions_def.get_partition_keys(
            dynamic_partitions_store=dynamic_partitions_store
        )
        return downstream_partitions_def.subset_with_partition_keys(
            [key for key in known if key in touched]
        )

    @property
    def description(self) -> str:
        """Shown in the Dagster UI."""
        return "Each batch depends on all shards of that batch."


ALLOW_MISSING = "allow_missing_partitions"
"""Dagster's own name for an input's mark that partitions may be missing."""


def from_every_batch(asset: str) -> dg.AssetIn:
    """An input of a batch asset: that asset's records of every batch that has them."""
    return dg.AssetIn(
        asset, partition_mapping=dg.AllPartitionMapping(), metadata={ALLOW_MISSING: True}
    )


def from_shards(asset: str, record: type) -> dg.AssetIn:
    """An input of a batch asset: that asset's records in every shard of the batch, shard by shard."""
    kind = _read_lazily(Mapping[str, list[record]], f"Shards_{record.__name__}")  # type: ignore[valid-type]
    return dg.AssetIn(asset, partition_mapping=ShardsOfBatch(), dagster_type=kind)


def one_by_one(asset: str, record: type) -> dg.AssetIn:
    """An input of the same partitions, of which there may be many, read one after another."""
    kind = _read_lazily(Mapping[str, list[record]], f"Shards_{record.__name__}")  # type: ignore[valid-type]
    return dg.AssetIn(asset, dagster_type=kind)


def line_by_line(asset: str, record: type) -> dg.AssetIn:
    """An input of the same partitions, whose records are read line by line, each time anew."""
    kind = _read_lazily(Mapping[str, Collection[record]], f"Lines_{record.__name__}")  # type: ignore[valid-type]
    return dg.AssetIn(asset, dagster_type=kind)


@cache  # Dagster wants one type of a name
def _read_lazily(kind: object, name: str) -> dg.DagsterType:
    """The type of an input that is a Mapping by partition; `kind` is its annotation.

    Dagster's own types for mappings want a dict, and look at everything in it.
    """
    return dg.DagsterType(
        name=name,
        type_check_fn=lambda _, value: isinstance(value, Mapping),
        typing_type=kind,
    )
