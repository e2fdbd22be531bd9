"""What an installation keeps, file by file, whether in its state folder or in an object store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath

from pipeline.home import Home
from pipeline.keeping.trees import walk
from storage.object_store import ObjectStore


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: `place` is where it lies below the state folder, or its path where it lies elsewhere.

    `open` gives its bytes; it raises FileNotFoundError where it is gone, and as the disk or the
    object store does.
    """

    place: PurePosixPath
    open: Callable[[], BufferedReader]


def kept_file(home: Home, path: Path) -> KeptFile:
    """A file of this machine."""
    below = path.relative_to(home.state) if path.is_relative_to(home.state) else path
    return KeptFile(PurePosixPath(below), lambda: path.open("rb"))


class Bulk:
    """Uploads, readings, page images and records: the files below `store/`, `readings/`, `records/`.

    Where an object store has them it remembers what it listed, so that it asks once for many.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._listed: dict[str, int] = {}

    def files(self, below: str, unread: Callable[[OSError], None]) -> Iterator[KeptFile]:
        """Every file below, in order, but what is not whole yet; `unread` hears of folders."""
        objects = self._home.objects
        if objects is None:
            for path in files_below(self._home.state / below, unread):
                yield kept_file(self._home, path)
            return
        for one in objects.listed(below):
            self._listed[one.key] = one.size
            yield KeptFile(PurePosixPath(one.key), _opening(objects, one.key))

    def size(self, place: str) -> int | None:
        """How many bytes are kept there; None where no file is."""
        objects = self._home.objects
        if objects is None:
            path = self._home.state / place
            return path.stat().st_size if path.is_file() else None
        if place in self._listed:
            return self._listed[place]
        # It may have come after the listing.
        return objects.size(place)


def files_below(root: Path, unread: Callable[[OSError], None]) -> Iterator[Path]:
    """Every file below a folder, but what is not whole yet; `unread` hears of folders."""
    for folder, names, files in walk(root, unread):
        names[:] = [name for name in names if not name.startswith(".")]
        yield from (folder / name for name in files if not name.startswith("."))


def _opening(objects: ObjectStore, key: str) -> Callable[[], BufferedReader]:
    return lambda: objects.open(key)
