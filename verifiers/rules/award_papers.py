"""A4a, A4b: the certificate and the commendation document, and that both say what is declared."""

from __future__ import annotations

from evidence.applications import Claim
from evidence.document_numbers import DocumentNumber, parse_document_number
from evidence.documents import Document
from evidence.errors import NormalFormError
from evidence.findings import Basis, Result
from evidence.names import normal_text
from verifiers.rules.agency_code_checks import code_checks
from verifiers.rules.case import AwardPapers, Case
from verifiers.rules.checks import SILENT, Check, retold
from verifiers.rules.choosing import (
    AWARDS,
    DECISIONS,
    candidates,
    certificate_likeness,
    document_likeness,
)
from verifiers.rules.fields import (
    agreement,
    certain,
    date_agrees,
    date_of,
    places_of,
    plain_honour,
    plain_text,
    same_document_title,
    same_honour,
    same_text,
    text_of,
)
from verifiers.rules.issuers import award_date, read_checks, same_bodies, seal_checks
from verifiers.rules.people import looks_like
from verifiers.rules.ranks import rank_of, same_rank
from verifiers.rules.registry import claim_rule
from verifiers.rules.signing import also_signed, signed

_OWN_NUMBER = "certificate_number"
AWARD_ITEMS: frozenset[int | None] = frozenset({1, 2, 3, 4})


def choose_papers(case: Case, claim: Claim) -> AwardPapers:
    """The certificate that proves most among those like the claim, then the document."""
    claims = [one for one in case.application.claims if one.condition in AWARD_ITEMS]
    certificates = candidates(claim, claims, case.dossier.of_kind(AWARDS), certificate_likeness)
    certificate = max(
        certificates,
        key=lambda one: _merit(
            [*certificate_checks(case, claim, one), *read_checks(case, claim, one)]
        ),
        default=None,
    )
    documents = candidates(claim, claims, case.dossier.of_kind(DECISIONS), document_likeness)
    document = max(
        documents,
        key=lambda one: _merit(document_checks(case, claim, one, certificate)),
        default=None,
    )
    return AwardPapers(certificate, document)


def _merit(checks: list[Check]) -> tuple[int, int]:
    orders = [check.result.order for check in checks]
    return min(orders), sum(orders)


@claim_rule("A4a", AWARD_ITEMS, Basis.DECLARATION)
def approved_as_prescribed(case: Case, claim: Claim) -> list[Check]:
    """按规定履行审批备案程序: the unit signs. Source: 附件1第四条."""
    return [signed(case.application, case.policy("A4a"), "A4a.signed", declared=claim.title)]


@claim_rule("A4b", AWARD_ITEMS)
def certificate_and_document_agree(case: Case, claim: Claim) -> list[Check]:
    """提供正式文件、证书: both uploaded, agreeing with the declaration and each other.

    Source: 附件1第四条; 附件2 注意事项5. The originals are the unit's to check.
    """
    papers = case.awards[claim.no]
    checks: list[Check] = []
    if papers.certificate is None:
        checks.append(Check(Result.NOT_CHECKED, "A4b.no_certificate", claim.title))
    else:
        checks += certificate_checks(case, claim, papers.certificate, papers.document)
    if papers.document is None:
        declared = claim.document_number or claim.document_title
        checks.append(Check(Result.NOT_CHECKED, "A4b.no_document", declared))
    else:
        checks += document_checks(case, claim, papers.document, papers.certificate)
    checks += _rivals(case, claim, papers)
    return [*checks, *also_signed(case.application, case.policy("A4b"))]


def _rivals(case: Case, claim: Claim, chosen: AwardPapers) -> list[Check]:
    """Another paper under the declared number that says otherwise is not passed over."""
    contradictions = [
        check
        for paper in case.dossier.of_kind(AWARDS)
        if paper is not chosen.certificate
        and any(_same_code(f.value, claim.certificate_number) for f in paper.all(_OWN_NUMBER))
        for check in certificate_checks(case, claim, paper)
    ]
    contradictions += [
        check
        for paper in case.dossier.of_kind(DECISIONS)
        if paper is not chosen.document
        and any(same_number(f.value, claim.document_number) for f in paper.all("document_number"))
        for check in document_checks(case, claim, paper, chosen.certificate)
    ]
    return [
        retold(check, "A4b.rival", Result.UNSURE)
        for check in contradictions
        if check.result is Result.MISMATCH
    ]


def certificate_checks(
    case: Case, claim: Claim, certificate: Document, document: Document | None = None
) -> list[Check]:
    """What the certificate says against what is declared."""
    return [
        _title(claim, certificate),
        _recipient(case, certificate),
        _certificate_date(claim, certificate, document),
        *_numbers(claim, certificate),
        *_rank(claim, certificate),
    ]


def _title(claim: Claim, certificate: Document) -> Check:
    """The honour, or for contests the contest's name, is the declared one."""
    fields = (*certificate.all("honour"), *certificate.all("contest"))
    ranks = [field.value for field in certificate.all("rank")]
    wanted = plain_honour(claim.title)
    where, found = places_of(certificate, fields), text_of(fields)
    if not fields or not wanted:
        key = "A4b.undeclared_title" if fields else "A4b.no_title"
        return Check(Result.NOT_CHECKED, key, claim.title, found, where)
    forms = {field: {plain_honour(field.value)} for field in fields}
    for field in fields:
        forms[field] |= {plain_honour(field.value + rank) for rank in ranks}
    same = tuple(
        field
        for field in fields
        if any(same_honour(form, claim.title, claim.date) for form in forms[field])
    )
    if any(map(certain, same)):
        return Check(Result.MATCH, "A4b.title", claim.title, text_of(same), where)
    contained = any(wanted in form or form in wanted for field in fields for form in forms[field])
    if same or contained or not any(map(certain, fields)):
        return Check(Result.UNSURE, "A4b.doubtful_title", claim.title, found, where)
    return Check(Result.MISMATCH, "A4b.title_differs", claim.title, found, where)


def _recipient(case: Case, certificate: Document) -> Check:
    fields, name = certificate.all("recipient"), case.application.name
    where, found = places_of(certificate, fields), text_of(fields)
    same = [field for field in fields if looks_like(field.value, name)]
    if any(map(certain, same)):
        return Check(Result.MATCH, SILENT, name, found, where)
    if not fields:
        return Check(Result.NOT_CHECKED, "A4b.no_recipient", name, found, where)
    within = any(normal_text(name) in normal_text(field.value) for field in fields)
    if same or within or not any(map(certain, fields)):
        return Check(Result.UNSURE, "A4b.doubtful_recipient", name, found, where)
    return Check(Result.MISMATCH, "A4b.other_recipient", name, found, where)


def _certificate_date(claim: Claim, certificate: Document, document: Document | None) -> Check:
    """The certificate's date, where doubtful upheld by the document's certain one."""
    fields = certificate.all("date")
    where, found = places_of(certificate, fields), text_of(fields)
    if claim.date is None:
        return Check(Result.NOT_CHECKED, "A4b.undeclared_date", "", found, where)
    agrees = date_agrees(claim.date)
    result = agreement(fields, agrees)
    if fields and document is not None and all(agrees(field.value) for field in fields):
        decided = agreement(document.all("date"), agrees)
        result = Result.MATCH if decided is Result.MATCH else result
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "A4b.no_date",
        Result.UNSURE: "A4b.doubtful_date",
        Result.MISMATCH: "A4b.date_differs",
    }
    return Check(result, keys[result], claim.date.iso, found, where)


def _numbers(claim: Claim, certificate: Document) -> list[Check]:
    """The certificate's own number where declared, and the document number where it cites one."""
    checks = []
    own = certificate.all(_OWN_NUMBER)
    if claim.certificate_number:
        result = agreement(own, lambda value: _same_code(value, claim.certificate_number))
        if result is Result.NOT_CHECKED:
            result = Result.UNSURE
        differs = "A4b.number_differs" if own else "A4b.no_number"
        key = SILENT if result is Result.MATCH else differs
        # Two sources agree on a doubtful reading; it carries nothing by itself.
        doubtful_same = own and all(_same_code(f.value, claim.certificate_number) for f in own)
        if result is Result.MATCH or not doubtful_same:
            checks.append(
                Check(
                    result,
                    key,
                    claim.certificate_number,
                    text_of(own),
                    places_of(certificate, own),
                )
            )
    cited = certificate.all("document_number")
    if cited and claim.document_number:
        result = agreement(cited, lambda value: same_number(value, claim.document_number))
        if result in {Result.MISMATCH, Result.UNSURE}:
            where = places_of(certificate, cited)
            key = "A4b.cited_differs" if result is Result.MISMATCH else "A4b.cited_doubtful"
            checks.append(Check(result, key, claim.document_number, text_of(cited), where))
    return checks


def _rank(claim: Claim, certificate: Document) -> list[Check]:
    fields = certificate.all("rank")
    if not claim.rank and not fields:
        return []
    result = agreement(fields, lambda value: same_rank(value, claim.rank))
    place = rank_of(claim.rank)
    if result is Result.MISMATCH and place and all(rank_of(f.value) == place for f in fields):
        # 一等奖 and 第一名 are near one another, and only near. Source: facts §4.
        result = Result.UNSURE
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "A4b.no_rank",
        Result.UNSURE: "A4b.doubtful_rank",
        Result.MISMATCH: "A4b.rank_differs",
    }
    key = keys[result]
    if result is Result.NOT_CHECKED:
        result = Result.UNSURE
    return [Check(result, key, claim.rank, text_of(fields), places_of(certificate, fields))]


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


def _same_code(one: str, two: str) -> bool:
    return plain_text(one) == plain_text(two) != ""
