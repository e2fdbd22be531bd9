"""Reading back what the assets recorded, without Dagster: for commands that only look."""

from __future__ import annotations

from typing import TypeVar

from evidence import codec
from evidence.errors import DataError, Problem
from pipeline.home import Home

Record = TypeVar("Record")


def stored_records(home: Home, asset: str, partition: str, kind: type[Record]) -> list[Record]:
    """The records of one asset's partition.

    Raises DataError: `E-NOT-COMPUTED` where there are none, `E-RECORD` where they are damaged.
    """
    try:
        data = (home.records / asset / f"{partition}.jsonl").read_bytes()
    except FileNotFoundError as e:
        raise DataError(
            Problem(
                "E-NOT-COMPUTED",
                f"{partition} 的 {asset} 尚未算出，请先运行该批次。",
                f"{asset} of {partition} has not been computed; run the batch first.",
            )
        ) from e
    return codec.decode_lines(kind, data)


def has_records(home: Home, asset: str, partition: str) -> bool:
    """Whether that partition was ever computed."""
    return (home.records / asset / f"{partition}.jsonl").exists()
