"""Patent numbers that still need an official result of 国家知识产权局 (附件1第九条)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.applications import Claim
from evidence.documents import DocumentKind
from evidence.dossiers import Dossier
from evidence.patent_numbers import parse_patent_number
from evidence.register import PatentLookup
from verifiers.cnipa.register import PatentRegister, number_key
from verifiers.notices.notice import Notice
from verifiers.rules.patent_papers import declared_number
from verifiers.unsettled import unsettled


@dataclass(frozen=True, slots=True)
class _Claimed:
    """One claim of a patent: whose, as declared, and the grant number on a certificate of it."""

    application: str
    claim: Claim
    grant_number: str


def patent_lookups(
    dossiers: Iterable[Dossier],
    register: PatentRegister,
    notice: Notice,
    received_at: dt.datetime | None,
) -> list[PatentLookup]:
    """One entry per patent that no accepted record settles, in order of number.

    `received_at` is when the batch arrived: a record that was too old by then settles nothing.
    """
    claimed: dict[str, list[_Claimed]] = {}
    for dossier in dossiers:
        for claim in dossier.application.claims if dossier.application else ():
            number = declared_number(claim) if claim.condition == 5 else None
            if number is not None:
                normal = number.completed.normal
                one = _Claimed(dossier.id, claim, _grant_number(normal, dossier))
                claimed.setdefault(normal, []).append(one)
    found = []
    for normal, claims in sorted(claimed.items()):
        reason = unsettled(normal, register, notice, received_at)
        if reason is not None:
            zh, en = reason
            if parse_patent_number(normal).check_holds is False:
                zh = f"号码的校验位错误，请先与申报人核对。{zh}"
                en = f"The check digit does not hold: clear the number up first. {en}"
            first = claims[0].claim
            found.append(
                PatentLookup(
                    patent_number=normal,
                    applications=tuple(sorted({one.application for one in claims})),
                    reason=zh,
                    reason_en=en,
                    patent_type=first.patent_type,
                    title=first.title,
                    grant_number=next((one.grant_number for one in claims if one.grant_number), ""),
                )
            )
    return found


def _grant_number(number: str, dossier: Dossier) -> str:
    """The grant number read on the applicant's certificate of that patent; empty where unknown."""
    key = number_key(number)
    for document in dossier.of_kind(DocumentKind.PATENT_CERTIFICATE):
        if any(number_key(f.value) == key for f in document.all("patent_number")):
            field = document.first("grant_number")
            if field is not None:
                return field.value
    return ""
