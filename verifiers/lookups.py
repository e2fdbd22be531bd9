"""Patent numbers that still need an official result of 国家知识产权局 (附件1第九条)."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.applications import Claim
from evidence.documents import DocumentKind
from evidence.dossiers import Dossier
from evidence.patent_numbers import parse_patent_number
from evidence.register import PatentLookup, RecordSource
from verifiers.cnipa.register import PatentRegister, number_key
from verifiers.notices.notice import Notice
from verifiers.rules.patent_papers import declared_number


def patent_lookups(
    dossiers: Sequence[Dossier], register: PatentRegister, notice: Notice
) -> list[PatentLookup]:
    """One entry per patent that no accepted record settles, in order of number."""
    claimed: dict[str, list[tuple[Dossier, Claim]]] = {}
    for dossier in dossiers:
        for claim in dossier.application.claims if dossier.application else ():
            number = declared_number(claim) if claim.condition == 5 else None
            if number is not None:
                claimed.setdefault(number.completed.normal, []).append((dossier, claim))
    found = []
    for normal, claims in sorted(claimed.items()):
        reason = _reason(normal, register, notice)
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


def _reason(number: str, register: PatentRegister, notice: Notice) -> tuple[str, str] | None:
    """Why no record settles a patent yet, in Chinese and English; None where one does."""
    records = register.lookup(number)
    if any(record.source in notice.official_sources for record in records):
        if register.contradictions(number, notice.official_sources):
            return (
                "已有的官方检索结果互相矛盾，需重新检索。",
                "The official results so far contradict each other; look it up again.",
            )
        return None
    if any(record.source is RecordSource.APPLICANT for record in records):
        return (
            "只有申报人自行打印的检索结果，需由审查机构检索核实。",
            "There is the applicant's own printout only; the review body has to look it up.",
        )
    return "尚无国家知识产权局官方网站的检索结果。", "There is no result of CNIPA's own site yet."


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
