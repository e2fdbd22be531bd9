"""What an applicant declared about themselves, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.applications import Application, DeclarationSource
from evidence.dates import PartialDate
from review.desk.case.masks import Masks
from review.desk.templatetags.desk import say


@dataclass(frozen=True, slots=True)
class ShownDeclaration:
    """Name and value of what was declared; `source` says where it was taken from.

    `problems` are cells that could not be understood.
    """

    source: str
    values: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def declaration_shown(application: Application | None, masks: Masks) -> ShownDeclaration | None:
    """The declaration; None where there is none."""
    if application is None:
        return None
    by_table = application.source is DeclarationSource.TABLE
    return ShownDeclaration(
        say("登记表", "registration table") if by_table else say("附件2", "form (附件2)"),
        tuple((name, masks.text(value)) for name, value in _values(application) if value),
        tuple(masks.text(say(one.zh, one.en)) for one in application.problems),
    )


def _values(one: Application) -> Iterator[tuple[str, str]]:
    yield say("性别", "Sex"), one.sex
    yield say("出生年月", "Born"), _date(one.birth)
    yield say("文化程度", "Schooling"), one.education
    yield say("参加工作", "Working since"), _date(one.work_start)
    yield say("现岗位", "Present post"), f"{one.occupation} {one.grade}".strip()
    yield say("现等级证书", "Certificate of that grade"), _date(one.certified)
    yield say("现等级聘任", "Appointed to it"), _date(one.appointed)
    yield say("申报", "Applies for"), f"{one.target_occupation} {one.target_grade}".strip()
    yield say("人员类别", "Category"), one.category
    yield say("原工种", "Former occupation"), one.former_occupation
    yield (
        say("年度考核", "Appraisals"),
        "、".join(f"{year} {result}" for year, result in sorted(one.appraisals.items())),
    )
    yield say("优秀共产党员", "Outstanding party member"), "、".join(map(str, one.party_years))
    yield say("禁止申报情形", "Barred"), one.barred
    yield say("单位意见", "Unit's opinion"), one.unit_opinion
    yield say("主管部门意见", "Department's opinion"), one.department_opinion
    publicity = [_date(one.publicity_start), _date(one.publicity_end)]
    yield say("公示", "Publicity"), " – ".join(day for day in publicity if day)
    yield say("容缺承诺", "Deferral promised"), one.deferral_promised
    yield say("转正定级", "Confirmed"), _date(one.confirmed)
    yield say("本等级连续", "Held without a break"), one.continuous
    yield say("退休时间", "Retired"), _date(one.retired)
    yield say("备注", "Remark"), one.written("备注")


def _date(day: PartialDate | None) -> str:
    return day.iso if day else ""
