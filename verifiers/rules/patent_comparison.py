"""A patent's certificate against the official records, field by field (附件1第九条).

Every official record may contradict. What holds is carried only by records that stand
(`verifiers.cnipa.superseding`), are read surely and are recent enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from verifiers.rules.patent_times import aged, carrying, replaced, with_former

_OPTIONAL = frozenset({"grant_number", "patent_type"})
"""What may agree however doubtfully: the proof needs neither, but a contradiction counts."""
NEEDED = frozenset({"title", "application_date", "grant_date", "inventors", "patentees"})
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
    where = (*places_of(certificate, fields), *(record.place for record in shown))
    if shown and fields:
        return _both(name, fields, _Shown(case, records, shown), where)
    if shown and name != "grant_number":  # the oldest layout prints no grant number
        found, words = all_shown(name, shown), labelled(name)
        return [Check(Result.NOT_CHECKED, "A9.not_on_certificate", "", found, where, values=words)]
    if not shown and name in NEEDED:
        read = read_text(name, fields)
        return [Check(Result.UNSURE, "A9.not_shown", read, "", where, values=labelled(name))]
    return []


@dataclass(frozen=True)
class _Shown:
    """All records of a patent, and those of them that show a field and stand in it."""

    case: Case
    records: Sequence[OfficialRecord]
    standing: Sequence[OfficialRecord]

    def former(self, name: str) -> list[tuple[OfficialRecord, str]]:
        """Other values that earlier records showed, which those that stand replaced."""
        now = {"", *(comparable(record, name) for record in self.standing)}
        return [
            (record, shown_text(name, record))
            for record in self.records
            if comparable(record, name) not in now
        ]


def _both(
    name: str, fields: tuple[Field, ...], shown: _Shown, where: tuple[Place, ...]
) -> list[Check]:
    values = [field.value for field in fields]
    other = [record for record in shown.standing if not agrees(name, values, record)]
    former, words = shown.former(name), labelled(name)
    read, found = read_text(name, fields), all_shown(name, shown.standing)
    if other:
        sure = any(map(certain, fields)) and any(sure_of(record, name) for record in other)
        result = Result.MISMATCH if sure else Result.UNSURE
        if name == "inventors":
            return _inventors(result, values, other, former, where)
        found = with_former(found, former)
        return [Check(result, "A9.record_differs", read, found, where, values=words)]
    told = [replaced(words, one, (shown.standing, found)) for one in former]
    read_surely = all(map(certain, fields)) if name in LISTS else any(map(certain, fields))
    clear = [record for record in shown.standing if name not in record.doubts]
    sure_records = [record for record in clear if sure_of(record, name)]
    if read_surely and carrying(shown.case, sure_records):
        return [Check(Result.MATCH, SILENT, read, found, where, values=words), *told]
    if name in _OPTIONAL:
        return []
    if read_surely and clear:
        return aged(shown.case, sure_records) if sure_records else [doubtful_number(clear)]
    return [Check(Result.UNSURE, "A9.record_doubtful", read, found, where, values=words)]


def _inventors(
    result: Result,
    values: Sequence[str],
    other: Sequence[OfficialRecord],
    former: Sequence[tuple[OfficialRecord, str]],
    where: tuple[Place, ...],
) -> list[Check]:
    """One check for each list that differs, told by how it does."""
    lists = {tuple(plain_names(record.inventors)): record.inventors for record in other}
    checks = []
    for names in lists.values():
        key, words = list_difference(values, names)
        words |= labelled("inventors")
        found = with_former("、".join(names), former)
        checks.append(Check(result, key, "、".join(values), found, where, values=words))
    return checks


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
