"""Where an installation keeps the bulk of its bytes: what everybody opens them by."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from extractors.intake.store import ByteStore
from extractors.reading.cache import ReadingCache
from pipeline.home import READINGS, RECORDS, STORE, Home
from storage.object_store import ObjectStore


def byte_store(home: Home) -> ByteStore:
    """The uploads' bytes."""
    return ByteStore(home.store, _below(home, STORE))


def reading_cache(home: Home) -> ReadingCache:
    """What was read on each page, and the pages' pictures."""
    return ReadingCache(home.readings, _below(home, READINGS))


def record_objects(home: Home) -> ObjectStore | None:
    """The object store's part with the assets' records; None where they are in a folder."""
    return _below(home, RECORDS)


def bring(home: Home, path: str) -> Path:
    """The file of this machine with what records and the desk name by `path`.

    An upload or a page image: its name is that of its content. Nothing lies there where it was
    never stored. Raises MachineError as `ObjectStore.bring` does.
    """
    if home.objects is not None:
        try:
            home.objects.bring(path, PurePosixPath(path).stem)
        except FileNotFoundError:
            (home.bulk / path).unlink(missing_ok=True)
    return home.bulk / path


def _below(home: Home, name: str) -> ObjectStore | None:
    return home.objects.below(name) if home.objects is not None else None
