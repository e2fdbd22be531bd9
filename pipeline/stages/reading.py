"""Reading a shard: from uploads to readings, through the pool and its cache."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.documents import Document
from evidence.readings import UploadReading
from evidence.uploads import Admission, Upload, UploadOutcome
from extractors.documents.extract import extract
from extractors.intake import types
from extractors.intake.outcomes import outcome, table_outcome
from extractors.reading.pool import OnProgress, Progress, Readers, read_uploads
from extractors.reading.settings import ReadingSettings, StoredFile, settings_from
from pipeline.home import Home
from pipeline.kept import byte_store, reading_cache
from pipeline.stages.result_tables import result_table


@dataclass(frozen=True, slots=True)
class ShardReading:
    """The readings of a shard and what they cost."""

    readings: list[UploadReading]
    progress: Progress


def has_pages(upload: Upload) -> bool:
    """Whether the upload is read page by page."""
    return upload.admission is Admission.ACCEPTED and upload.media_type not in types.TABLES


def reading_settings() -> ReadingSettings:
    """What the operator set in the environment, else the defaults."""
    return settings_from(os.environ)


def read_shard(
    home: Home, uploads: Sequence[Upload], tell: OnProgress, readers: Readers
) -> ShardReading:
    """Read every page of every accepted upload; what is in the cache is not read again."""
    store, last = byte_store(home), [Progress()]

    def remember(progress: Progress) -> None:
        last[0] = progress
        tell(progress)

    files = [
        StoredFile(upload.sha256, store.path(upload.sha256), upload.media_type)
        for upload in uploads
        if has_pages(upload)
    ]
    cache, settings = reading_cache(home), reading_settings()
    readings = list(read_uploads(files, settings, cache, remember, store.bring, readers))
    return ShardReading(readings, last[0])


def outcomes_of(
    home: Home, uploads: Sequence[Upload], readings: Sequence[UploadReading]
) -> list[UploadOutcome]:
    """The one status of each upload, in the order of the uploads."""
    by_content = {reading.sha256: reading for reading in readings}
    outcomes = []
    for upload in uploads:
        if upload.admission is Admission.ACCEPTED and upload.media_type in types.TABLES:
            records, problems = result_table(home, upload)
            outcomes.append(table_outcome(upload, len(records), problems))
        else:
            outcomes.append(outcome(upload, by_content.get(upload.sha256)))
    return outcomes


def documents_of(uploads: Sequence[Upload], readings: Sequence[UploadReading]) -> list[Document]:
    """The documents of every upload that was read; a file uploaded twice has them twice."""
    by_content = {reading.sha256: reading for reading in readings}
    return [
        document
        for upload in uploads
        if has_pages(upload) and upload.sha256 in by_content
        for document in extract(
            by_content[upload.sha256].pages, upload=upload.path, sha256=upload.sha256
        ).documents
    ]
