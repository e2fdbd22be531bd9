"""Records that are read when they are asked for, so that a batch of any size fits in memory."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import BinaryIO, TypeVar

from evidence import codec

Record = TypeVar("Record")
Value = TypeVar("Value")


class ReadOneByOne(Mapping[str, Value]):
    """What `read` gives for each partition; only the last one asked for is kept."""

    def __init__(self, keys: Iterable[str], read: Callable[[str], Value]) -> None:
        self._keys = dict.fromkeys(keys)
        self._read = read
        self._last: tuple[str, Value] | None = None

    def __getitem__(self, key: str) -> Value:
        """Read anew, unless it is the one that was asked for last."""
        if self._last is not None and self._last[0] == key:
            return self._last[1]
        if key not in self._keys:
            raise KeyError(key)
        self._last = None  # let go of the one before, so that two are never held
        value = self._read(key)
        self._last = key, value
        return value

    def __iter__(self) -> Iterator[str]:
        """The partitions' keys, in order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """How many partitions there are."""
        return len(self._keys)


class StoredLines(Collection[Record]):
    """Records of a JSON-lines file, read line by line as often as they are iterated."""

    def __init__(self, opened: Callable[[], BinaryIO], decoded: Callable[[bytes], Record]) -> None:
        self._opened = opened
        self._decoded = decoded

    def __iter__(self) -> Iterator[Record]:
        """The records, in order. Raises DataError (`E-RECORD`) as it comes upon a damaged one."""
        with self._opened() as file:
            for line in file:
                if line.strip():
                    yield self._decoded(line)

    def __len__(self) -> int:
        """How many there are; none is decoded for it."""
        with self._opened() as file:
            return sum(1 for line in file if line.strip())

    def __contains__(self, record: object) -> bool:
        """Whether one of them equals the record."""
        return any(one == record for one in self)


class Spool(Collection[Record]):
    """Records laid down in a temporary file as they are made, to be read as often as needed."""

    def __init__(self, kind: type[Record], records: Iterable[Record]) -> None:
        self._kind = kind
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as this object
        weakref.finalize(self, self._file.close)
        self._count = 0
        for record in records:
            self._file.write(codec.encode(kind, record) + b"\n")
            self._count += 1
        self._file.flush()

    def __iter__(self) -> Iterator[Record]:
        """The records, in order."""
        return (codec.decode(self._kind, line) for line in self.lines())

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __contains__(self, record: object) -> bool:
        """Whether one of them equals the record."""
        return any(one == record for one in self)

    def lines(self) -> Iterator[bytes]:
        """The records as JSON lines."""
        place = 0
        while True:
            self._file.seek(place)
            line = self._file.readline()
            if not line:
                return
            place = self._file.tell()
            yield line
