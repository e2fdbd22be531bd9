from __future__ import annotations

import pytest

from pipeline.partitions import batch_of, shards_of


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
    known = ["a-s002", "a-b-s001", "a-s001"]
    assert ["a-s001", "a-s002"] == shards_of("a", known)
