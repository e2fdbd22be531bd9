"""Reading back what the assets recorded, without Dagster: for commands that only look."""

from __future__ import annotations

from typing import BinaryIO, TypeVar

from evidence import codec
from evidence.errors import DataError, Problem
from pipeline.home import Home
from pipeline.kept import record_objects
from pipeline.lazy_records import StoredLines

Record = TypeVar("Record")


def stored_records(home: Home, asset: str, partition: str, kind: type[Record]) -> list[Record]:
    """The records of one asset's partition.

    Raises DataError: `E-NOT-COMPUTED` where there are none, `E-RECORD` where they are damaged;
    MachineError (`E-STORE-AWAY`) where the object store with them is.
    """
    return list(stored_lines(home, asset, partition, kind))


def stored_lines(home: Home, asset: str, partition: str, kind: type[Record]) -> StoredLines[Record]:
    """The same, read line by line, each time anew; it raises when it is iterated."""
    objects, key = record_objects(home), _key(asset, partition)

    def opened() -> BinaryIO:
        try:
            return (home.records / key).open("rb") if objects is None else objects.open(key)
        except FileNotFoundError as e:
            raise DataError(
                Problem(
                    "E-NOT-COMPUTED",
                    f"{partition} 的 {asset} 尚未算出，请先运行该批次。",
                    f"{asset} of {partition} has not been computed; run the batch first.",
                )
            ) from e

    return StoredLines(opened, lambda line: codec.decode(kind, line))


def has_records(home: Home, asset: str, partition: str) -> bool:
    """Whether that partition was ever computed."""
    objects, key = record_objects(home), _key(asset, partition)
    return (home.records / key).exists() if objects is None else objects.size(key) is not None


def records_so_far(home: Home, asset: str, partition: str, kind: type[Record]) -> list[Record]:
    """The records of one asset's partition; none where it was never computed.

    Raises DataError (`E-RECORD`) where they are damaged.
    """
    if not has_records(home, asset, partition):
        return []
    return stored_records(home, asset, partition, kind)


def _key(asset: str, partition: str) -> str:
    return f"{asset}/{partition}.jsonl"
