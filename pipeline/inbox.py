"""What lies in the inbox and is ready.

A folder is ready when `_READY` lies in it, a zip when `NAME.zip._READY` lies
beside it: whoever copies writes the marker last. Touching the marker asks for
another attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.batch_names import READY_MARKER, REFUSED_SUFFIX


@dataclass(frozen=True, slots=True)
class ReadyBatch:
    """A batch in the inbox with its marker; `marked` is the marker's time in nanoseconds."""

    source: Path
    marked: int

    @property
    def refusal(self) -> Path:
        """Where the reason stands if the batch cannot be taken."""
        return self.source.with_name(f"{self.source.name}{REFUSED_SUFFIX}")


def ready_batches(inbox: Path) -> list[ReadyBatch]:
    """Every ready batch, by name."""
    found = []
    for source in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        if source.is_dir():
            marker = source / READY_MARKER
        elif source.suffix.lower() == ".zip":
            marker = source.with_name(f"{source.name}.{READY_MARKER}")
        else:
            continue
        if marker.is_file():
            found.append(ReadyBatch(source, marker.stat().st_mtime_ns))
    return found
