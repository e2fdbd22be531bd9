"""A4a, A4b: the certificate and the commendation document, and that both say what is declared."""

from __future__ import annotations

from evidence.applications import Claim
from evidence.documents import Document
from evidence.findings import Basis, Result
from evidence.names import normal_text
from verifiers.rules.award_documents import document_checks, same_number
from verifiers.rules.case import AwardPapers, Case
from verifiers.rules.checks import SILENT, Check, merit, retold
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
    places_of,
    plain_code,
    plain_honour,
    same_honour,
    text_of,
)
from verifiers.rules.issuers import read_checks
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
        key=lambda one: merit(
            [*certificate_checks(case, claim, one), *read_checks(case, claim, one)]
        ),
        default=None,
    )
    documents = candidates(claim, claims, case.dossier.of_kind(DECISIONS), document_likeness)
    document = max(
        documents,
        key=lambda one: merit(document_checks(case, claim, one, certificate)),
        default=None,
    )
    return AwardPapers(certificate, document)


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
    cited, wanted = certificate.all("document_number"), claim.document_number
    # It proves nothing here; only another number contradicts, not a doubtful print of this one.
    if wanted and not all(same_number(field.value, wanted) for field in cited):
        result = agreement(cited, lambda value: same_number(value, wanted))
        where = places_of(certificate, cited)
        key = "A4b.cited_differs" if result is Result.MISMATCH else "A4b.cited_doubtful"
        checks.append(Check(result, key, wanted, text_of(cited), where))
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


def _same_code(one: str, two: str) -> bool:
    return plain_code(one) == plain_code(two) != ""
