"""What an asset body gives back: records with their version, and the checks beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

import dagster as dg

from pipeline.records import encoded

Records = TypeVar("Records")
Record = TypeVar("Record")
Several = TypeVar("Several", bound=Collection[Any])

Checked: TypeAlias = Iterator[dg.Output[Records] | dg.AssetCheckResult]
"""What an asset with a check yields: the records, then the check's result.

Yielded, because Dagster takes a check's result in a returned tuple for a value
and evaluates nothing.
"""


def recorded(
    records: list[Record], metadata: Mapping[str, Any], tags: Mapping[str, str] | None = None
) -> dg.Output[list[Record]]:
    """The same records give the same version: computing them again wakes nobody downstream.

    `tags` are the versions that they rest on (pipeline/planning/foundations.py).
    """
    version = dg.DataVersion(hashlib.sha256(encoded(records)).hexdigest()[:16])
    return dg.Output(records, metadata=metadata, data_version=version, tags=tags)


def recorded_each(
    context: dg.AssetExecutionContext,
    records: Mapping[str, Several],
    figures: Callable[[str, Several], Mapping[str, Any]],
    tags: Mapping[str, str] | None = None,
) -> dg.Output[Mapping[str, Several]]:
    """The records of each partition with its own figures; `tags` as for `recorded`.

    Figures of the output as a whole would stand, summed up, on every partition of the run.
    """
    for key, own in records.items():
        counted = {"dagster/row_count": len(own)}
        context.add_asset_metadata(counted | dict(figures(key, own)), partition_key=key)
    return dg.Output(records, tags=tags)
