"""Which certificate and which commendation document a claim is judged by.

Chosen once per claim, deterministically, so that all rules look at the same
papers; never is a proof put together from two certificates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evidence.applications import Claim
from evidence.documents import Document, DocumentKind
from evidence.names import normal_text
from verifiers.authorities.names import normal_name
from verifiers.rules.fields import date_agrees, plain_honour, same_text

_LEAST_LIKENESS = 2
Likeness = Callable[[Claim, Document], int]


def certificate_likeness(claim: Claim, document: Document) -> int:
    """How much a certificate has in common with what a claim declares."""
    score = 0
    if claim.certificate_number and _has(document, "certificate_number", claim.certificate_number):
        score += 4
    honours = [field.value for name in ("honour", "contest") for field in document.all(name)]
    if claim.title and any(plain_honour(h) == plain_honour(claim.title) for h in honours):
        score += 4
    elif claim.title and any(plain_honour(h) in plain_honour(claim.title) for h in honours):
        score += 2
    score += 2 * _same_issuer(claim, document) + 2 * _same_date(claim, document)
    return score + (1 if claim.rank and _has(document, "rank", claim.rank) else 0)


def document_likeness(claim: Claim, document: Document) -> int:
    """How much a commendation document has in common with what a claim declares."""
    score = 0
    if claim.document_number and _has(document, "document_number", claim.document_number):
        score += 6
    if claim.document_title and any(
        same_text(field.value, claim.document_title) for field in document.all("title")
    ):
        score += 4
    if claim.title and any(
        plain_honour(field.value) == plain_honour(claim.title) for field in document.all("honour")
    ):
        score += 2
    return score + _same_issuer(claim, document) + _same_date(claim, document)


def candidates(
    claim: Claim,
    claims: Sequence[Claim],
    documents: Sequence[Document],
    likeness: Likeness,
) -> list[Document]:
    """The papers that may be this claim's: alike enough, and more like no other claim's.

    In an order that depends on the papers alone, the most alike first.
    """
    found = []
    for document in documents:
        score = likeness(claim, document)
        best = max(likeness(other, document) for other in claims)
        if score >= _LEAST_LIKENESS and score == best:
            found.append((-score, document.upload, document.pages, document))
    found.sort(key=lambda one: one[:3])
    return [document for *_, document in found]


AWARDS = DocumentKind.AWARD_CERTIFICATE
DECISIONS = DocumentKind.COMMENDATION_DOCUMENT


def _has(document: Document, name: str, value: str) -> bool:
    return any(normal_text(field.value) == normal_text(value) for field in document.all(name))


def _same_issuer(claim: Claim, document: Document) -> int:
    declared = {normal_name(issuer) for issuer in claim.issuers}
    read = {normal_name(f.value) for f in (*document.all("issuer"), *document.all("seal_text"))}
    return 1 if declared & read else 0


def _same_date(claim: Claim, document: Document) -> int:
    if claim.date is None:
        return 0
    return 1 if any(date_agrees(claim.date)(field.value) for field in document.all("date")) else 0
