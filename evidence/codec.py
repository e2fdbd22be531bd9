"""Records to JSON lines and back, strictly typed, one record a line.

The bytes are canonical: the same records give the same bytes, on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from evidence.errors import DataError, Problem

Record = TypeVar("Record")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def encode(kind: type[Record], record: Record) -> bytes:
    """One record as JSON in UTF-8, without a line break."""
    key: Any = kind
    return _adapter(key).dump_json(record)


def encode_stated(kind: type[Record], record: Record) -> bytes:
    """One record as JSON in UTF-8, without the fields that hold what their class gives them."""
    key: Any = kind
    return _adapter(key).dump_json(record, exclude_defaults=True)


def decode(kind: type[Record], data: bytes | str) -> Record:
    """The record that `data` holds. Raises DataError (`E-RECORD`) where it is none."""
    key: Any = kind
    try:
        record: Record = _adapter(key).validate_json(data)
    except ValidationError as e:
        raise DataError(
            Problem(
                "E-RECORD",
                f"存储的记录（{kind.__name__}）已损坏或版本不符，请重新物化该步骤。",
                f"A stored {kind.__name__} is damaged or of another version: {e.errors()[0]['msg']}. "
                "Materialize the step again.",
            )
        ) from e
    return record


def encode_lines(kind: type[Record], records: Iterable[Record]) -> bytes:
    """Records as JSON lines, each ended by a line break."""
    return b"".join(encode(kind, record) + b"\n" for record in records)


def decode_lines(kind: type[Record], data: bytes) -> list[Record]:
    """The records of a JSON-lines file, in order."""
    return [decode(kind, line) for line in data.splitlines() if line.strip()]
