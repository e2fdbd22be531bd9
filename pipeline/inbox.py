"""What lies in the inbox and is ready.

A folder is ready when `_READY` lies in it, a zip when `NAME.zip._READY` lies
beside it: whoever copies writes the marker last. Touching the marker asks for
another attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.batch_names import READY_MARKER, REFUSED_SUFFIX
from evidence.errors import Problem
from evidence.inbox import OFFICIAL
from extractors.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class ReadyBatch:
    """A batch in the inbox with its marker; `marked` is the marker's time in nanoseconds."""

    source: Path
    marked: int


def refusal_of(source: Path) -> Path:
    """Where the reason stands if what lies in the inbox cannot be taken."""
    return source.with_name(f"{source.name}{REFUSED_SUFFIX}")


def write_refusal(source: Path, problem: Problem) -> None:
    """Say why it cannot be taken: code, then a sentence in each language."""
    text = f"{problem.code}\n{problem.zh}\n{problem.en}\n"
    write_whole(refusal_of(source), text.encode())


def ready_batches(inbox: Path) -> list[ReadyBatch]:
    """Every ready batch, by name."""
    found = []
    for source in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        if source.name == OFFICIAL:
            continue
        if source.is_dir():
            marker = source / READY_MARKER
        elif source.suffix.lower() == ".zip":
            marker = source.with_name(f"{source.name}.{READY_MARKER}")
        else:
            continue
        if marker.is_file():
            found.append(ReadyBatch(source, marker.stat().st_mtime_ns))
    return found
