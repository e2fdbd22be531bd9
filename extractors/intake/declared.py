"""From the cells of a declaration to an Application and its Claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evidence.applications import Application, Claim, DeclarationSource
from evidence.dates import PartialDate
from evidence.errors import Problem
from evidence.places import Place
from extractors.intake.cell_values import CellValues, short_month
from extractors.intake.columns import CLAIM_NO, appraisal_columns

_CLASS_WORD = re.compile(r"(?:等次|等级|档次)$")


def application_from_cells(
    application: str,
    source: DeclarationSource,
    values: CellValues,
    claims: Sequence[Claim] = (),
    *,
    place: Place | None = None,
    problems: Iterable[Problem] = (),
) -> Application:
    """The application that the cells declare, with every problem met in them."""
    appraisals = _appraisals(values)
    built = Application(
        id=application,
        source=source,
        name=values.person("姓名"),
        sex=values.sex("性别"),
        id_number=values.code("身份证号"),
        birth=_date(values, "出生年月"),
        education=values.text("文化程度"),
        work_start=_date(values, "参加工作时间"),
        employer=values.body("工作单位"),
        department=values.body("主管部门"),
        region=values.text("地区"),
        occupation=values.text("现岗位工种"),
        grade=values.grade("现岗位等级"),
        appointed=_date(values, "现等级聘任时间"),
        certified=_date(values, "现等级证书取得时间"),
        target_occupation=values.text("申报岗位工种"),
        target_grade=values.grade("申报岗位等级"),
        appraisals=appraisals,
        party_years=values.years("优秀共产党员年度"),
        barred=values.yes_or_no("是否存在禁止申报的情形"),
        unit_opinion=values.opinion("单位审核意见"),
        department_opinion=values.opinion("主管部门意见"),
        publicity_start=_date(values, "公示开始"),
        publicity_end=_date(values, "公示结束"),
        deferral_promised=values.yes_or_no("容缺承诺"),
        category=values.text("人员类别"),
        confirmed=_date(values, "转正定级时间"),
        continuous=values.yes_or_no("本等级连续"),
        former_occupation=values.text("原工种"),
        retired=_date(values, "退休时间"),
        submitted=values.moment("报名提交时间"),
        claims=tuple(claims),
        place=place,
        raw=dict(values.cells),
    )
    return _with_problems(built, (*values.problems, *problems))


def claim_from_cells(no: int, values: CellValues) -> Claim:
    """The claim that the cells declare; its problems are left in `values`."""
    return Claim(
        no=no,
        condition=values.condition("条件"),
        title=values.text("名称"),
        issuers=values.bodies("授予单位"),
        document_title=values.text("文件名称"),
        document_number=values.document_number("发文字号"),
        certificate_number=values.code("证书编号"),
        date=_date(values, "取得日期"),
        rank=values.rank("等次"),
        patent_number=values.patent_number("专利号"),
        patent_type=values.patent_type("专利类型"),
        inventor_rank=values.ordinal("名次"),
        reviewer=values.text("审核人"),
        raw=dict(values.cells),
    )


def numbered(rows: Sequence[CellValues]) -> list[Claim]:
    """The claims of one applicant, each with a number of its own.

    A number stated twice, or not at all, gives way to the next free one: a
    finding names its claim by number.
    """
    stated = [values.ordinal(CLAIM_NO) for values in rows]
    taken = {no for no in stated if no is not None}
    free = (no for no in range(1, len(rows) + len(taken) + 2) if no not in taken)
    claims, seen = [], set()
    for no, values in zip(stated, rows, strict=True):
        own = no
        if own is None or own in seen:
            own = next(free)
            if no is not None:
                values.report(CLAIM_NO, _number_twice(no, own))
        seen.add(own)
        claims.append(claim_from_cells(own, values))
    return sorted(claims, key=lambda claim: claim.no)


def _with_problems(application: Application, problems: Iterable[Problem]) -> Application:
    return replace(application, problems=tuple(dict.fromkeys(problems)))


def _date(values: CellValues, column: str) -> PartialDate | None:
    year = short_month(values.cells.get(column, ""))
    if year is None or column in values.troubles:
        return values.date(column)
    values.report(column, _short_month(values.cells[column]))
    return year


def _appraisals(values: CellValues) -> dict[int, str]:
    results: Mapping[int, str] = {
        year: _CLASS_WORD.sub("", values.text(column))
        for year, column in appraisal_columns(values.cells)
    }
    return {year: result for year, result in sorted(results.items()) if result}


def _short_month(text: str) -> Problem:
    return Problem(
        "E-CELL-MONTH",
        f"“{text}”可能是1月，也可能是丢失末尾0的10月；请写成“2019-01”或“2019-10”的形式。",
        f"“{text}” is January, or October without its last zero; write 2019-01 or 2019-10.",
    )


def _number_twice(stated: int, given: int) -> Problem:
    return Problem(
        "E-CLAIM-NO",
        f"序号 {stated} 重复，后一条改记为 {given}；请核对申报材料中的序号。",
        f"number {stated} is used twice; the later item is counted as {given}. "
        "Check the numbers on the form.",
    )
