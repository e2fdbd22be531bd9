"""Whether a document number begins with the code of a body that issued the document."""

from __future__ import annotations

from evidence.agency_codes import Confidence, agency_codes
from evidence.applications import Claim
from evidence.document_numbers import DocumentNumber
from evidence.documents import Document
from evidence.findings import Result
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.issuers import names_any


def code_checks(
    case: Case, claim: Claim, document: Document, number: DocumentNumber | None
) -> list[Check]:
    """Doubt where the code is known for other bodies; agreement proves nothing.

    Codes are not unique; only one seen in published documents casts doubt. Source: facts §5.
    """
    known = agency_codes().get(number.code) if number else None
    if known is None or known.confidence is not Confidence.HIGH or not claim.issuers:
        return []
    if names_any(case, claim, document, known.of):
        return []
    values = {"code": known.code, "of": "、".join(known.of)}
    declared = "、".join(claim.issuers)
    where = (document.place(document.first("document_number")),)
    return [Check(Result.UNSURE, "A4b.code_of_other", declared, str(number), where, values=values)]
