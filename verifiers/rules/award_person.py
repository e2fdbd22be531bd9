"""A2b: an award counts only where a person received it, not a unit or a team."""

from __future__ import annotations

import re

from evidence.applications import Claim
from evidence.documents import Document, DocumentKind, Field
from evidence.findings import Result
from evidence.names import normal_text
from evidence.places import Place
from verifiers.rules.award_papers import AWARD_ITEMS
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import certain, places_of, plain_text, text_of
from verifiers.rules.people import is_person
from verifiers.rules.registry import claim_rule

_LEADER = re.compile(
    r"(?:班组|团队|小组|车间|科室|处室|窗口|党支部|党总支|党小组|团支部|支部|党委|党组织|工会|集体|单位|机关"
    r"|部门|组织|企业|学校|社区|村|乡镇|街道|县|突击队|服务队|先锋队|家庭)+"
    r"(?:工作者|干部|书记|主席|主任|组长|队长|队员|长|员|负责人|带头人|教师|职工|个人)"
)
"""Who leads or works in a body (班组长, 村党支部书记, 社区工作者) is a person."""
_REVOKED = re.compile("撤销|取消|收回|作废|废止")


@claim_rule("A2b", AWARD_ITEMS)
def personal_award(case: Case, claim: Claim) -> list[Check]:
    """以单位、团体等名义获得的不得作为个人业绩. Source: 附件1第二条."""
    certificate = case.awards[claim.no].certificate
    words = case.notice.vocabulary
    checks = _revocations(case, claim)
    for text, place in _honours(claim, certificate):
        plain = _LEADER.sub("", plain_text(text))
        if any(word in plain for word in words.collective):
            checks.append(Check(Result.MISMATCH, "A2b.collective", claim.title, text, place))
        elif any(word in plain for word in words.perhaps_collective):
            checks.append(Check(Result.UNSURE, "A2b.perhaps", claim.title, text, place))
    if certificate is None:
        return [*checks, Check(Result.NOT_CHECKED, "A2b.no_certificate", claim.title)]
    fields = certificate.all("recipient")
    where, found = places_of(certificate, fields), text_of(fields)
    if not fields:
        return [*checks, Check(Result.NOT_CHECKED, "A2b.no_recipient", claim.title, found, where)]
    people = [field for field in fields if is_person(field.value)]
    bodies = [field for field in fields if words.collective_recipient.search(field.value)]
    if bodies and not people:
        result = Result.MISMATCH if any(map(certain, bodies)) else Result.UNSURE
        checks.append(Check(result, "A2b.body", case.application.name, found, where))
    elif bodies or not any(map(certain, people)) or _several(people):
        checks.append(Check(Result.UNSURE, "A2b.doubtful", case.application.name, found, where))
    else:
        checks.insert(0, Check(Result.MATCH, "A2b.person", case.application.name, found, where))
    return checks


def _revocations(case: Case, claim: Claim) -> list[Check]:
    """被撤销的 do not count: a decision that revokes something is read by a person."""
    texts: list[tuple[str, tuple[Place, ...]]] = [(claim.document_title, case.application.where)]
    texts += [
        (field.value, (paper.place(field),))
        for paper in case.dossier.of_kind(DocumentKind.COMMENDATION_DOCUMENT)
        for field in paper.all("title")
    ]
    return [
        Check(Result.UNSURE, "A2b.revoked", claim.title, text, where)
        for text, where in texts
        if _REVOKED.search(normal_text(text))
    ]


def _several(people: list[Field]) -> bool:
    return len({normal_text(field.value) for field in people}) > 1


def _honours(claim: Claim, certificate: Document | None) -> list[tuple[str, tuple[Place, ...]]]:
    """The declared title, and every title and rank on the certificate, with its place."""
    found: list[tuple[str, tuple[Place, ...]]] = [(claim.title, ()), (claim.rank, ())]
    if certificate is not None:
        for name in ("honour", "rank", "contest"):
            found += [(field.value, (certificate.place(field),)) for field in certificate.all(name)]
    return found
