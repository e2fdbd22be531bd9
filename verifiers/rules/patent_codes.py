"""What the numbers on a patent certificate say of one another: type, kind code, QR code, year.

Source: ZC 0006-2003, ZC 0008-2012; facts §1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.applications import Claim
from evidence.documents import Document, Field
from evidence.errors import NormalFormError
from evidence.findings import Result
from evidence.patent_dates import FilingFit, filing_fit
from evidence.patent_numbers import (
    PRESENT_ERA,
    TYPE_LABELS,
    GrantNumber,
    PatentNumber,
    parse_grant_number,
    parse_patent_number,
)
from evidence.places import Place
from evidence.publication_phases import granted_in_phase
from verifiers.cnipa.values import type_of
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.fields import agreement, certain, date_of, places_of, text_of

_QR = re.compile(r"^https?://epub\.cnipa\.gov\.cn/(?:cred|patent)/(CN[0-9A-Z]+)/?$", re.IGNORECASE)
TYPE_NAMES = {kind: label for label, kind in TYPE_LABELS.items()}


def code_checks(claim: Claim, certificate: Document) -> list[Check]:
    """Type digit, printed type, kind code, QR code and year of the number."""
    try:
        number = parse_patent_number(claim.patent_number)
    except NormalFormError:
        return []
    return [
        _type(number, certificate),
        *_grant_number(number, certificate),
        *_qr_code(number, certificate),
        *_year(number, certificate),
    ]


def _type(number: PatentNumber, certificate: Document) -> Check:
    fields = certificate.all("patent_type")
    result = agreement(fields, lambda value: type_of(value) is number.type)
    if fields and all(type_of(field.value) is number.type for field in fields):
        # The number's type digit, under its check digit, settles a doubtful print of the same.
        result = Result.MATCH
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "A9.no_type",
        Result.UNSURE: "A9.doubtful_type",
        Result.MISMATCH: "A9.type_differs",
    }
    found = "；".join(type_name(field.value) for field in fields)
    where = places_of(certificate, fields)
    return Check(result, keys[result], TYPE_NAMES[number.type], found, where)


def type_name(value: str) -> str:
    """A patent type as people say it: 发明 for invention; what names none stays as it is."""
    kind = type_of(value)
    return TYPE_NAMES[kind] if kind else value


def _grant_number(number: PatentNumber, certificate: Document) -> list[Check]:
    """Its kind code must be one that grants of this type carry; older layouts print none."""
    fields = certificate.all("grant_number")
    if not fields:
        return []
    grants = [grant_of(field.value) for field in fields]
    where, found = places_of(certificate, fields), text_of(fields)
    fitting = [grant for grant in grants if grant is not None and grant.fits(number.type)]
    if len(fitting) == len(grants):
        days = certificate.all("grant_date")
        where = places_of(certificate, (*fields, *days))
        granted = [field.value for field in days]
        return [
            check
            for grant in dict.fromkeys(fitting)
            for check in of_its_time(grant, granted, where)
        ]
    result = Result.MISMATCH if any(map(certain, fields)) else Result.UNSURE
    return [Check(result, "A9.grant_kind", TYPE_NAMES[number.type], found, where)]


def of_its_time(
    grant: GrantNumber, granted: Sequence[str], where: tuple[Place, ...]
) -> list[Check]:
    """Length and kind letter are those in use on the day of grant, and tell of no 部分无效."""
    if grant.partly_void:
        return [Check(Result.UNSURE, "A9.grant_partly_void", "", str(grant), where)]
    other = [
        text for text in granted if (day := date_of(text)) and not granted_in_phase(grant, day)
    ]
    if not other:
        return []
    return [Check(Result.UNSURE, "A9.grant_phase", "；".join(other), str(grant), where)]


def grant_of(text: str) -> GrantNumber | None:
    """The grant number in a text, or None."""
    try:
        return parse_grant_number(text)
    except NormalFormError:
        return None


def coded_grant(address: str) -> GrantNumber | None:
    """The grant number in an address of a certificate's QR code; None where it is no such address."""
    match = _QR.match(address.strip())
    return grant_of(match[1]) if match else None


def _qr_code(number: PatentNumber, certificate: Document) -> list[Check]:
    """The QR code names the printed grant number; it is compared and never opened."""
    checks = []
    printed = certificate.all("grant_number")
    for field in certificate.all("qr_url"):
        where = (certificate.place(field), *places_of(certificate, printed))
        coded = coded_grant(field.value)
        if coded is None:
            checks.append(Check(Result.UNSURE, "A9.qr_unknown", "", field.value, where))
        elif not coded.fits(number.type):
            checks.append(
                Check(Result.MISMATCH, "A9.qr_kind", TYPE_NAMES[number.type], str(coded), where)
            )
        elif printed:
            checks += _coded(coded, printed, where_field=field, certificate=certificate)
    return checks


def _coded(
    coded: GrantNumber, printed: tuple[Field, ...], *, where_field: Field, certificate: Document
) -> list[Check]:
    result = agreement(printed, lambda value: grant_of(value) == coded)
    where = (certificate.place(where_field), *places_of(certificate, printed))
    if result is Result.MISMATCH:
        return [Check(result, "A9.qr_differs", text_of(printed), str(coded), where)]
    # The code itself settles a doubtful print of the same number.
    same = all(grant_of(field.value) == coded for field in printed)
    return (
        [] if same else [Check(Result.UNSURE, "A9.qr_differs", text_of(printed), str(coded), where)]
    )


def _year(number: PatentNumber, certificate: Document) -> list[Check]:
    """The number's year is the year of filing, later for PCT (8, 9) and divisional applications."""
    fields = certificate.all("application_date")
    date = date_of(fields[0].value) if fields else None
    fit = filing_fit(number, date) if date is not None else FilingFit.FITS
    if date is None or fit in {FilingFit.FITS, FilingFit.NATIONAL_PHASE}:
        return []
    where, values = places_of(certificate, fields), _given(number)
    if fit is FilingFit.NUMBER_EARLIER:
        result = Result.MISMATCH if any(map(certain, fields)) else Result.UNSURE
        return [Check(result, "A9.year_early", str(number), date.iso, where, values=values)]
    return [Check(Result.UNSURE, "A9.year_late", str(number), date.iso, where, values=values)]


def _given(number: PatentNumber) -> dict[str, str]:
    """The year of a number, for a sentence; in 2003 its form tells the part of the year too."""
    year = str(number.year)
    if number.year != PRESENT_ERA.since.year:
        return {"year": year, "year_en": year}
    if number.era is PRESENT_ERA:
        return {"year": f"{year}（10月1日起）", "year_en": f"{year} (from 1 October)"}
    return {"year": f"{year}（9月30日前）", "year_en": f"{year} (until 30 September)"}
