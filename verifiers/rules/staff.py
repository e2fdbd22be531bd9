"""S1, S2, W1, E1, A13: whose examination this is, and for which occupation."""

from __future__ import annotations

from evidence.applications import Application
from evidence.findings import Result
from evidence.names import normal_text
from verifiers.notices.notice import Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.registry import LEVEL_ONE, application_rule
from verifiers.rules.signing import signed


@application_rule("S1")
def worker_in_post(case: Case) -> list[Check]:
    """工勤技能岗位在岗正式工作人员和聘用工作人员. Source: 一(一).

    Where 人员类别 is not stated, the unit signs for the post that the occupation names.
    """
    application, words = case.application, case.notice.vocabulary
    where = application.where
    category = normal_text(application.category)
    if not category:
        if not application.target_occupation:
            return [Check(Result.NOT_CHECKED, "S1.blank", where=where)]
        declared = application.target_occupation
        return [
            signed(application, case.policy("S1"), "S1.unstated", declared=declared, where=where)
        ]
    if words.staff_out_of_scope.search(category):
        return [Check(Result.MISMATCH, "S1.other_staff", category, where=where)]
    if words.staff_unclear.search(category) or not words.staff_in_scope.search(category):
        return [Check(Result.UNSURE, "S1.unclear", category, where=where)]
    return [signed(application, case.policy("S1"), "S1.worker", declared=category, where=where)]


@application_rule("S2")
def occupation_listed(case: Case) -> list[Check]:
    """工种 in the catalogue, where the notice file holds one; else the unit signs. Source: 一(二)."""
    application, listed = case.application, case.notice.occupations
    occupation, where = normal_text(application.target_occupation), application.where
    if not occupation:
        return [Check(Result.NOT_CHECKED, "S2.blank", where=where)]
    if not listed:
        return [
            signed(application, case.policy("S2"), "S2.signed", declared=occupation, where=where)
        ]
    if occupation in {normal_text(one) for one in listed}:
        return [Check(Result.MATCH, "S2.listed", occupation, where=where)]
    return [Check(Result.UNSURE, "S2.not_listed", occupation, where=where)]


def changes_occupation(application: Application, _notice: Notice) -> bool:
    """Whether another occupation is applied for than the one held, now or before."""
    wanted = normal_text(application.target_occupation)
    held = {normal_text(application.occupation), normal_text(application.former_occupation)}
    return bool(wanted) and bool(held - {"", wanted})


@application_rule("W1", applies=changes_occupation)
def similar_occupation(case: Case) -> list[Check]:
    """Whether an occupation is 相近或相似 is for people. Source: 二（三）."""
    application = case.application
    held = dict.fromkeys((application.former_occupation, application.occupation))
    values = {"held": "、".join(one for one in held if one)}
    declared, where = application.target_occupation, application.where
    return [Check(Result.UNSURE, "W1.person", declared, where=where, values=values)]


def _frontline(application: Application, notice: Notice) -> bool:
    return bool(notice.vocabulary.staff_frontline.search(normal_text(application.category)))


@application_rule("E1", applies=_frontline)
def frontline_worker(case: Case) -> list[Check]:
    """一线工勤技能人员 apply under another document, which people judge. Source: 二(五)."""
    application = case.application
    return [Check(Result.UNSURE, "E1.person", application.category, where=application.where)]


def _professional(application: Application, notice: Notice) -> bool:
    return bool(notice.vocabulary.staff_professional.search(normal_text(application.category)))


@application_rule("A13", applies=_professional, grades=LEVEL_ONE)
def professional(case: Case) -> list[Check]:
    """专业技术人才 fall under other rules. Source: 附件1第十三条."""
    application = case.application
    return [Check(Result.UNSURE, "A13.person", application.category, where=application.where)]
