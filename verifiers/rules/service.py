"""H2: years of service, five years with the level-two certificate, appointment to level two."""

from __future__ import annotations

from evidence.findings import Basis, Result
from verifiers.notices.notice import Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.days import in_china
from verifiers.rules.registry import LEVEL_ONE, application_rule
from verifiers.rules.signing import signed
from verifiers.rules.skill_certificates import Wanted, certificate_checks, missing, rivals
from verifiers.rules.undated import undated

_YOUNGEST = 14
"""Years of age at which nobody had started work; such a date is a slip of the pen."""
_LEVEL_TWO = "二级"


@application_rule("H2a", grades=LEVEL_ONE)
def years_of_service(case: Case) -> list[Check]:
    """工作年限25年以上, by the date of starting work. Source: 二(四)2, 附件1第十一条; facts O5."""
    start, limits = case.application.work_start, case.notice.thresholds
    where = case.application.where
    if start is None:
        return [undated(case.application, "参加工作时间", "H2a.blank", where=where)]
    boundary = limits.service_start_certain.isoformat()
    birth = case.application.birth
    if birth is not None and start.first.year - birth.year < _YOUNGEST:
        return [Check(Result.UNSURE, "H2a.too_young", start.iso, birth.iso, where)]
    if start.on_or_before(limits.service_start_certain) is True:
        return [
            signed(
                case.application,
                case.policy("H2a"),
                "H2a.enough",
                declared=start.iso,
                where=where,
                required=boundary,
            )
        ]
    short = start.on_or_before(limits.service_start_possible) is False
    result, key = (Result.MISMATCH, "H2a.short") if short else (Result.UNSURE, "H2a.ambiguous")
    return [Check(result, key, start.iso, where=where, required=boundary)]


@application_rule("H2c", grades=LEVEL_ONE)
def appointed_to_level_two(case: Case) -> list[Check]:
    """已聘任至二级, not merely certified. Source: 二(四)2."""
    application, where = case.application, case.application.where
    grade = application.grade
    if not grade:
        return [Check(Result.NOT_CHECKED, "H2c.blank", where=where)]
    if grade != _LEVEL_TWO:
        return [Check(Result.MISMATCH, "H2c.other_grade", grade, where=where, required=_LEVEL_TWO)]
    appointed, certified = application.appointed, application.certified
    if appointed is None:
        column = "现等级聘任时间"
        return [undated(application, column, "H2c.no_date", declared=grade, where=where)]
    if case.received_at is not None:
        received = in_china(case.received_at).date()
        by_then = appointed.on_or_before(received)
        if by_then is not True:
            result = Result.MISMATCH if by_then is False else Result.UNSURE
            required = received.isoformat()
            return [Check(result, "H2c.later", appointed.iso, where=where, required=required)]
    if certified is not None and appointed.before(certified) is True:
        return [Check(Result.UNSURE, "H2c.too_early", appointed.iso, certified.iso, where)]
    return [
        signed(
            application,
            case.policy("H2c"),
            "H2c.appointed",
            declared=f"{grade}，{appointed.iso}",
            where=where,
            values={"grade": grade, "appointed": appointed.iso},
        )
    ]


@application_rule("H2b", Basis.EVIDENCE, grades=LEVEL_ONE)
def five_years_with_level_two(case: Case) -> list[Check]:
    """二级证书满5年, by the certificate itself. Source: 二(四)2; facts O8."""
    wanted = level_two(case.notice)
    if case.skill is None:
        return [missing(wanted)]
    return [*certificate_checks(case, case.skill, wanted), *rivals(case, case.skill, wanted)]


def level_two(notice: Notice) -> Wanted:
    """The level-two certificate, five years old."""
    limits = notice.thresholds
    return Wanted(
        _LEVEL_TWO,
        limits.level_two_certain,
        limits.level_two_possible,
        of_present_grade=True,
        provincial=True,
    )
