"""Taking a typed-in result: screenshot, who brought it, record, and only then the folder away.

Each step leaves what is whole, and doing it again changes nothing: a process that is killed
in between is made good by the next look into the inbox.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

from evidence.errors import Problem, UploadError
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from extractors.reading.settings import StoredFile
from extractors.reading.shown import show_pages
from pipeline.home import Home
from pipeline.inbox import refusal_of
from pipeline.kept import byte_store, reading_cache
from pipeline.official.kept import KeptResults, keep, kept_results
from pipeline.official.untrusted import CheckedResult, HandedResult, checked
from pipeline.stages.pages import page_image
from pipeline.stages.reading import reading_settings
from verifiers.cnipa.files import append_records

TAKEN = ".taken-"
"""Beginning of the name of a folder that is being removed."""


def take_result(home: Home, handed: HandedResult) -> KeptResults:
    """Keep a result among the registers and remove its folder.

    Raises UploadError where it is refused (then the folder stays), MachineError where the
    disk does not take it.
    """
    found = checked(handed, dt.datetime.now(dt.UTC))
    kept = kept_results(home, handed.id)
    if kept is None:
        kept = _stored(home, handed.id, found)
        keep(home, kept)
    elif (kept.records, kept.original.upload.sha256) != ((found.record,), found.sha256):
        raise UploadError(
            Problem(
                "E-OFFICIAL-TWICE",
                f"编号 {handed.id} 已有另一条录入结果；请在核验台重新录入。",
                f"Another result was taken under {handed.id} before; enter it again at the desk.",
            )
        )
    append_records(home.registers, kept.records)
    _remove(handed.folder)
    return kept


def sweep_taken(place: Path) -> None:
    """Remove what a killed process left of folders whose results were taken.

    Each held a result and its screenshot and nothing else, and both are stored.
    """
    for folder in place.glob(f"{TAKEN}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _stored(home: Home, result_id: str, found: CheckedResult) -> KeptResults:
    """The screenshot in the store and as pictures; refused where nobody could look at it."""
    store = byte_store(home)
    stored = store.put(io.BytesIO(found.screenshot))
    path = found.record.place.upload
    file = StoredFile(stored.sha256, store.path(stored.sha256), found.media_type)
    shown = show_pages(file, reading_settings(), reading_cache(home))
    screenshot = Upload(
        path=path,
        applicant=None,
        origin=Origin.CNIPA,
        sha256=stored.sha256,
        size=stored.size,
        media_type=found.media_type,
        admission=Admission.ACCEPTED,
    )
    return KeptResults(
        id=result_id,
        # Read it was, by the reviewer who typed in what it says.
        original=UploadOutcome(screenshot, UploadStatus.READ),
        brought_by=found.record.brought_by,
        brought_at=found.brought_at,
        records=(found.record,),
        pages=tuple(page_image(home, path, page) for page in shown),
    )


def _remove(folder: Path) -> None:
    """At once for whoever looks, whatever happens to this process."""
    refusal_of(folder).unlink(missing_ok=True)
    gone = folder.with_name(f"{TAKEN}{folder.name}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)
