"""P13: an award is declared with its name, its issuer, its document and the document's number."""

from __future__ import annotations

from evidence.applications import Claim
from evidence.findings import Basis, Result
from verifiers.rules.award_papers import AWARD_ITEMS
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.registry import claim_rule


@claim_rule("P13", AWARD_ITEMS, Basis.DECLARATION)
def award_details(case: Case, claim: Claim) -> list[Check]:
    """表彰奖励名称、表彰单位、表彰文件名称、发文字号. Source: 附件2注意事项5."""
    stated = {
        "表彰奖励名称": claim.title,
        "表彰单位": "、".join(claim.issuers),
        "表彰文件名称": claim.document_title,
        "发文字号": claim.document_number,
    }
    blank = [column for column, value in stated.items() if not value.strip()]
    where = case.application.where
    if blank:
        values = {"columns": "、".join(blank)}
        return [Check(Result.NOT_CHECKED, "P13.blank", claim.title, where=where, values=values)]
    return [Check(Result.MATCH, "P13.stated", claim.title, where=where)]
