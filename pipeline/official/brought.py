"""The files that somebody brings as official results: single ones, folders of them, zips.

Names are never trusted: links are not followed, and a zip is unpacked as a batch's is, within
limits. Whatever cannot be opened is in the list, with the reason.
"""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import BatchError, Problem
from evidence.uploads import Origin
from extractors.intake.archive import unpack
from extractors.intake.entry_names import shown_path
from extractors.intake.limits import GIB, MIB, Limits
from extractors.intake.store import link
from extractors.intake.uploads import BatchFile, is_system
from extractors.intake.walking import Found, walk

LIMITS = Limits(
    stored_file_bytes=200 * MIB,
    batch_files=5_000,
    zip_entries=5_000,
    zip_total_bytes=4 * GIB,
    zip_entry_bytes=200 * MIB,
)
"""Of one import: printouts and exports, never scans of a whole season."""
_UNPACKED = ".unpacked-"


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as it was found: `name` is what people call it, `root` the folder it lies below.

    What came in a zip lies there for as long as `brought_files` is open.
    """

    name: str
    root: Path
    found: BatchFile


@contextmanager
def brought_files(sources: Sequence[Path], work: Path) -> Iterator[list[BroughtFile]]:
    """Every file of these files, folders and zips; zips are unpacked below `work` meanwhile.

    Whatever a process that was killed left unpacked is swept: one at a time may be in here.
    """
    for left in work.glob(f"{_UNPACKED}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=work) as unpacked:
        yield [
            file
            for number, source in enumerate(sources)
            for file in _files(source.absolute(), Path(unpacked) / str(number))
        ]


def _files(source: Path, unpacked: Path) -> Iterator[BroughtFile]:
    if source.suffix.lower() == ".zip" and source.is_file():
        yield from _zipped(source, unpacked)
    else:
        yield from files_below(source.parent, source.name)


def _zipped(source: Path, unpacked: Path) -> Iterator[BroughtFile]:
    if source.is_symlink():
        yield _closed(source.name, 0, link(source.name))
        return
    unpacked.mkdir()
    try:
        refused = unpack(source, unpacked, LIMITS)
    except BatchError as e:
        yield _closed(source.name, source.stat().st_size, e.problem)
        return
    for entry in sorted(child.name for child in unpacked.iterdir()):
        yield from files_below(unpacked, entry)
    for one in refused:
        yield _closed(one.path, one.size, one.problem)


def files_below(root: Path, name: str) -> Iterator[BroughtFile]:
    """The file of that name, or every file of the folder; what programs left behind is none."""
    for number, found in enumerate(walk(root, (name,), LIMITS)):
        if number >= LIMITS.batch_files:
            yield _closed(name, 0, _too_many())
            return
        if not is_system(root, found):
            yield _file(root, found)


def _file(root: Path, found: Found) -> BroughtFile:
    name = shown_path("/".join(found.shown))
    file = BatchFile(
        name, None, Origin.CNIPA, found.names, found.size, found.media_type, found.problem
    )
    return BroughtFile(name, root, file)


def _closed(name: str, size: int, problem: Problem) -> BroughtFile:
    name = unicodedata.normalize("NFC", name)
    return BroughtFile(name, Path(), BatchFile(name, None, Origin.CNIPA, (), size, "", problem))


def _too_many() -> Problem:
    return Problem(
        "E-CNIPA-FILES",
        f"一次导入的文件超过 {LIMITS.batch_files} 个，其余未取；请分几次导入。",
        f"There are more than {LIMITS.batch_files} files in one import, and the rest was left; "
        "bring them in several.",
    )
