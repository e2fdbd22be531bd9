"""Invented commendations: claim, certificate and document that agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from benchmarks.safety_cases.candidates import Candidate
from benchmarks.safety_cases.papers import award_paper, decision_paper, paper
from benchmarks.safety_cases.people import date, name
from evidence.applications import Claim
from evidence.documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Award:
    """One commendation as claim, certificate and document state it."""

    item: int
    issuers: tuple[str, ...]
    honour: str
    title: str
    code: str
    day: str
    addressee: str
    serial: int
    rank: str = ""
    contest: str = ""
    suffix: str = ""

    @property
    def document_number(self) -> str:
        """发文字号, of the year of the award."""
        return f"{self.code}〔{self.day[:4]}〕{self.serial}号"

    @property
    def certificate_number(self) -> str:
        """A plain number, as certificates carry."""
        return f"{self.day[:4]}{self.serial:04d}{self.suffix}"


def with_awards(candidate: Candidate, rng: Random, *held: Award) -> Candidate:
    """The candidate claiming awards, each with certificate and commendation document."""
    if candidate.application is None:
        raise ValueError("a claim needs a declaration")
    person = candidate.application.name
    claims, papers = [], dict(candidate.papers)
    for no, award in enumerate(held, 1):
        issuers = list(award.issuers)
        claims.append(
            Claim(
                no=no,
                condition=award.item,
                title=award.contest or award.honour,
                issuers=award.issuers,
                document_title=award.title,
                document_number=award.document_number,
                certificate_number=award.certificate_number,
                date=date(award.day),
                rank=award.rank,
            )
        )
        papers[award_paper(no)] = paper(
            candidate.id,
            award_paper(no),
            DocumentKind.AWARD_CERTIFICATE,
            {
                "issuer": issuers,
                "recipient": person,
                "honour": award.honour,
                "rank": award.rank,
                "contest": award.contest,
                "date": award.day,
                "document_number": award.document_number,
                "certificate_number": award.certificate_number,
                "seal_text": issuers,
            },
        )
        papers[decision_paper(no)] = paper(
            candidate.id,
            decision_paper(no),
            DocumentKind.COMMENDATION_DOCUMENT,
            {
                "issuer": issuers,
                "title": award.title,
                "document_number": award.document_number,
                "addressee": award.addressee,
                "date": award.day,
                "honour": award.honour,
                "named_person": [name(rng, person), person, name(rng, person)],
                "seal_text": issuers,
            },
        )
    application = replace(candidate.application, claims=tuple(claims))
    return replace(candidate, application=application, papers=papers)
