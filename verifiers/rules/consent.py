"""What rests on the consent of the unit and its department, and nothing else."""

from __future__ import annotations

from evidence.findings import Result
from evidence.names import normal_text
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.registry import LEVEL_ONE, application_rule
from verifiers.rules.signing import opinions_text, signed


@application_rule("G1")
def unit_and_department_agree(case: Case) -> list[Check]:
    """个人申请，单位审查批准，主管部门审核同意. Source: 二(一)."""
    return [_consented(case, "G1")]


@application_rule("H0", grades=LEVEL_ONE)
def unit_approves(case: Case) -> list[Check]:
    """经所在单位按照有关规定批准. Source: 二(四)."""
    return [_consented(case, "H0")]


@application_rule("H1", grades=LEVEL_ONE)
def good_conduct_and_health(case: Case) -> list[Check]:
    """遵纪守法，身体健康: the unit signs. Source: 二(四)1."""
    return [_consented(case, "H1")]


@application_rule("H5", grades=LEVEL_ONE)
def skill_level(case: Case) -> list[Check]:
    """技能水平: the unit signs. Source: 二(四)5."""
    return [_consented(case, "H5")]


@application_rule("A12")
def nothing_bars(case: Case) -> list[Check]:
    """是否存在禁止申报的情形 must be denied; a blank is no denial. Source: 附件1第十二条."""
    answer = normal_text(case.application.barred)
    if not answer:
        return [Check(Result.NOT_CHECKED, "A12.blank", where=case.application.where)]
    if answer not in {"否", "无", "没有", "不存在"}:
        barred = answer in {"是", "有", "存在"}
        result = Result.MISMATCH if barred else Result.UNSURE
        key = "A12.barred" if barred else "A12.unclear"
        return [Check(result, key, answer, where=case.application.where)]
    return [
        signed(
            case.application,
            case.policy("A12"),
            "A12.denied",
            declared=answer,
            where=case.application.where,
        )
    ]


def _consented(case: Case, rule: str) -> Check:
    return signed(
        case.application,
        case.policy(rule),
        f"{rule}.signed",
        declared=opinions_text(case.application),
        found=opinions_text(case.application),
        where=case.application.where,
        refusal_counts=rule in {"G1", "H0"},
    )
