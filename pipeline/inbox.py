"""What lies in the inbox and is ready.

A folder is ready when `_READY` lies in it, a zip when `NAME.zip._READY` lies
beside it: whoever copies writes the marker last. Touching the marker asks for
another attempt.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evidence.batch_names import READY_MARKER, REFUSED_SUFFIX
from evidence.errors import MachineError, Problem
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


def refused_at(source: Path) -> int | None:
    """When it was refused last, in nanoseconds; None where no note says so, or can."""
    try:
        return refusal_of(source).stat().st_mtime_ns
    except OSError:  # no note, or too long a name for one
        return None


def is_refused(ready: ReadyBatch) -> bool:
    """Whether it was refused since it was marked: it waits for its marker to be touched again."""
    refused = refused_at(ready.source)
    return refused is not None and refused >= ready.marked


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
    for source in _sources(inbox):
        with suppress(OSError):  # taken away meanwhile, or closed (`refuse_closed`)
            marker = marker_of(source)
            if marker.is_file():
                found.append(ReadyBatch(source, marker.stat().st_mtime_ns))
    return found


def refuse_closed(inbox: Path) -> None:
    """Leave a note beside each folder in which this account may not look for a marker."""
    for source in _sources(inbox):
        try:
            marker_of(source).is_file()
        except PermissionError:
            if refused_at(source) is None:
                with suppress(MachineError):  # too long a name for a note
                    write_refusal(source, _closed(source))


def _sources(inbox: Path) -> Iterator[Path]:
    for source in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        own = source.name in (OFFICIAL, CNIPA_FILES)
        if not own and (source.is_dir() or source.suffix.lower() == ".zip"):
            yield source


def _closed(source: Path) -> Problem:
    return Problem(
        "E-BATCH-READ",
        f"运行核验的账户无权打开“{source.name}”；请让它可以读取和进入该文件夹，然后重新放置 {READY_MARKER}。",
        f"The account that runs Heyan may not open “{source.name}”; let it read and enter "
        f"that folder, then put {READY_MARKER} there again.",
    )
