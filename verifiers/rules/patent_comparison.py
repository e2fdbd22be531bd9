"""A patent's certificate against the official records, field by field (附件1第九条).

Every official record may contradict. What holds is carried only by records that stand
(`verifiers.cnipa.superseding`), are read surely and are recent enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from evidence.documents import Document, Field
from evidence.findings import Result
from evidence.places import Place
from evidence.register import OfficialRecord
from verifiers.cnipa.superseding import standing
from verifiers.cnipa.values import comparable
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.fields import certain, places_of
from verifiers.rules.patent_codes import coded_grant, grant_of
from verifiers.rules.patent_fields import (
    LABELS,
    LISTS,
    agrees,
    all_shown,
    doubtful_number,
    fields_of,
    labelled,
    plain_names,
    read_text,
    shown_text,
    sure_of,
)
from verifiers.rules.patent_inventors import list_difference, rank_checks
from verifiers.rules.patent_times import aged, carrying, replaced

_OPTIONAL = frozenset({"grant_number", "patent_type"})
"""What may agree however doubtfully: the proof needs neither, but a contradiction counts."""
_NEEDED = frozenset({"title", "application_date", "grant_date", "inventors", "patentees"})
"""What an official record must show; a gazette entry shows no type."""


def comparison_checks(
    case: Case, records: Sequence[OfficialRecord], certificate: Document
) -> list[Check]:
    """Every field of the certificate, its QR code and the applicant's rank against the records."""
    checks = [check for name in LABELS for check in compared(case, name, records, certificate)]
    return [
        *checks,
        *_qr_code(records, certificate),
        *rank_checks(case, records, certificate),
    ]


def compared(
    case: Case, name: str, records: Sequence[OfficialRecord], certificate: Document
) -> list[Check]:
    """One field of the certificate against every record that shows it and stands."""
    fields = fields_of(name, certificate)
    shown = [record for record in standing(records, name) if getattr(record, name)]
    former = [record for record in records if getattr(record, name) and record not in shown]
    if shown and fields:
        return [
            *_both(case, name, fields, shown, certificate),
            *_history(name, shown, former),
        ]
    where = (*places_of(certificate, fields), *(record.place for record in shown))
    if shown and name != "grant_number":  # the oldest layout prints no grant number
        found = all_shown(name, shown)
        return [
            Check(
                Result.NOT_CHECKED, "A9.not_on_certificate", "", found, where, values=labelled(name)
            )
        ]
    if not shown and name in _NEEDED:
        read = read_text(name, fields)
        return [Check(Result.UNSURE, "A9.not_shown", read, "", where, values=labelled(name))]
    return []


def _both(
    case: Case,
    name: str,
    fields: tuple[Field, ...],
    shown: Sequence[OfficialRecord],
    certificate: Document,
) -> list[Check]:
    values = [field.value for field in fields]
    other = [record for record in shown if not agrees(name, values, record)]
    where = (*places_of(certificate, fields), *(record.place for record in shown))
    read, found = read_text(name, fields), all_shown(name, shown)
    if other:
        sure = any(map(certain, fields)) and any(sure_of(record, name) for record in other)
        result = Result.MISMATCH if sure else Result.UNSURE
        if name == "inventors":
            return _inventors(result, fields, other, certificate)
        return [
            Check(result, "A9.record_differs", read, found, where, values=labelled(name)),
        ]
    read_surely = all(map(certain, fields)) if name in LISTS else any(map(certain, fields))
    clear = [record for record in shown if name not in record.doubts]
    sure_records = [record for record in clear if sure_of(record, name)]
    if read_surely and carrying(case, sure_records):
        return [Check(Result.MATCH, SILENT, read, found, where, values=labelled(name))]
    if name in _OPTIONAL:
        return []
    if read_surely and clear:
        return aged(case, sure_records) if sure_records else [doubtful_number(clear)]
    return [Check(Result.UNSURE, "A9.record_doubtful", read, found, where, values=labelled(name))]


def _inventors(
    result: Result,
    fields: tuple[Field, ...],
    other: Sequence[OfficialRecord],
    certificate: Document,
) -> list[Check]:
    """One check for each list that differs, told by how it does."""
    values = [field.value for field in fields]
    lists: dict[tuple[str, ...], list[OfficialRecord]] = {}
    for record in other:
        lists.setdefault(tuple(plain_names(record.inventors)), []).append(record)
    checks = []
    for records in lists.values():
        key, words = list_difference(values, records[0].inventors)
        where = (*places_of(certificate, fields), *(record.place for record in records))
        read, found = read_text("inventors", fields), shown_text("inventors", records[0])
        words |= labelled("inventors")
        checks.append(Check(result, key, read, found, where, values=words))
    return checks


def _history(
    name: str, shown: Sequence[OfficialRecord], former: Sequence[OfficialRecord]
) -> list[Check]:
    """What an earlier record said, beside what stands."""
    now = {comparable(record, name) for record in shown}
    later = (shown, all_shown(name, shown))
    return [
        replaced(labelled(name), (record, shown_text(name, record)), later)
        for record in former
        if comparable(record, name) not in now
    ]


def _qr_code(records: Sequence[OfficialRecord], certificate: Document) -> list[Check]:
    """A grant number that the QR code alone names is the one on record, too."""
    checks = []
    printed = [grant_of(field.value) for field in certificate.all("grant_number")]
    for field in certificate.all("qr_url"):
        coded = coded_grant(field.value)
        if coded in printed:
            continue  # then the printed number is compared
        other = [
            record
            for record in records
            if coded is not None and record.grant_number and grant_of(record.grant_number) != coded
        ]
        if other:
            sure = any(sure_of(record, "grant_number") for record in other)
            result = Result.MISMATCH if sure else Result.UNSURE
            where: tuple[Place, ...] = (certificate.place(field), *(one.place for one in other))
            found = all_shown("grant_number", other)
            checks.append(Check(result, "A9.qr_record", str(coded), found, where))
    return checks
