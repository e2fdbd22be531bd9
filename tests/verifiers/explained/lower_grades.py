"""L5, L4, L3, L2a, L2c: what the grades below 一级 ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.applications import Application
from evidence.documents import Document
from tests.verifiers.builders import application, date, dossier, identity, skill
from tests.verifiers.explained.case import Case, under
from verifiers.notices.notice import CarriedBy


def paper(grade: str, on: str, **values: str | list[str] | None) -> Document:
    """A certificate of a lower grade."""
    return skill(title="机关事业单位工人技术等级证书", grade=grade, date=on, **values)


def lower(target: str, grade: str, certified: str | None = None, **changes: object) -> Application:
    """An applicant born 1990 for a grade below 一级."""
    base = {
        "target_grade": target,
        "grade": grade,
        "certified": date(certified) if certified else None,
        "appointed": None,
        "work_start": date("2016-09"),
        "birth": date("1990-05"),
        "id_number": identity("19900512"),
    }
    return application(**{**base, **changes})


def second(**changes: object) -> Application:
    """An applicant for 二级 with a certificate of 三级."""
    return lower("二级", "三级", "2018-06-29", **{"continuous": "是", **changes})


def cases() -> Iterator[Case]:
    """Both ways to each grade, on both sides of their last days."""
    for name, confirmed in (
        ("2024年9月转正", "2024-09"),
        ("10月转正", "2024-10"),
        ("转正只到年", "2024"),
    ):
        yield _of(name, "L5", lower("五级", "", confirmed=date(confirmed)))
    yield _of("转正空白", "L5", lower("五级", ""))
    yield _of("转正不能识别", "L5", lower("五级", "", raw={"转正定级时间": "去年"}))
    yield _of(
        "四级凭证书", "L4", lower("四级", "五级", "2018-06-29"), paper("初级工", "2018-06-29")
    )
    yield _of("四级凭年限", "L4", lower("四级", "五级", work_start=date("2015-12")))
    yield _of(
        "四级证书已迟", "L4", lower("四级", "五级", "2019-10-01"), paper("初级工", "2019-10-01")
    )
    yield _of("四级没有证书", "L4", lower("四级", "五级"))
    yield _of("四级什么也没有", "L4", lower("四级", "五级", work_start=None))
    yield _of("四级年限只到年", "L4", lower("四级", "五级", work_start=date("2015")))
    unclear = lower("三级", "四级", "2018-06-29", work_start=date("2007"))
    notice = _earlier(_of("三级年限只到年", "L3", unclear))
    yield notice
    yield _of(
        "三级凭证书", "L3", lower("三级", "四级", "2018-06-29"), paper("中级工", "2018-06-29")
    )
    yield _of(
        "三级证书姓名不同",
        "L3",
        lower("三级", "四级", "2018-06-29"),
        paper("中级工", "2018-06-29", name="郑国乎"),
    )
    yield _of("二级品行", "L2a", second())
    yield under(_of("二级品行由单位确认", "L2a", second()), "L2a", carried_by=CarriedBy.ATTESTATION)
    for name, education, birth, sex in (
        ("二级高中", "高中", "19900512", "男"),
        ("二级初中年长", "初中", "19741231", "男"),
        ("二级初中年轻", "初中", "19800101", "女"),
        ("二级初中性别空白", "初中", "19741231", ""),
        ("二级小学", "小学", "19700101", "男"),
        ("二级文化程度看不懂", "肄业", "19700101", "男"),
        ("二级文化程度空白", "", "19700101", "男"),
    ):
        number, born = identity(birth, sex or "男"), date(f"{birth[:4]}-{birth[4:6]}")
        app = second(education=education, sex=sex, id_number=number, birth=born)
        yield _of(name, "L2c", app)
    yield _of("二级初中生日空白", "L2c", second(education="初中", id_number="", birth=None))


def _of(name: str, rule: str, app: Application, *papers: Document) -> Case:
    return Case(name, (rule,), dossier(app, *papers))


def _earlier(case: Case) -> Case:
    """Under a notice whose boundary lies within a year, so that a year alone is unclear."""
    grades = {
        grade: replace(asked, working_by=asked.working_by.replace(month=6, day=30))
        for grade, asked in case.notice.lower_grades.items()
    }
    return replace(case, notice=replace(case.notice, lower_grades=grades))
