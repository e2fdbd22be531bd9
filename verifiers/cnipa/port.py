"""Where official records come from, as one port: imports, printouts, EPO OPS, a test's double."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from evidence.register import Answer, RecordSource


class PatentSource(Protocol):
    """A source that can be asked what it knows of patents."""

    @property
    def source(self) -> RecordSource:
        """As whom its records speak."""
        ...

    def ask(self, numbers: Sequence[str]) -> Iterator[Answer]:
        """One answer for each different patent of `numbers` (normal forms), in any order.

        A number that fails alone is an Answer with a problem. Raises SourceError where the
        source itself does not answer; what was yielded until then holds.
        """
        ...
