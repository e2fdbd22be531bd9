"""S1, S2, S3, W1, E1, A13: whose examination this is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.verifiers.builders import date, identity
from tests.verifiers.explained.case import Case, declared


def cases() -> Iterator[Case]:
    """Categories, occupations and ages on both sides."""
    yield declared("未列人员类别", "S1")
    yield declared("工勤人员", "S1", category="工勤技能人员")
    yield declared("管理岗", "S1", category="管理人员")
    yield declared("借调", "S1", category="借调工勤人员")
    yield declared("类别工种均空白", "S1 S2 P2", target_occupation="")
    yield declared("一线人员", "E1 S1", category="一线工勤人员")
    yield declared("专业技术人员", "A13 S1", category="专业技术人才")
    yield declared("工种由单位确认", "S2")
    yield _listing(declared("工种在目录内", "S2"), "河道修防工", "汽车驾驶员")
    yield _listing(declared("工种不在目录内", "S2"), "汽车驾驶员")
    yield declared("改报工种", "W1", occupation="渠道维护工")
    yield declared(
        "改报工种曾任两种", "W1", occupation="渠道维护工", former_occupation="汽车驾驶员"
    )
    for name, sex, birth in (
        ("男未满60", "男", "19640316"),
        ("男满60", "男", "19640315"),
        ("女50至55", "女", "19740315"),
        ("女未满50", "女", "19740316"),
        ("女满55", "女", "19690315"),
    ):
        born = date(f"{birth[:4]}-{birth[4:6]}")
        yield declared(name, "S3", sex=sex, birth=born, id_number=identity(birth, sex))
    yield declared("身份证号错只有出生年月", "S3", id_number="", birth=date("1964-03"))
    yield declared("性别空白", "S3", sex="")
    yield declared("出生日期和身份证号空白", "S3", id_number="", birth=None)
    yield declared("已退休", "S3", retired=date("2024-02"))
    yield declared("退休月份不详", "S3", retired=date("2024"))


def _listing(case: Case, *occupations: str) -> Case:
    return replace(case, notice=replace(case.notice, occupations=occupations))
