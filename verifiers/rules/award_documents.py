"""A4b: what a commendation document says against the declaration and the certificate."""

from __future__ import annotations

from evidence.applications import Claim
from evidence.document_numbers import DocumentNumber, parse_document_number
from evidence.documents import Document
from evidence.errors import NormalFormError
from evidence.findings import Result
from verifiers.rules.agency_code_checks import code_checks
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.fields import (
    agreement,
    certain,
    date_of,
    places_of,
    same_document_title,
    same_honour,
    same_text,
    text_of,
)
from verifiers.rules.issuers import award_date, same_bodies, seal_checks
from verifiers.rules.people import looks_like


def document_checks(
    case: Case, claim: Claim, document: Document, certificate: Document | None
) -> list[Check]:
    """What the commendation document says against the declaration and the certificate."""
    first = document.first("document_number")
    return [
        _document_number(claim, document),
        *code_checks(case, claim, document, _number(first.value) if first else None),
        *_document_title(claim, document),
        _document_issuer(case, claim, document),
        *seal_checks(case, claim, document, document.all("seal_text")),
        *_document_honour(claim, document),
        _named(case, document),
        *_document_date(case, claim, document, certificate),
    ]


def _document_number(claim: Claim, document: Document) -> Check:
    fields = document.all("document_number")
    where, found = places_of(document, fields), text_of(fields)
    if not claim.document_number:
        return Check(Result.UNSURE, "A4b.undeclared_number", "", found, where)
    if _number(claim.document_number) is None:
        return Check(Result.UNSURE, "A4b.odd_number", claim.document_number, found, where)
    result = agreement(fields, lambda value: same_number(value, claim.document_number))
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "A4b.no_document_number",
        Result.UNSURE: "A4b.doubtful_document_number",
        Result.MISMATCH: "A4b.document_number_differs",
    }
    return Check(result, keys[result], claim.document_number, found, where)


def _document_title(claim: Claim, document: Document) -> list[Check]:
    if not claim.document_title:
        return []
    fields = document.all("title")
    result = agreement(fields, lambda value: same_document_title(value, claim.document_title))
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "A4b.no_document_title",
        Result.UNSURE: "A4b.doubtful_document_title",
        Result.MISMATCH: "A4b.document_title_differs",
    }
    where = places_of(document, fields)
    return [Check(result, keys[result], claim.document_title, text_of(fields), where)]


def _document_issuer(case: Case, claim: Claim, document: Document) -> Check:
    """Some declared issuer signs the document, and nobody else does."""
    fields = (*document.all("issuer"), *document.all("seal_text"))
    declared = "、".join(claim.issuers)
    if not declared:
        return Check(Result.NOT_CHECKED, "issuer.none", "", text_of(fields))
    where, found = places_of(document, fields), text_of(fields)
    same, _ = same_bodies(case, claim, document, fields)
    _, other = same_bodies(case, claim, document, document.all("issuer"))
    if not fields:
        return Check(Result.NOT_CHECKED, "A4b.no_issuer", declared, found, where)
    if not any(map(certain, same)):
        sure = bool(other) and all(map(certain, other)) and not same
        result = Result.MISMATCH if sure else Result.UNSURE
        key = "A4b.issuer_differs" if sure else "A4b.doubtful_issuer"
        return Check(result, key, declared, found, where)
    if any(map(certain, other)):
        return Check(Result.UNSURE, "A4b.other_issuer", declared, found, where)
    return Check(Result.MATCH, SILENT, declared, found, where)


def _document_honour(claim: Claim, document: Document) -> list[Check]:
    """Where the document names honours, the declared one is among them (contests: no honour)."""
    fields = document.all("honour")
    if not fields or not claim.title or claim.condition == 4:
        return []
    same = [field for field in fields if same_honour(field.value, claim.title, claim.date)]
    where, found = places_of(document, fields), text_of(fields)
    if any(map(certain, same)):
        return [Check(Result.MATCH, SILENT, claim.title, found, where)]
    if same or not all(map(certain, fields)):
        return [Check(Result.UNSURE, "A4b.doubtful_document_honour", claim.title, found, where)]
    return [Check(Result.MISMATCH, "A4b.document_honour_differs", claim.title, found, where)]


def _named(case: Case, document: Document) -> Check:
    """The applicant stands in the document's list of commended persons."""
    fields, name = document.all("named_person"), case.application.name
    same = tuple(field for field in fields if looks_like(field.value, name))
    if any(map(certain, same)):
        return Check(Result.MATCH, SILENT, name, name, places_of(document, same))
    values = {"count": str(len(fields))}
    where = places_of(document, same)
    if not fields:
        needed = case.notice.thresholds.named_person_required
        result = Result.UNSURE if needed else Result.MATCH
        return Check(result, "A4b.no_list", name, "", where, values=values)
    if same or not all(map(certain, fields)):
        return Check(Result.UNSURE, "A4b.doubtful_named", name, text_of(same), where, values=values)
    where = places_of(document, fields)
    return Check(Result.MISMATCH, "A4b.not_named", name, "", where, values=values)


def _document_date(
    case: Case, claim: Claim, document: Document, certificate: Document | None
) -> list[Check]:
    """Decision and certificate are of one occasion; number and date of one year."""
    fields = document.all("date")
    decided = date_of(fields[0].value) if fields else None
    if decided is None:
        return [Check(Result.UNSURE, "A4b.undated_document", where=(document.place(),))]
    checks = []
    awarded = award_date(claim, certificate)
    where = places_of(document, fields)
    apart = case.notice.thresholds.award_days_apart
    if awarded is not None and not awarded.agrees(decided):
        distance = abs((awarded.first - decided.first).days)
        if distance > apart:
            checks.append(Check(Result.UNSURE, "A4b.dates_apart", awarded.iso, decided.iso, where))
    number = document.first("document_number")
    year = _number_year(number.value) if number else None
    if year is not None and not 0 <= decided.year - year <= 1:
        value = number.value if number else ""
        checks.append(Check(Result.UNSURE, "A4b.number_year", value, decided.iso, where))
    return checks


def _number_year(text: str) -> int | None:
    number = _number(text)
    return number.year if number else None


def _number(text: str) -> DocumentNumber | None:
    try:
        return parse_document_number(text)
    except NormalFormError:
        return None


def same_number(one: str, two: str) -> bool:
    """Whether two document numbers are the same, whatever their brackets."""
    a, b = _number(one), _number(two)
    return a == b if a is not None and b is not None else same_text(one, two)
