"""H6 and H66: the exception clause as a whole, and the item that only people can judge."""

from __future__ import annotations

from evidence.applications import Application, Claim
from evidence.findings import Basis, Result
from verifiers.notices.notice import Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.registry import LEVEL_ONE, application_rule, claim_rule


def _odd_claims(application: Application, _notice: Notice) -> bool:
    numbers = [claim.no for claim in application.claims]
    return len(set(numbers)) != len(numbers)


@application_rule("H6", applies=_odd_claims, grades=LEVEL_ONE)
def claims_are_told_apart(case: Case) -> list[Check]:
    """Two claims of one 序号 cannot be told apart, and nothing may be proven by mixing them."""
    numbers = [claim.no for claim in case.application.claims]
    repeated = sorted({no for no in numbers if numbers.count(no) > 1})
    declared = "、".join(map(str, repeated))
    return [Check(Result.UNSURE, "H6.repeated", declared)]


@claim_rule("H6", frozenset({None}), Basis.DECLARATION)
def condition_not_stated(_case: Case, claim: Claim) -> list[Check]:
    """A claim that does not say which item of (四)6 it is under is judged by a person."""
    return [Check(Result.NOT_CHECKED, "H6.no_condition", claim.title)]


@claim_rule("H66", frozenset({6}), Basis.DECLARATION)
def special_talent(_case: Case, claim: Claim) -> list[Check]:
    """绝招、绝技、绝活: no machine rule. Source: 二(四)6(6)."""
    return [Check(Result.UNSURE, "H66.person", claim.title)]
