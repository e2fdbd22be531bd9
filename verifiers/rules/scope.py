"""Who may apply at all, and whether everything uploaded could be looked at."""

from __future__ import annotations

import datetime as dt

from evidence.applications import Application
from evidence.dates import PartialDate
from evidence.dossiers import Dossier
from evidence.errors import NormalFormError
from evidence.findings import Basis, Result
from evidence.identity_numbers import parse_identity_number
from evidence.places import Place
from evidence.uploads import UploadOutcome, UploadStatus
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.registry import application_rule
from verifiers.rules.signing import signed

_STATUS = {
    UploadStatus.PARTLY_READ: "只读出一部分",
    UploadStatus.UNREADABLE: "无法读取",
    UploadStatus.UNSUPPORTED: "格式不支持",
    UploadStatus.REFUSED: "未打开",
}

_GRADES = ("五级", "四级", "三级", "二级", "一级")


@application_rule("S0")
def grade_applied_for(case: Case) -> list[Check]:
    """Rules are written for certain grades only; every other application goes to a person."""
    grade = case.application.target_grade
    covered = "、".join(case.notice.target_grades)
    result = Result.MATCH if grade in case.notice.target_grades else Result.NOT_CHECKED
    key = "S0.covered" if result is Result.MATCH else "S0.other"
    declared = grade or case.application.written("申报岗位等级")
    held = case.application.grade
    if result is Result.MATCH and held and not _above(grade, held):
        where = case.application.where
        return [Check(Result.UNSURE, "S0.not_higher", grade, held, where)]
    return [Check(result, key, declared, where=case.application.where, required=covered)]


def _above(grade: str, held: str) -> bool:
    """Whether a grade lies above one that is held; one that is no grade says nothing."""
    return held not in _GRADES or _GRADES.index(grade) > _GRADES.index(held)


@application_rule("U1", Basis.EVIDENCE)
def uploads_readable(case: Case) -> list[Check]:
    """An upload that could not be read, or only in part, may hide what it says."""
    return upload_checks(case.dossier)


def upload_checks(dossier: Dossier) -> list[Check]:
    """One check per upload that was not read to the end, else one for them all."""
    if not dossier.uploads:
        return [Check(Result.NOT_CHECKED, "U1.none")]
    unread = [one for one in dossier.uploads if one.status is not UploadStatus.READ]
    if not unread:
        return [Check(Result.MATCH, "U1.all", values={"count": str(len(dossier.uploads))})]
    return [_unread(one) for one in sorted(unread, key=lambda one: one.upload.path)]


def _unread(outcome: UploadOutcome) -> Check:
    partly = outcome.status is UploadStatus.PARTLY_READ
    problem = outcome.problem
    return Check(
        Result.UNSURE if partly else Result.NOT_CHECKED,
        "U1.partly" if partly else f"U1.{outcome.status.value}",
        found=_STATUS[outcome.status],
        where=(Place(outcome.upload.path),),
        values={
            "file": outcome.upload.path.rsplit("/", 1)[-1],
            "reason": problem.zh.rstrip("。") if problem else "",
            "reason_en": problem.en.rstrip(".") if problem else "",
        },
    )


@application_rule("S3")
def below_retirement_age(case: Case) -> list[Check]:
    """Who had reached retirement age on the notice's date is out; women of 50 to 55 are unclear.

    Source: 一(三); facts O4: the statutory age is not stated in the notice.
    """
    application, limits = case.application, case.notice.thresholds
    birth, place = birth_of(application), case.application.where
    if birth is None or application.sex not in {"男", "女"}:
        return [Check(Result.NOT_CHECKED, "S3.unknown", where=place)]
    retired = _retired(case)
    if retired is not None:
        return [retired]
    men = application.sex == "男"
    latest = limits.retirement_men if men else limits.retirement_women
    earliest = limits.retirement_men if men else limits.retirement_women_workers
    required, values = f"{earliest}周岁", {"on": limits.retirement_on.isoformat()}
    if reached(birth, latest, limits.retirement_on) is True:
        required = f"{latest}周岁"
        return [Check(Result.MISMATCH, "S3.retired", birth.iso, "", place, (), values, required)]
    if reached(birth, earliest, limits.retirement_on) is not False:
        return [Check(Result.UNSURE, "S3.unclear", birth.iso, "", place, (), values, required)]
    return [
        signed(
            application,
            case.policy("S3"),
            "S3.below",
            declared=birth.iso,
            required=required,
            where=place,
            values=values,
        )
    ]


def _retired(case: Case) -> Check | None:
    """已办理退休手续: retired by the notice's date. Retirement later in the year is no bar."""
    application, on = case.application, case.notice.thresholds.retirement_on
    if application.retired is None:
        return None
    over = application.retired.on_or_before(on)
    if over is False:
        return None
    result, key = (Result.MISMATCH, "S3.left") if over else (Result.UNSURE, "S3.perhaps_left")
    declared, required = application.retired.iso, on.isoformat()
    return Check(result, key, declared, where=application.where, required=required)


def reached(birth: PartialDate, age: int, on: dt.date) -> bool | None:
    """Whether who was born, or what was filed, then was so many years old; None where unclear."""
    latest_birth = _years_before(on, age)
    return birth.on_or_before(latest_birth)


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def birth_of(application: Application) -> PartialDate | None:
    """The birth date of the identity number; it is fuller than the declared month."""
    try:
        born = parse_identity_number(application.id_number).birth
    except NormalFormError:
        return application.birth
    return PartialDate(born.year, born.month, born.day)
