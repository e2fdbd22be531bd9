"""The patent register of a shard: official records, whoever brought them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from evidence.applications import Application
from evidence.documents import Document, DocumentKind
from evidence.register import OfficialRecord, RecordSource
from evidence.uploads import Admission, Origin, Upload
from extractors.intake import types
from pipeline.batches import BatchEntry
from pipeline.home import Home
from pipeline.official.kept import original_sha256
from pipeline.stages.result_tables import result_table
from verifiers.cnipa.files import load_records, withdrawn_records
from verifiers.cnipa.moments import shown_too_late
from verifiers.cnipa.records import record_from_document
from verifiers.cnipa.register import PatentRegister, number_key


def official_records(
    home: Home,
    entry: BatchEntry,
    uploads: Sequence[Upload],
    documents: Sequence[Document],
    applications: Sequence[Application],
) -> list[OfficialRecord]:
    """Records imported earlier, the batch's own search results, the applicants' printouts.

    Of the patents that these applications claim; no other is looked up.
    """
    own = [*table_records(home, uploads), *printed_records(uploads, documents)]
    imported = load_records(home.registers)
    return [
        *as_spoken(home, uploads, claimed_records(imported, applications)),
        *(
            _timed(one, entry)
            for one in as_spoken(home, uploads, claimed_records(own, applications), entry.handed_in)
        ),
    ]


def _timed(record: OfficialRecord, entry: BatchEntry) -> OfficialRecord:
    """A record of the batch's own with the time that is known of it.

    What the review body put in without a time was brought when the batch arrived. A time after
    the batch was taken in cannot be (`shown_too_late`), and is in doubt.
    """
    taken = entry.taken_at or entry.received_at
    if record.as_of is None:
        official = record.source is RecordSource.REVIEW_BODY
        return replace(record, brought_at=entry.arrived) if official else record
    if taken is None or "as_of" in record.doubts or not shown_too_late(record.as_of, taken):
        return record
    return replace(record, doubts=(*record.doubts, "as_of"))


def as_spoken(
    home: Home,
    uploads: Sequence[Upload],
    records: Iterable[OfficialRecord],
    elsewhere: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[OfficialRecord]:
    """The records, those of an original that applicants handed in as well as theirs alone.

    Whoever put the same bytes among the official results proves nothing by that. `elsewhere` says
    by path who did so in other shards.
    """
    sums = {upload.path: upload.sha256 for upload in uploads}
    handed_in: dict[str, dict[str, None]] = {}
    for upload in uploads:
        if upload.applicant is not None and upload.sha256:
            handed_in.setdefault(upload.sha256, {})[upload.applicant] = None
    spoken = []
    for record in records:
        path = record.place.upload
        here = handed_in.get(sums.get(path) or original_sha256(home, path), {})
        applicants = dict.fromkeys((*here, *elsewhere.get(path, ())))
        if record.applicant is None and applicants:
            spoken += [
                replace(record, source=RecordSource.APPLICANT, applicant=one) for one in applicants
            ]
        else:
            spoken.append(record)
    return spoken


def register_of_records(home: Home, records: Iterable[OfficialRecord]) -> PatentRegister:
    """These records as a register, which knows besides what was withdrawn."""
    gone = withdrawn_records(home.registers)
    return PatentRegister(
        [*records, *(record for record, _ in gone)], {one.record for _, one in gone}
    )


def claimed_records(
    records: Iterable[OfficialRecord], applications: Sequence[Application]
) -> list[OfficialRecord]:
    """The records of patents that these applications claim: no other is looked up."""
    claimed = {
        number_key(claim.patent_number)
        for application in applications
        for claim in application.claims
    } - {None}
    return [record for record in records if number_key(record.patent_number) in claimed]


def table_records(home: Home, uploads: Sequence[Upload]) -> list[OfficialRecord]:
    """The rows of the export files under cnipa/."""
    return [
        record for upload in uploads if is_table(upload) for record in result_table(home, upload)[0]
    ]


def printed_records(
    uploads: Sequence[Upload], documents: Sequence[Document]
) -> list[OfficialRecord]:
    """What printouts show: the review body's under cnipa/, the applicants' among their uploads."""
    by_path = {upload.path: upload for upload in uploads}
    records = []
    for document in documents:
        if document.kind is DocumentKind.PATENT_SEARCH_RESULT:
            upload = by_path[document.upload]
            source = (
                RecordSource.REVIEW_BODY
                if upload.origin is Origin.CNIPA
                else RecordSource.APPLICANT
            )
            records.append(record_from_document(document, source, upload.applicant))
    return [record for record in records if record is not None]


def is_table(upload: Upload) -> bool:
    """Whether the upload holds rows of official results."""
    return upload.admission is Admission.ACCEPTED and upload.media_type in types.TABLES
