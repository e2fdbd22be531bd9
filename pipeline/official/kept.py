"""Typed-in results as they are kept: who brought them, and the screenshot behind them.

`registers/official/<id>.json` below the state folder; the record itself is among the
registers, as every other, and points at the screenshot as `official/<id>/<name>`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evidence import codec
from evidence.cases import PageImage
from evidence.inbox import OfficialResult
from evidence.register import OfficialRecord
from evidence.uploads import Upload, UploadOutcome, UploadStatus
from extractors.whole_files import write_whole
from pipeline.home import Home
from pipeline.stages.pages import ShownFile, stored_upload

SCREENSHOTS = "official"
"""First part of the path by which a record names its screenshot."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A typed-in result that was taken: as it came, with the screenshot as it was stored."""

    result: OfficialResult
    screenshot: Upload
    pages: tuple[PageImage, ...]


def screenshot_path(result_id: str, name: str) -> str:
    """How a record calls the screenshot that it was typed in from."""
    return f"{SCREENSHOTS}/{result_id}/{name}"


def kept_result(home: Home, result_id: str) -> KeptResult | None:
    """The result of that id; None where none was taken. Raises DataError for a damaged one."""
    try:
        data = _path(home, result_id).read_bytes()
    except FileNotFoundError:
        return None
    return codec.decode(KeptResult, data)


def keep_result(home: Home, result_id: str, kept: KeptResult) -> None:
    """Keep a result whole."""
    write_whole(_path(home, result_id), codec.encode(KeptResult, kept))


def screenshots_of(home: Home, records: Iterable[OfficialRecord]) -> dict[str, ShownFile]:
    """The screenshots that these records were typed in from, by their path."""
    found = {}
    for path in dict.fromkeys(record.place.upload for record in records):
        kept = _named(home, PurePosixPath(path))
        if kept is not None:
            found[path] = _shown(home, kept)
    return found


def _named(home: Home, path: PurePosixPath) -> KeptResult | None:
    if len(path.parts) != 3 or path.parts[0] != SCREENSHOTS:
        return None
    kept = kept_result(home, path.parts[1])
    return kept if kept is not None and kept.screenshot.path == str(path) else None


def _shown(home: Home, kept: KeptResult) -> ShownFile:
    # Read it was, by the reviewer who typed in what it says.
    outcome = UploadOutcome(kept.screenshot, UploadStatus.READ)
    return ShownFile(stored_upload(home, outcome), kept.pages)


def _path(home: Home, result_id: str) -> Path:
    return home.registers / SCREENSHOTS / f"{result_id}.json"
