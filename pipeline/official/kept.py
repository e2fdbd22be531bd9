"""Official results as they are kept: the original, who brought it and when, what it says.

`registers/official/<id>.json` below the state folder, written once. The records themselves are
among the registers, as every other, and point at their original as `official/<id>/<name>`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from evidence import codec
from evidence.cases import PageImage
from evidence.errors import Problem
from evidence.register import OfficialRecord
from evidence.uploads import UploadOutcome
from extractors.whole_files import write_whole
from pipeline.home import Home
from pipeline.stages.pages import ShownFile, stored_upload

ORIGINALS = "official"
"""First part of the path by which a record names its original; no batch has files there."""


@dataclass(frozen=True, slots=True)
class KeptResults:
    """What one brought original says: a typed-in screenshot's record, an imported file's.

    `original` is the file as it was stored, `pages` its pictures, empty for a table;
    `brought_at` has a zone; `problems` are what could not be used of it; `complete` tells
    whether it shows everything that the site found, None where it does not say.
    """

    id: str
    original: UploadOutcome
    brought_by: str
    brought_at: dt.datetime
    records: tuple[OfficialRecord, ...]
    problems: tuple[Problem, ...] = ()
    pages: tuple[PageImage, ...] = ()
    complete: bool | None = None


def original_path(kept_id: str, name: str) -> str:
    """How a record calls the original that it was taken from."""
    return f"{ORIGINALS}/{kept_id}/{name}"


def is_brought(record: OfficialRecord) -> bool:
    """Whether a record was typed in or imported, and did not come with a batch."""
    return record.place.upload.startswith(f"{ORIGINALS}/")


def kept_results(home: Home, kept_id: str) -> KeptResults | None:
    """The results of that id; None where there are none. Raises DataError for damaged ones."""
    try:
        data = _path(home, kept_id).read_bytes()
    except FileNotFoundError:
        return None
    return codec.decode(KeptResults, data)


def keep(home: Home, kept: KeptResults) -> None:
    """Keep results whole."""
    write_whole(_path(home, kept.id), codec.encode(KeptResults, kept))


def originals_of(home: Home, records: Iterable[OfficialRecord]) -> dict[str, ShownFile]:
    """The originals that these records were taken from, by their path."""
    found = {}
    for path in dict.fromkeys(record.place.upload for record in records):
        kept = _named(home, PurePosixPath(path))
        if kept is not None:
            found[path] = ShownFile(stored_upload(home, kept.original), kept.pages)
    return found


def original_sha256(home: Home, path: str) -> str:
    """SHA-256 of the original that a record names so; empty where it names none."""
    parts = PurePosixPath(path).parts
    if len(parts) != 3 or parts[0] != ORIGINALS:
        return ""
    return _sha256(home, parts[1])


@lru_cache(maxsize=10_000)
def _sha256(home: Home, kept_id: str) -> str:
    # Written once, and whole exports are large: shards without end ask for the same ones.
    kept = kept_results(home, kept_id)
    return kept.original.upload.sha256 if kept is not None else ""


def _named(home: Home, path: PurePosixPath) -> KeptResults | None:
    if len(path.parts) != 3 or path.parts[0] != ORIGINALS:
        return None
    kept = kept_results(home, path.parts[1])
    return kept if kept is not None and kept.original.upload.path == str(path) else None


def _path(home: Home, kept_id: str) -> Path:
    return home.registers / ORIGINALS / f"{kept_id}.json"
