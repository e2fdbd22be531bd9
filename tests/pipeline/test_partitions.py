from __future__ import annotations

import pytest

from pipeline.partitions import SHARDS, ShardsOfBatch, batch_of, batches, shards, shards_of


@pytest.mark.parametrize(
    ("shard", "batch"),
    [
        ("xinxiang-2024-001-s001", "xinxiang-2024-001"),
        ("b-s02-s1000", "b-s02"),
        ("a-s12-s001", "a-s12"),
    ],
)
def test_a_shard_names_its_batch(shard, batch):
    """Unambiguous, because a batch id does not end in -sNNN."""
    assert batch == batch_of(shard)


def test_what_is_no_shard_is_refused():
    """A batch id is not taken for a shard."""
    with pytest.raises(ValueError, match="not a shard"):
        batch_of("xinxiang-2024-001")


def test_only_a_batchs_own_shards_are_its_shards():
    """A batch whose id begins with another's does not lend it its shards."""
    known = ["a-s002", "a-b-s001", "a-s001", "added in the UI"]
    assert ["a-s001", "a-s002"] == shards_of("a", known)


def test_a_key_that_is_no_shard_keeps_no_batch_from_being_concluded(instance):
    """Dagster's UI lets anybody add one."""
    instance.add_dynamic_partitions(SHARDS, ["added in the UI", "a-s001"])
    mapped = ShardsOfBatch().get_upstream_mapped_partitions_result_for_partitions(
        batches.subset_with_partition_keys(["a"]),
        batches,
        shards,
        dynamic_partitions_store=instance,
    )
    assert {"a-s001"} == set(mapped.partitions_subset.get_partition_keys())
