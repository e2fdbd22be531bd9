"""The official record of a patent against its certificate (附件1第九条).

Only records that the review body or a reviewer obtained carry the proof.
What the applicant printed may contradict, and never suffices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evidence.applications import Claim
from evidence.dates import PartialDate
from evidence.documents import Document, Field
from evidence.findings import Result
from evidence.names import normal_text
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.values import type_of
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check, retold
from verifiers.rules.fields import certain, date_of, places_of, same_text, text_of
from verifiers.rules.patent_codes import TYPE_NAMES, grant_of, of_its_time, type_name
from verifiers.rules.patent_states import in_force, other_states, own_printout, term_checks

_LABELS = {
    "title": ("专利名称", "title"),
    "application_date": ("申请日", "filing date"),
    "grant_date": ("授权公告日", "grant date"),
    "grant_number": ("授权公告号", "grant number"),
    "patent_type": ("专利类型", "patent type"),
    "inventors": ("发明人", "inventors"),
    "patentees": ("专利权人", "patentees"),
}
_LISTS = frozenset({"inventors", "patentees"})
_OPTIONAL = frozenset({"grant_number", "patent_type"})
"""What may agree however doubtfully: the proof needs neither, but a contradiction counts."""
_NEEDED = frozenset({"title", "application_date", "grant_date", "inventors", "patentees"})
"""What an official record must show; a gazette entry shows no type."""


def official_records(case: Case, claim: Claim) -> list[OfficialRecord]:
    """The records that carry a proof: of the sources and sites that the notice accepts."""
    notice = case.notice
    return [
        record
        for record in case.register.lookup(claim.patent_number)
        if record.source in notice.official_sources and record.applicant in {None, case.dossier.id}
    ]


def record_checks(case: Case, claim: Claim, certificate: Document | None) -> list[Check]:
    """Everything that official records must show, compared with one certificate."""
    records = official_records(case, claim)
    checks = [*_printouts(case, claim, certificate), *other_states(case, claim)]
    if not records:
        return [*checks, _none(case, claim)]
    checks += _sites(case, records)
    checks += _contradictions(case, claim, records)
    checks += [
        in_force(case, records),
        *term_checks(case, claim, records),
        *_grant_kinds(claim, records),
    ]
    if certificate is not None:
        for name in _LABELS:
            checks += _compared(name, records, certificate)
    return checks


def _none(case: Case, claim: Claim) -> Check:
    """Why no record carries the proof: nothing at all, the applicant's own, or EPO's alone."""
    found = case.register.lookup(claim.patent_number)
    own = [one for one in found if own_printout(case, one)]
    if own:
        where = tuple(record.place for record in own)
        return Check(Result.UNSURE, "A9.printout_only", claim.patent_number, where=where)
    if any(record.source is RecordSource.EPO_OPS for record in found):
        return Check(Result.UNSURE, "A9.ops_only", claim.patent_number)
    return Check(Result.NOT_CHECKED, "A9.no_record", claim.patent_number)


def _printouts(case: Case, claim: Claim, certificate: Document | None) -> list[Check]:
    """The applicant's own printout must not contradict the certificate."""
    if certificate is None:
        return []
    checks = []
    for record in case.register.lookup(claim.patent_number):
        if own_printout(case, record):
            for name in _LABELS:
                checks += [
                    retold(check, "A9.printout_differs", Result.MISMATCH)
                    for check in _compared(name, [record], certificate)
                    if check.result is Result.MISMATCH
                ]
    return checks


def _sites(case: Case, records: Sequence[OfficialRecord]) -> list[Check]:
    """A record from elsewhere than 国家知识产权局官方网站 is not one."""
    sites = case.notice.official_sites
    return [
        Check(
            Result.UNSURE,
            "A9.other_site" if record.site else "A9.no_site",
            "国家知识产权局官方网站",
            record.site,
            (record.place,),
        )
        for record in records
        if record.source is not RecordSource.REVIEWER and record.site not in sites
    ]


def _contradictions(case: Case, claim: Claim, records: Sequence[OfficialRecord]) -> list[Check]:
    fields = case.register.contradictions(claim.patent_number, case.notice.official_sources)
    where = tuple(record.place for record in records)
    checks = []
    for name in fields:
        zh, en = _LABELS[name]
        shown = "；".join(dict.fromkeys(_shown(record, name) for record in records))
        values = {"label": zh, "label_en": en}
        checks.append(Check(Result.UNSURE, "A9.records_differ", "", shown, where, values=values))
    doubtful = [record for record in records if "patent_number" in record.doubts]
    if len(doubtful) == len(records):
        checks.append(Check(Result.UNSURE, "A9.doubtful_record", claim.patent_number, where=where))
    return checks


def _grant_kinds(claim: Claim, records: Sequence[OfficialRecord]) -> list[Check]:
    """Kind A is a publication and no grant; another type's kind is another patent's."""
    number = parse_patent_number(claim.patent_number)
    checks = []
    for record in records:
        grant = grant_of(record.grant_number) if record.grant_number else None
        if grant is not None and grant.fits(number.type):
            checks += of_its_time(grant, [record.grant_date], (record.place,))
        elif grant is not None:
            result = Result.UNSURE if "grant_number" in record.doubts else Result.MISMATCH
            name = TYPE_NAMES[number.type]
            checks.append(
                Check(result, "A9.grant_kind", name, record.grant_number, (record.place,))
            )
    return checks


def _compared(name: str, records: Sequence[OfficialRecord], certificate: Document) -> list[Check]:
    """One field of the certificate against every record that shows it."""
    fields = _fields(name, certificate)
    shown = [record for record in records if getattr(record, name)]
    if shown and fields:
        return _both(name, fields, shown, certificate)
    zh, en = _LABELS[name]
    values = {"label": zh, "label_en": en}
    where = (*places_of(certificate, fields), *(record.place for record in shown))
    if shown and name != "grant_number":  # the oldest layout prints no grant number
        found = _all_shown(name, shown)
        return [Check(Result.NOT_CHECKED, "A9.not_on_certificate", "", found, where, values=values)]
    if not shown and name in _NEEDED:
        return [Check(Result.UNSURE, "A9.not_shown", _read(name, fields), "", where, values=values)]
    return []


def _both(
    name: str, fields: tuple[Field, ...], shown: Sequence[OfficialRecord], certificate: Document
) -> list[Check]:
    zh, en = _LABELS[name]
    values = {"label": zh, "label_en": en}
    read, found = _read(name, fields), _all_shown(name, shown)
    where = (*places_of(certificate, fields), *(record.place for record in shown))
    other = [record for record in shown if not _agrees(name, fields, record)]
    if other:
        sure = any(map(certain, fields)) and any(name not in record.doubts for record in other)
        result = Result.MISMATCH if sure else Result.UNSURE
        return [Check(result, "A9.record_differs", read, found, where, values=values)]
    read_surely = all(map(certain, fields)) if name in _LISTS else any(map(certain, fields))
    if read_surely and any(name not in record.doubts for record in shown):
        return [Check(Result.MATCH, SILENT, read, found, where, values=values)]
    if name in _OPTIONAL:
        return []
    return [Check(Result.UNSURE, "A9.record_doubtful", read, found, where, values=values)]


def _all_shown(name: str, records: Sequence[OfficialRecord]) -> str:
    return "；".join(dict.fromkeys(_shown(record, name) for record in records))


def _fields(name: str, certificate: Document) -> tuple[Field, ...]:
    singular = {"inventors": "inventor", "patentees": "patentee"}.get(name, name)
    return certificate.all(singular)


def _agrees(name: str, fields: tuple[Field, ...], record: OfficialRecord) -> bool:
    values = [field.value for field in fields]
    if name == "inventors":
        return _names(values) == _names(record.inventors)
    if name == "patentees":
        return set(_names(values)) == set(_names(record.patentees))
    test = _TESTS[name]
    return all(test(value, getattr(record, name)) for value in values)


def _names(names: Sequence[str]) -> list[str]:
    return [normal_text(name).casefold() for name in names]


def _same_date(one: str, two: str) -> bool:
    a, b = date_of(one), date_of(two)
    return _days(a) is not None and _days(a) == _days(b)


def _days(date: PartialDate | None) -> str | None:
    return date.iso if date is not None and date.day is not None else None


def _same_grant(one: str, two: str) -> bool:
    a = grant_of(one)
    return a is not None and a == grant_of(two)


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "title": same_text,
    "application_date": _same_date,
    "grant_date": _same_date,
    "grant_number": _same_grant,
    "patent_type": lambda one, two: type_of(one) is type_of(two) is not None,
}


def _shown(record: OfficialRecord, name: str) -> str:
    value = getattr(record, name)
    if name == "patent_type":
        return type_name(value)
    return value if isinstance(value, str) else "、".join(value)


def _read(name: str, fields: tuple[Field, ...]) -> str:
    """What the certificate shows, in the words in which a record's value is shown."""
    if name == "patent_type":
        return "；".join(dict.fromkeys(type_name(field.value) for field in fields))
    return "、".join(field.value for field in fields) if name in _LISTS else text_of(fields)
