"""A3b: several prizes of one project count once, as the highest of them."""

from __future__ import annotations

import re

from evidence.applications import Claim
from evidence.findings import Basis, Result
from verifiers.rules.award_documents import same_number
from verifiers.rules.award_papers import AWARD_ITEMS
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import plain_honour
from verifiers.rules.patent_papers import PATENTS
from verifiers.rules.patent_twins import twin_checks
from verifiers.rules.ranks import rank_of
from verifiers.rules.registry import claim_rule

_PRIZE = re.compile(
    r"(?:个人|单项)?(?:特等|[一二三四]等|优秀|优胜)奖?$|第[一二三四五六七八九十\d]{1,3}名$|[金银铜](?:奖|牌)$"
)
_LOWEST = 1000


@claim_rule("A3b", AWARD_ITEMS | PATENTS, Basis.DECLARATION)
def counted_once(case: Case, claim: Claim) -> list[Check]:
    """同一项目所获的不同奖项不重复计算，按最高奖项认定. Source: 附件1第三条; patents alike."""
    others = [one for one in case.application.claims if one is not claim]
    if claim.condition == 5:
        checks = twin_checks(case, claim, [one for one in others if one.condition == 5])
    else:
        checks = _awards(claim, [one for one in others if one.condition in AWARD_ITEMS])
    return checks or [Check(Result.MATCH, "A3b.single", claim.title)]


def _awards(claim: Claim, others: list[Claim]) -> list[Check]:
    """The highest prize of a project stands; one below it, or one not told from it, does not."""
    same = [other for other in others if _one_project(claim, other)]
    rank = _height(claim)
    above = [other for other in same if _height(other) <= rank]
    checks = [
        Check(Result.UNSURE, "A3b.lower", claim.title, values={"other": str(other.no)})
        for other in above
    ]
    if same and not checks:
        numbers = "、".join(str(other.no) for other in same)
        return [Check(Result.MATCH, "A3b.highest", claim.title, values={"other": numbers})]
    return checks


def _height(claim: Claim) -> int:
    return rank_of(claim.rank) or _LOWEST


def _one_project(claim: Claim, other: Claim) -> bool:
    """Whether two awards are of one contest, or of one decision."""
    if claim.document_number and same_number(claim.document_number, other.document_number):
        return True
    mine, theirs = _project(claim), _project(other)
    return mine == theirs != "" and _may_be_of_one_year(claim, other)


def _project(claim: Claim) -> str:
    return _PRIZE.sub("", plain_honour(claim.title))


def _may_be_of_one_year(claim: Claim, other: Claim) -> bool:
    if claim.date is None or other.date is None:
        return True
    return claim.date.year == other.date.year
