"""What Dagster warns of and we have decided: versions are pinned, so nothing changes unseen."""

from __future__ import annotations

import warnings

import dagster as dg


def accept_known_warnings() -> None:
    """Keep these from the operator's screen; everything else still shows."""
    # Observable sources and backfill policies: beta in the pinned version, measured to work.
    warnings.filterwarnings("ignore", category=dg.BetaWarning)
    # A run of check_shard is one shard, which is what the smallest of its policies says.
    warnings.filterwarnings("ignore", message="Asset job .* varying BackfillPolicies")
    # The daemon cannot evaluate a mapping of one's own; it is never asked to (partitions.py).
    warnings.filterwarnings("ignore", message="Non-built-in PartitionMappings")
