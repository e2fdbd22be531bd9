"""What the unit and its department sign for (同意), where the notice lets them."""

from __future__ import annotations

from evidence.applications import Application
from evidence.findings import Result
from evidence.places import Place
from verifiers.notices.notice import CarriedBy, RulePolicy
from verifiers.rules.checks import Check

AGREED = "同意"


def consent(application: Application) -> Result:
    """Attested where both agree, mismatch where one refuses, else not checked."""
    opinions = (application.unit_opinion.strip(), application.department_opinion.strip())
    if any(opinion and opinion != AGREED for opinion in opinions):
        return Result.MISMATCH
    return Result.ATTESTED if all(opinions) else Result.NOT_CHECKED


def opinions_text(application: Application) -> str:
    """Both opinions, for a sentence."""
    unit = application.unit_opinion.strip() or "未填写"
    department = application.department_opinion.strip() or "未填写"
    return f"单位：{unit}，主管部门：{department}"


def signed(
    application: Application,
    policy: RulePolicy,
    sentence: str,
    *,
    declared: str = "",
    found: str = "",
    where: tuple[Place, ...] = (),
    required: str = "",
    refusal_counts: bool = False,
    values: dict[str, str] | None = None,
) -> Check:
    """What holds by declaration, as far as the notice lets a signature carry it."""
    matter = {"matter": policy.title}
    if policy.carried_by is CarriedBy.PERSON:
        return Check(Result.UNSURE, "sign.person", declared, found, where, (), matter, required)
    if policy.carried_by is CarriedBy.EVIDENCE:
        key = "sign.evidence"
        return Check(Result.NOT_CHECKED, key, declared, found, where, (), matter, required)
    values = {**matter, **(values or {})}
    return _by_consent(
        application,
        Check(Result.ATTESTED, sentence, declared, found, where, (), values, required),
        refusal_counts=refusal_counts,
    )


def also_signed(application: Application, policy: RulePolicy) -> list[Check]:
    """What a rule leaves to the unit beside its evidence; empty where it leaves nothing."""
    if not policy.also_attested:
        return []
    values = {"matter": policy.also_attested}
    return [_by_consent(application, Check(Result.ATTESTED, "sign.also", values=values))]


def _by_consent(application: Application, check: Check, *, refusal_counts: bool = False) -> Check:
    """A refusal is a mismatch where consent itself is asked for; elsewhere nobody has signed.

    Whatever is signed for is named by the check's value `matter`.
    """
    result = consent(application)
    if result is Result.ATTESTED:
        return check
    key = "sign.refused" if result is Result.MISMATCH else "sign.missing"
    if not refusal_counts:
        result = Result.NOT_CHECKED
    return Check(
        result,
        key,
        check.declared,
        opinions_text(application),
        check.where,
        values=check.values,
        required=check.required,
    )
