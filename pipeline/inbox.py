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
from evidence.inbox import CNIPA_FILES, OFFICIAL
from extractors.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class ReadyBatch:
    """A folder or zip with its marker; `marked` is the marker's time in nanoseconds."""

    source: Path
    marked: int


def refusal_of(source: Path) -> Path:
    """Where the reason stands if what lies in the inbox cannot be taken."""
    return source.with_name(f"{source.name}{REFUSED_SUFFIX}")


def is_refused(ready: ReadyBatch) -> bool:
    """Whether it was refused since it was marked: it waits for its marker to be touched again."""
    try:
        return refusal_of(ready.source).stat().st_mtime_ns >= ready.marked
    except FileNotFoundError:
        return False


def write_refusal(source: Path, *problems: Problem) -> None:
    """Say why it cannot be taken: of each problem the code, then a sentence in each language."""
    write_whole(refusal_of(source), "".join(map(told, problems)).encode())


def told(problem: Problem) -> str:
    """A problem as the notes tell it: code, Chinese, English, a line each."""
    return f"{problem.code}\n{problem.zh}\n{problem.en}\n"


def marker_of(source: Path) -> Path:
    """Where the marker of a folder or zip lies."""
    if source.is_dir():
        return source / READY_MARKER
    return source.with_name(f"{source.name}.{READY_MARKER}")


def ready_batches(inbox: Path) -> list[ReadyBatch]:
    """Every ready folder or zip of a place in the inbox, by name."""
    found = []
    for source in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        if source.name in (OFFICIAL, CNIPA_FILES):
            continue
        marker = marker_of(source)
        if (source.is_dir() or source.suffix.lower() == ".zip") and marker.is_file():
            found.append(ReadyBatch(source, marker.stat().st_mtime_ns))
    return found
