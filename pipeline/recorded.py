"""What an asset body gives back: records with their version, and the checks beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

import dagster as dg

from pipeline.records import encoded

Records = TypeVar("Records")
Record = TypeVar("Record")

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
