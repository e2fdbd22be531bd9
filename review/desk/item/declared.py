"""What was declared, by what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.applications import Application, Claim
from evidence.documents import DocumentKind
from review.rosters.wording import type_word

_AWARDS = {
    "issuer": "issuer",
    "seal_text": "issuer",
    "recipient": "name",
    "named_person": "name",
    "honour": "title",
}
_PATENTS = {"grant_date": "date", "issuer": "patent_issuer"}
_ASPECT_OF: Mapping[DocumentKind, Mapping[str, str]] = {
    DocumentKind.AWARD_CERTIFICATE: _AWARDS,
    DocumentKind.COMMENDATION_DOCUMENT: _AWARDS | {"title": "document_title"},
    DocumentKind.PATENT_CERTIFICATE: _PATENTS,
    DocumentKind.PATENT_SEARCH_RESULT: _PATENTS,
    DocumentKind.SKILL_CERTIFICATE: {
        "date": "certified",
        "certificate_number": "skill_number",
        "issuer": "skill_issuer",
        "seal_text": "skill_issuer",
        "title": "skill_title",
    },
    DocumentKind.DIPLOMA: {"date": "paper_date", "issuer": "paper_issuer"},
    DocumentKind.APPRAISAL_RECORD: {"date": "paper_date", "issuer": "paper_issuer"},
    DocumentKind.PUBLICITY_NOTICE: {"date": "paper_date", "issuer": "paper_issuer"},
}
DATES = frozenset({"date", "certified", "application_date"})
"""Aspects in which a coarser date agrees with a finer one of the same month."""


def aspect_of(kind: DocumentKind, field: str) -> str:
    """What a document's field is compared under; its own name where nothing else is said."""
    return _ASPECT_OF.get(kind, {}).get(field, field)


def declared_values(
    application: Application | None, claim: Claim | None
) -> dict[str, tuple[str, ...]]:
    """The declared values by aspect, in the order of the form; only what was stated."""
    values: dict[str, tuple[str, ...]] = {}
    if application is not None:
        values |= {
            "name": _one(application.name),
            "occupation": _one(application.occupation),
            "grade": _one(application.grade),
            "certified": _one(application.certified.iso if application.certified else ""),
        }
    if claim is not None:
        values |= {
            "title": _one(claim.title),
            "issuer": claim.issuers,
            "document_title": _one(claim.document_title),
            "document_number": _one(claim.document_number),
            "certificate_number": _one(claim.certificate_number),
            "date": _one(claim.date.iso if claim.date else claim.raw.get("取得日期", "")),
            "rank": _one(claim.rank),
            "patent_number": _one(claim.patent_number),
            "patent_type": _one(type_word(claim.patent_type)),
            "inventor": _one(application.name if application and claim.inventor_rank else ""),
            "inventor_rank": _one(f"第{claim.inventor_rank}名" if claim.inventor_rank else ""),
        }
    return {aspect: stated for aspect, stated in values.items() if stated}


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
