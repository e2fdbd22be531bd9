"""Patent numbers that still need an official result of 国家知识产权局 (附件1第九条)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from evidence.applications import Claim
from evidence.documents import DocumentKind
from evidence.dossiers import Dossier
from evidence.patent_numbers import parse_patent_number
from evidence.register import PatentLookup
from verifiers.cnipa.register import PatentRegister, number_key
from verifiers.notices.notice import Notice
from verifiers.rules.patent_papers import declared_number
from verifiers.unsettled import unsettled


def patent_lookups(
    dossiers: Sequence[Dossier],
    register: PatentRegister,
    notice: Notice,
    received_at: dt.datetime | None,
) -> list[PatentLookup]:
    """One entry per patent that no accepted record settles, in order of number.

    `received_at` is when the batch arrived: a record that was too old by then settles nothing.
    """
    claimed: dict[str, list[tuple[Dossier, Claim]]] = {}
    for dossier in dossiers:
        for claim in dossier.application.claims if dossier.application else ():
            number = declared_number(claim) if claim.condition == 5 else None
            if number is not None:
                claimed.setdefault(number.completed.normal, []).append((dossier, claim))
    found = []
    for normal, claims in sorted(claimed.items()):
        reason = unsettled(normal, register, notice, received_at)
        if reason is not None:
            zh, en = reason
            if parse_patent_number(normal).check_holds is False:
                zh = f"号码的校验位错误，请先与申报人核对。{zh}"
                en = f"The check digit does not hold: clear the number up first. {en}"
            first = claims[0][1]
            found.append(
                PatentLookup(
                    patent_number=normal,
                    applications=tuple(sorted({dossier.id for dossier, _ in claims})),
                    reason=zh,
                    reason_en=en,
                    patent_type=first.patent_type,
                    title=first.title,
                    grant_number=_grant_number(normal, [dossier for dossier, _ in claims]),
                )
            )
    return found


def _grant_number(number: str, dossiers: Sequence[Dossier]) -> str:
    """The grant number read on a certificate of that patent; empty where unknown."""
    key = number_key(number)
    for dossier in dossiers:
        for document in dossier.of_kind(DocumentKind.PATENT_CERTIFICATE):
            if any(number_key(f.value) == key for f in document.all("patent_number")):
                field = document.first("grant_number")
                if field is not None:
                    return field.value
    return ""
