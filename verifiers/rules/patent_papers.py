"""A9: certificate, official record and declaration of a patent, compared value by value."""

from __future__ import annotations

from evidence.applications import Claim
from evidence.documents import Document, DocumentKind, Field
from evidence.errors import NormalFormError
from evidence.findings import Basis, Result
from evidence.patent_numbers import (
    PatentNumber,
    PatentType,
    parse_patent_number,
)
from verifiers.cnipa.register import number_key
from verifiers.cnipa.values import same_title, type_of
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check, merit, retold
from verifiers.rules.fields import (
    agreement,
    certain,
    date_agrees,
    date_of,
    places_of,
    text_of,
)
from verifiers.rules.patent_codes import code_checks
from verifiers.rules.patent_records import record_checks
from verifiers.rules.registry import claim_rule

PATENTS: frozenset[int | None] = frozenset({5})
_ISSUERS = frozenset(
    {"国家知识产权局", "中华人民共和国国家知识产权局", "中华人民共和国专利局", "中国专利局"}
)


_BODIES = frozenset("局部处厅室司院所会委站办科")
"""Characters with which the name of a body ends."""


def declared_number(claim: Claim) -> PatentNumber | None:
    """The declared patent number, or None where it has no such form."""
    try:
        return parse_patent_number(claim.patent_number)
    except NormalFormError:
        return None


def written_number(claim: Claim) -> str:
    """What is declared as patent number, whether or not it has the form of one."""
    return claim.patent_number or claim.written("专利号")


def declared_type(claim: Claim) -> PatentType | None:
    """The declared 专利类型, in the table's words or in batch-format's."""
    return type_of(claim.patent_type)


def certificates_of(case: Case, claim: Claim) -> list[Document]:
    """The certificates on which the declared number was read, in an order of their own."""
    number = declared_number(claim)
    if number is None:
        return []
    found = [
        document
        for document in case.dossier.of_kind(DocumentKind.PATENT_CERTIFICATE)
        if any(number_key(f.value) == number.digits for f in document.all("patent_number"))
    ]
    return sorted(found, key=lambda document: (document.upload, document.pages))


def choose_certificate(case: Case, claim: Claim) -> Document | None:
    """The certificate of the declared number that proves most."""

    def proof(document: Document) -> tuple[int, ...]:
        return merit([*certificate_checks(claim, document), *record_checks(case, claim, document)])

    return max(certificates_of(case, claim), key=proof, default=None)


@claim_rule("A9", PATENTS, Basis.REGISTER)
def certificate_and_official_record(case: Case, claim: Claim) -> list[Check]:
    """相应证书和国家知识产权局官方网站的检索结果, agreeing with each other. Source: 附件1第九条."""
    number = declared_number(claim)
    if number is None:
        written = written_number(claim)
        return [Check(Result.NOT_CHECKED, "A9.bad_number" if written else "A9.no_number", written)]
    checks = [_check_digit(number, claim)]
    certificate = case.patents.get(claim.no)
    if certificate is None:
        checks.append(_no_certificate(case, claim))
    else:
        checks += certificate_checks(claim, certificate)
        checks += _rivals(case, claim, certificate)
    return [*checks, *record_checks(case, claim, certificate)]


def _check_digit(number: PatentNumber, claim: Claim) -> Check:
    if number.check_holds is False:
        right = PatentNumber(number.digits).completed.normal
        return Check(Result.MISMATCH, "A9.check_digit", claim.patent_number, required=right)
    return Check(Result.MATCH, "A9.number", number.completed.normal, number.completed.normal)


def _no_certificate(case: Case, claim: Claim) -> Check:
    """No certificate of that number; one of the same title but another number contradicts."""
    for document in case.dossier.of_kind(DocumentKind.PATENT_CERTIFICATE):
        titles, numbers = document.all("title"), document.all("patent_number")
        same = any(certain(f) and same_title(f.value, claim.title) for f in titles)
        if same and numbers:
            result = Result.MISMATCH if any(map(certain, numbers)) else Result.UNSURE
            where = places_of(document, numbers)
            found = text_of(numbers)
            return Check(result, "A9.other_number", claim.patent_number, found, where)
    return Check(Result.NOT_CHECKED, "A9.no_certificate", claim.patent_number)


def certificate_checks(claim: Claim, certificate: Document) -> list[Check]:
    """What one certificate says against what is declared, and against itself."""
    return [
        _number(claim, certificate),
        _title(claim, certificate),
        *_granted(claim, certificate),
        *_dates(certificate),
        *_issuer(certificate),
        *code_checks(claim, certificate),
    ]


def _number(claim: Claim, certificate: Document) -> Check:
    declared = declared_number(claim)
    fields = certificate.all("patent_number")
    result = agreement(
        fields, lambda value: declared is not None and number_key(value) == declared.digits
    )
    wrong = [field for field in fields if _wrong_check_digit(field)]
    where, found = places_of(certificate, fields), text_of(fields)
    if wrong:
        result = Result.MISMATCH if any(map(certain, wrong)) else Result.UNSURE
        return Check(result, "A9.certificate_check_digit", claim.patent_number, found, where)
    key = SILENT if result is Result.MATCH else "A9.doubtful_number"
    return Check(result, key, claim.patent_number, found, where)


def _wrong_check_digit(field: Field) -> bool:
    try:
        return parse_patent_number(field.value).check_holds is False
    except NormalFormError:
        return True


def _title(claim: Claim, certificate: Document) -> Check:
    fields = certificate.all("title")
    result = agreement(fields, lambda value: same_title(value, claim.title))
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "A9.no_title",
        Result.UNSURE: "A9.doubtful_title",
        Result.MISMATCH: "A9.title_differs",
    }
    where, key = places_of(certificate, fields), keys[result]
    if not claim.title:
        result, key = Result.NOT_CHECKED, "A9.undeclared_title"
    return Check(result, key, claim.title, text_of(fields), where)


def _granted(claim: Claim, certificate: Document) -> list[Check]:
    """The declared 取得日期 is the day of grant; the day of filing is a common confusion."""
    fields = certificate.all("grant_date")
    where, found = places_of(certificate, fields), text_of(fields)
    checks = []
    if not fields:
        declared = claim.date.iso if claim.date else ""
        checks.append(Check(Result.NOT_CHECKED, "A9.no_grant_date", declared, found, where))
    elif claim.date is not None:
        result = agreement(fields, date_agrees(claim.date))
        if result is not Result.MATCH:
            key = "A9.date_differs" if result is Result.MISMATCH else "A9.doubtful_date"
            checks.append(Check(result, key, claim.date.iso, found, where))
    if claim.certificate_number:
        numbers = certificate.all("certificate_number")
        result = agreement(numbers, lambda value: _same_serial(value, claim.certificate_number))
        if result in {Result.MISMATCH, Result.UNSURE} and not all(
            _same_serial(field.value, claim.certificate_number) for field in numbers
        ):
            where = places_of(certificate, numbers)
            checks.append(
                Check(
                    result,
                    "A9.certificate_serial",
                    claim.certificate_number,
                    text_of(numbers),
                    where,
                )
            )
    return checks


def _same_serial(one: str, two: str) -> bool:
    digits = ["".join(c for c in text if c.isdigit()).lstrip("0") for text in (one, two)]
    return digits[0] == digits[1] != ""


def _dates(certificate: Document) -> list[Check]:
    """The grant is later than the filing."""
    filed, granted = certificate.all("application_date"), certificate.all("grant_date")
    where = places_of(certificate, (*filed, *granted))
    if not filed:
        return [Check(Result.NOT_CHECKED, "A9.no_filing_date", where=where)]
    starts, ends = date_of(filed[0].value), date_of(granted[0].value) if granted else None
    if starts is not None and ends is not None and starts.before(ends) is not True:
        sure = all(map(certain, (*filed, *granted)))
        result = Result.MISMATCH if sure else Result.UNSURE
        return [Check(result, "A9.grant_before_filing", starts.iso, ends.iso, where)]
    return []


def _issuer(certificate: Document) -> list[Check]:
    """Only 国家知识产权局 grants; an unread issuer is left to the official record.

    So is one of which a mark in its seal's ring was doubtfully read as a character at an end.
    """
    fields = tuple(one for one in certificate.all("issuer") if not _is_ring_with_a_mark(one))
    if not fields or any(field.value in _ISSUERS for field in fields):
        return []
    result = Result.MISMATCH if any(map(certain, fields)) else Result.UNSURE
    where = places_of(certificate, fields)
    return [Check(result, "A9.issuer", "国家知识产权局", text_of(fields), where)]


def _is_ring_with_a_mark(field: Field) -> bool:
    """Whether a seal alone was read, in doubt, as the office's name with one character at an end.

    A ring that goes on to name a part of the office is not; before the state's name nothing
    else can stand.
    """
    if field.sources != ("seal",) or certain(field) or field.value in _ISSUERS:
        return False
    name = field.value[1:] if field.value[1:].startswith("中华人民共和国") else field.value
    return name in _ISSUERS or (name[:-1] in _ISSUERS and name[-1] not in _BODIES)


def _rivals(case: Case, claim: Claim, chosen: Document) -> list[Check]:
    """Another certificate of the same number that contradicts the declaration is not passed over."""
    checks = []
    for document in certificates_of(case, claim):
        if document is not chosen:
            checks += [
                retold(check, "A9.rival", Result.MISMATCH)
                for check in certificate_checks(claim, document)
                if check.result is Result.MISMATCH
            ]
    return checks
