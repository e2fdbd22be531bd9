"""L5 to L2c: what 二(二) asks of 五级 to 三级, and 二（二） of 二级."""

from __future__ import annotations

from evidence.applications import Application
from evidence.findings import Basis, Result
from verifiers.rules.case import Case
from verifiers.rules.checks import Check, worst
from verifiers.rules.registry import application_rule
from verifiers.rules.schooling import diploma_checks, high_school_or_above, schooling_of
from verifiers.rules.scope import birth_of, reached
from verifiers.rules.signing import also_signed, signed
from verifiers.rules.skill_certificates import Wanted, certificate_checks, choose, missing, rivals
from verifiers.rules.undated import undated

_LEVEL_TWO = frozenset({"二级"})


@application_rule("L5", grades=frozenset({"五级"}))
def confirmed_in_grade(case: Case) -> list[Check]:
    """2024年9月底前已转正定级. Source: 二(二)1."""
    application, last = case.application, case.notice.thresholds.confirmed_by
    confirmed, where = application.confirmed, application.where
    if confirmed is None:
        return [undated(application, "转正定级时间", "L5.blank", where=where)]
    early = confirmed.on_or_before(last)
    required = last.isoformat()
    if early is True:
        return [
            signed(
                application,
                case.policy("L5"),
                "L5.confirmed",
                declared=confirmed.iso,
                where=where,
                required=required,
            )
        ]
    result, key = (Result.MISMATCH, "L5.late") if early is False else (Result.UNSURE, "L5.unclear")
    return [Check(result, key, confirmed.iso, where=where, required=required)]


@application_rule("L4", Basis.EVIDENCE, grades=frozenset({"四级"}))
def fourth_grade(case: Case) -> list[Check]:
    """初级工 by 2019-09-30, or at work by 2015-12-31. Source: 二(二)2, 4; facts O5."""
    return _either_way(case, "L4")


@application_rule("L3", Basis.EVIDENCE, grades=frozenset({"三级"}))
def third_grade(case: Case) -> list[Check]:
    """中级工 by 2019-09-30, or at work by 2007-12-31. Source: 二(二)3, 4; facts O5."""
    return _either_way(case, "L3")


def _either_way(case: Case, rule: str) -> list[Check]:
    """The better of the two ways; where neither holds, what is missing of both."""
    by_certificate, by_service = _by_certificate(case, rule), [_by_service(case, rule)]
    if worst(by_service).proven or worst(by_certificate).proven:
        return max(by_certificate, by_service, key=lambda checks: worst(checks).result.order)
    if worst(by_certificate).result is worst(by_service).result:
        return [*by_certificate, *by_service]
    better = max(by_certificate, by_service, key=lambda checks: worst(checks).result.order)
    return [worst(better)]


def _by_certificate(case: Case, rule: str) -> list[Check]:
    asked = case.notice.lower_grades[case.application.target_grade]
    wanted = Wanted(asked.below, asked.certified_by, asked.certified_by, occupation=True)
    certificate = choose(case, wanted)
    if certificate is None:
        return [missing(wanted)]
    checks = certificate_checks(case, certificate, wanted) + rivals(case, certificate, wanted)
    return [*checks, *also_signed(case.application, case.policy(rule))]


def _by_service(case: Case, rule: str) -> Check:
    application = case.application
    last = case.notice.lower_grades[application.target_grade].working_by
    start, where, required = application.work_start, application.where, last.isoformat()
    if start is None:
        return undated(application, "参加工作时间", "H2a.blank", where=where)
    early = start.on_or_before(last)
    if early is True:
        return signed(
            application,
            case.policy(rule),
            "lower.served",
            declared=start.iso,
            where=where,
            required=required,
        )
    result = Result.MISMATCH if early is False else Result.UNSURE
    key = "lower.short" if early is False else "lower.unclear"
    return Check(result, key, start.iso, where=where, required=required)


@application_rule("L2a", grades=_LEVEL_TWO)
def conduct_and_skill(case: Case) -> list[Check]:
    """职业道德、独特技艺: no paper proves them. Source: 二（二）1, 2."""
    application = case.application
    return [signed(application, case.policy("L2a"), "L2a.signed", where=application.where)]


@application_rule("L2b", Basis.EVIDENCE, grades=_LEVEL_TWO)
def five_years_at_level_three(case: Case) -> list[Check]:
    """三级 in this occupation for five years without a break. Source: 二（二）3; facts O8."""
    limits = case.notice.thresholds
    wanted = Wanted(
        "三级", limits.level_three_certain, limits.level_three_possible, occupation=True
    )
    certificate = choose(case, wanted)
    checks = [missing(wanted)]
    if certificate is not None:
        checks = certificate_checks(case, certificate, wanted) + rivals(case, certificate, wanted)
    return [*checks, *_continuous(case)]


def _continuous(case: Case) -> list[Check]:
    """“连续” is declared in 本等级连续 and signed for."""
    application = case.application
    answer, where = application.continuous, application.where
    if not answer:
        return [Check(Result.NOT_CHECKED, "L2b.continuity_blank", where=where)]
    if answer != "是":
        return [Check(Result.MISMATCH, "L2b.broken", answer, where=where)]
    return also_signed(application, case.policy("L2b"))


@application_rule("L2c", grades=_LEVEL_TWO)
def schooling_for_level_two(case: Case) -> list[Check]:
    """技工学校或高中以上; 初中 only for older people of high skill. Source: 二（二）4."""
    education = schooling_of(case.application.education)
    if education in case.notice.vocabulary.education_relaxed:
        return [*diploma_checks(case, education), _relaxed(case, education)]
    return high_school_or_above(case, "L2c")


def _relaxed(case: Case, education: str) -> Check:
    """Who is old enough may do with 初中, if people find the skill high; others may not."""
    application, limits = case.application, case.notice.thresholds
    age = _relaxed_age(case, application)
    birth, where = birth_of(application), application.where
    required = f"{age}周岁" if age else _either_age(case)
    values = {"born": birth.iso if birth else ""}
    old = reached(birth, age, limits.lower_schooling_on) if birth and age else None
    result, key = (
        (Result.MISMATCH, "L2c.too_young")
        if old is False
        else (
            Result.UNSURE,
            "L2c.person",
        )
    )
    return Check(result, key, education, values["born"], where, required=required, values=values)


def _either_age(case: Case) -> str:
    limits = case.notice.thresholds
    return f"男{limits.lower_schooling_men}周岁、女{limits.lower_schooling_women}周岁"


def _relaxed_age(case: Case, application: Application) -> int | None:
    limits = case.notice.thresholds
    ages = {"男": limits.lower_schooling_men, "女": limits.lower_schooling_women}
    return ages.get(application.sex)
