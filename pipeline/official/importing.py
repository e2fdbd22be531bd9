"""Importing official results: the original stored, its pages read, its records kept.

For each file in this order: bytes, pages, who brought it and what it says, records. Each step
leaves what is whole, and doing it again changes nothing: an import that was killed is made good
by importing the same files again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from evidence.documents import Document, DocumentKind
from evidence.errors import Problem
from evidence.register import OfficialRecord, RecordSource, record_identity
from evidence.uploads import Admission, Upload, UploadOutcome, UploadStatus
from extractors.intake.cnipa_tables import read_cnipa_table
from extractors.intake.outcomes import table_outcome
from extractors.intake.uploads import take
from extractors.reading.pool import OnProgress, Readers
from pipeline.home import Home
from pipeline.kept import byte_store
from pipeline.official.brought import LIMITS, BroughtFile
from pipeline.official.kept import KeptResults, keep, kept_results, original_path
from pipeline.official.lists import is_complete
from pipeline.stages.pages import page_images_of
from pipeline.stages.reading import ShardReading, documents_of, outcomes_of, read_shard
from pipeline.stages.register import is_table
from verifiers.cnipa.files import append_records, load_withdrawals
from verifiers.cnipa.records import no_record_reason, record_from_document

_ID_DIGITS = 16


class Taken(StrEnum):
    """What became of a file that was brought."""

    ADDED = "added"
    KNOWN = "known"
    """The same bytes were imported before; nothing was added."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A brought file and what came of it: `kept` holds its records, none where it is refused."""

    name: str
    taken: Taken
    kept: KeptResults | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brings files, and when (with zone)."""

    name: str
    at: dt.datetime


def import_files(
    home: Home, files: Sequence[BroughtFile], bringer: Bringer, tell: OnProgress
) -> list[ImportedFile]:
    """Keep what each file says; a file that cannot be used keeps no other from it.

    Raises MachineError where the disk or the readers fail: what was kept until then holds.
    """
    store = byte_store(home)
    uploads = [take(file.root, file.found, store, LIMITS) for file in files]
    withdrawn = {one.record for one in load_withdrawals(home.registers)}
    fresh = [upload for upload in uploads if _known(home, upload, withdrawn) is None]
    reading = read_shard(home, fresh, tell, Readers())
    return [
        _imported(home, file, upload, reading, bringer, withdrawn)
        for file, upload in zip(files, uploads, strict=True)
    ]


def _imported(
    home: Home,
    file: BroughtFile,
    upload: Upload,
    reading: ShardReading,
    bringer: Bringer,
    withdrawn: set[str],
) -> ImportedFile:
    known = _known(home, upload, withdrawn)
    if known is not None:
        # Killed between the two, an earlier import kept no records of it yet.
        append_records(home.registers, known.records)
        return ImportedFile(file.name, Taken.KNOWN, known, known.problems)
    if upload.admission is not Admission.ACCEPTED:
        return ImportedFile(file.name, Taken.REFUSED, problems=_reasons(upload.problem))
    kept = _results(home, file.name, upload, reading, bringer)
    if not kept.records:
        return ImportedFile(file.name, Taken.REFUSED, problems=kept.problems)
    keep(home, kept)
    append_records(home.registers, kept.records)
    return ImportedFile(file.name, Taken.ADDED, kept, kept.problems)


def _known(home: Home, upload: Upload, withdrawn: set[str]) -> KeptResults | None:
    """What was kept of the same bytes before, unless some of it was taken back since."""
    for number in range(1, 1 + _times(home, upload.sha256)):
        kept = kept_results(home, _import_id(upload.sha256, number))
        if kept is None or kept.original.upload.sha256 != upload.sha256:
            continue
        if withdrawn.isdisjoint(map(record_identity, kept.records)):
            return kept
    return None


def _times(home: Home, sha256: str) -> int:
    """How often these bytes were imported: more than once only after a withdrawal."""
    times = 0
    while sha256 and kept_results(home, _import_id(sha256, times + 1)) is not None:
        times += 1
    return times


def _import_id(sha256: str, number: int) -> str:
    # A dot, which no result typed in at the desk may have in its id.
    return f"import.{sha256[:_ID_DIGITS]}" + (f".{number}" if number > 1 else "")


def _results(
    home: Home, name: str, upload: Upload, reading: ShardReading, bringer: Bringer
) -> KeptResults:
    """What the file says, as it is kept."""
    kept_id = _import_id(upload.sha256, 1 + _times(home, upload.sha256))
    upload = replace(upload, path=original_path(kept_id, PurePosixPath(name).name))
    if is_table(upload):
        path = byte_store(home).bring(upload.sha256)
        records, problems = read_cnipa_table(path, upload.path, LIMITS)
        original = table_outcome(upload, len(records), problems)
        complete = None
    else:
        documents = documents_of([upload], reading.readings)
        records = _printed(documents)
        (original,) = outcomes_of(home, [upload], reading.readings)
        problems = _unused(name, documents, original, records)
        complete = is_complete(documents) if original.status is UploadStatus.READ else None
        if records and complete is False:
            problems.append(_partial(len(records)))
    return KeptResults(
        id=kept_id,
        original=original,
        brought_by=bringer.name,
        brought_at=bringer.at,
        records=tuple(
            replace(one, brought_by=bringer.name, brought_at=bringer.at) for one in records
        ),
        problems=tuple(dict.fromkeys(problems)),
        pages=tuple(page_images_of(home, [upload], reading.readings)),
        complete=complete,
    )


def _printed(documents: Sequence[Document]) -> list[OfficialRecord]:
    found = (record_from_document(one, RecordSource.REVIEW_BODY, None) for one in documents)
    return [record for record in found if record is not None]


def _unused(
    name: str,
    documents: Sequence[Document],
    original: UploadOutcome,
    records: Sequence[OfficialRecord],
) -> list[Problem]:
    """Pages that were not read, and documents that give no record; called by the file's name."""
    problems = list(_reasons(original.problem))
    if original.status in (UploadStatus.READ, UploadStatus.PARTLY_READ):
        shown = (replace(one, upload=name) for one in documents)
        reasons = (no_record_reason(one) for one in shown if not (records and _is_blank(one)))
        problems += [reason for reason in reasons if reason is not None]
    return problems


def _is_blank(document: Document) -> bool:
    """Whether nothing was found on its pages: the back of a sheet beside a printout."""
    return document.kind is DocumentKind.OTHER and not document.fields


def _partial(shown: int) -> Problem:
    return Problem(
        "E-CNIPA-PARTIAL",
        f"检索结果列表不完整：只打印了其中 {shown} 条，未打印的专利不视为查无结果；"
        "需要时请打印其余各页后再导入。",
        f"The list is not whole: {shown} of its results are printed, and of the others nothing is "
        "concluded. Print the other pages and import them where they are needed.",
    )


def _reasons(problem: Problem | None) -> tuple[Problem, ...]:
    return (problem,) if problem is not None else ()
