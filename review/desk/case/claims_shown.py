"""An applicant's claims (其它主要申报资格条件) as declared, each with its result and findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.applications import Claim
from evidence.cases import Case
from evidence.errors import NormalFormError
from evidence.findings import Result
from evidence.patent_numbers import parse_patent_number
from review.desk.case.findings_shown import ShownFindings, findings_shown
from review.desk.case.masks import Masks
from review.desk.publishing.batch_content import BatchContent
from review.desk.templatetags.desk import say
from review.rosters.wording import condition_label, type_word


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim; `result` is None where no finding bears on it.

    `patent` is the number in normal form where the claim is a patent's, for the form of
    official results.
    """

    no: int
    condition: str
    title: str
    result: Result | None
    declared: tuple[tuple[str, str], ...]
    patent: str
    findings: ShownFindings


def claims_shown(case: Case, content: BatchContent, masks: Masks) -> list[ShownClaim]:
    """Every claim declared, and every one that findings are about."""
    application = case.dossier.application
    results = {one.no: one for one in case.verdict.claims}
    declared = {claim.no: claim for claim in application.claims} if application else {}
    numbers = sorted(
        {*declared, *results, *(one.claim for one in case.verdict.findings if one.claim)}
    )
    return [
        _claim(
            no,
            declared.get(no) or Claim(no, results[no].condition if no in results else None),
            results[no].result if no in results else None,
            case,
            content,
            masks,
        )
        for no in numbers
    ]


def _claim(
    no: int, claim: Claim, result: Result | None, case: Case, content: BatchContent, masks: Masks
) -> ShownClaim:
    return ShownClaim(
        no=no,
        condition=_condition(claim.condition, content),
        title=claim.title,
        result=result,
        declared=tuple((name, masks.text(value)) for name, value in _declared(claim) if value),
        patent=patent_in_normal_form(claim.patent_number),
        findings=findings_shown(case, no, content, masks),
    )


def _condition(condition: int | None, content: BatchContent) -> str:
    """The claim's heading: in English in the words of the condition's rule."""
    english = f"(四)6.({condition}) {content.title(f'H6{condition}')}"
    return say(condition_label(condition), english if condition else "(四)6, condition not given")


def patent_in_normal_form(text: str) -> str:
    """The number with its check digit; empty where the text is no patent number."""
    try:
        return parse_patent_number(text).completed.normal
    except NormalFormError:
        return ""


def printed_number(text: str) -> str:
    """A patent number grouped as certificates print it; any other text as it is."""
    try:
        return parse_patent_number(text).printed
    except NormalFormError:
        return text


def _declared(claim: Claim) -> Iterator[tuple[str, str]]:
    yield say("授予单位", "Issuers"), "；".join(claim.issuers)
    yield say("文件名称", "Document"), claim.document_title
    yield say("发文字号", "Document number"), claim.document_number
    yield say("证书编号", "Certificate number"), claim.certificate_number
    yield say("取得日期", "Date"), claim.date.iso if claim.date else ""
    yield say("等次", "Rank"), claim.rank
    yield say("专利号", "Patent number"), printed_number(claim.patent_number)
    yield say("专利类型", "Patent type"), type_word(claim.patent_type)
    yield say("名次", "Rank among inventors"), str(claim.inventor_rank or "")
    yield say("单位审核人", "Reviewed at the unit by"), claim.reviewer
