"""Invented people: names, identity numbers and a declaration that passes.

Source of the identity number's check digit: GB 11643-1999, computed here anew.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from benchmarks.safety_cases.candidates import SHANGHAI
from evidence.applications import Application, DeclarationSource
from evidence.dates import PartialDate
from evidence.places import Place

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "建民", "国平", "秀兰", "玉梅", "海涛", "志远", "红霞", "长青", "立军", "保平", "俊峰", "爱华",
    "文杰", "晓东", "丽娟", "永刚", "新民", "春生", "振海", "凤仙", "伟", "敏", "磊", "静", "强", "军",
)  # fmt: skip
COUNTIES = (
    "410702",
    "410703",
    "410704",
    "410711",
    "410721",
    "410724",
    "410728",
    "410781",
    "410105",
)
OCCUPATIONS = (
    "河道修防工", "公路养护工", "汽车驾驶员", "园林绿化工", "中式烹调师", "消毒员", "图书资料员",
)  # fmt: skip
REGIONS = (
    "新乡市市直", "市直", "省直", "中央驻新", "红旗区", "新乡市卫滨区", "牧野区", "新乡市凤泉区",
    "卫辉市", "新乡市辉县市", "新乡县", "获嘉县", "原阳县", "延津县", "新乡市封丘县",
)  # fmt: skip
SCHOOLING = ("高中", "中专", "技工学校", "职业高中", "职业中专", "大专", "大学本科")
PUBLICITY = (
    # first and last day: five working days or more after the first; 清明 is 4–6 April 2024,
    # and Sunday 7 April was worked instead
    ("2024-03-22", "2024-03-29"),
    ("2024-03-25", "2024-04-01"),
    ("2024-03-26", "2024-04-02"),
    ("2024-03-21", "2024-04-01"),
    ("2024-03-28", "2024-04-07"),
)
YEARS = (2019, 2020, 2021, 2022, 2023)


def date(text: str) -> PartialDate:
    """A date at the precision written: `2019-03-20`, `2019-03`, `2019`."""
    return PartialDate(*[int(part) for part in text.split("-")])


def name(rng: Random, *others: str) -> str:
    """A name that none of the others bears."""
    while True:
        made = rng.choice(SURNAMES) + rng.choice(GIVEN)
        if made not in others:
            return made


def identity(county: str, birth: dt.date, serial: int, sex: str) -> str:
    """An identity number with its right check digit; the serial's last digit tells the sex."""
    order = serial // 2 * 2 + (1 if sex == "男" else 0)
    body = f"{county}{birth:%Y%m%d}{order:03d}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def day_between(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """Any day from first to last, both included."""
    return first + dt.timedelta(days=rng.randrange((last - first).days + 1))


def birthday(rng: Random, sex: str) -> dt.date:
    """A birthday below the retirement age on 2024-03-15: 60 for men, 50 for women."""
    first = dt.date(1965, 1, 1) if sex == "男" else dt.date(1974, 6, 1)
    return day_between(rng, first, dt.date(1979, 12, 31))


def applicant(rng: Random, number: str, sex: str = "男", **changes: Any) -> Application:
    """A 一级 declaration that meets every condition of (四)1 to 5 without a claim."""
    born = birthday(rng, sex)
    work = day_between(rng, dt.date(born.year + 18, 7, 1), dt.date(1999, 12, 31))
    certified = day_between(rng, dt.date(2011, 1, 4), dt.date(2018, 12, 28))
    occupation = rng.choice(OCCUPATIONS)
    excellent = set(rng.sample(YEARS, rng.choice((2, 2, 3))))
    start, end = rng.choice(PUBLICITY)
    values: dict[str, Any] = {
        "id": number,
        "source": DeclarationSource.TABLE,
        "name": name(rng),
        "sex": sex,
        "id_number": identity(rng.choice(COUNTIES), born, rng.randrange(2, 900), sex),
        "birth": PartialDate(born.year, born.month),
        "education": rng.choice(SCHOOLING),
        "work_start": PartialDate(work.year, work.month, rng.choice((None, work.day))),
        "employer": "新乡市河道管理处",
        "department": "新乡市水利局",
        "region": rng.choice(REGIONS),
        "occupation": occupation,
        "grade": "二级",
        "appointed": PartialDate(certified.year + 1, rng.randrange(1, 13)),
        "certified": PartialDate(certified.year, certified.month, certified.day),
        "target_occupation": occupation,
        "target_grade": "一级",
        "appraisals": {year: "优秀" if year in excellent else "合格" for year in YEARS},
        "barred": "否",
        "unit_opinion": "同意",
        "department_opinion": "同意",
        "publicity_start": date(start),
        "publicity_end": date(end),
        "category": rng.choice(("", "", "工勤", "工人")),
        "submitted": rng.choice((None, dt.datetime(2024, 3, 27, 10, 5, tzinfo=SHANGHAI))),
        "place": Place("applications.csv"),
    }
    return Application(**{**values, **changes})


def failing(rng: Random) -> dict[str, Any]:
    """Declarations that condition 3 or 4 turns down, so that only an exception helps."""
    few = {2019: "合格", 2020: "合格", 2021: "优秀", 2022: "合格", 2023: "合格"}
    weak = {**few, 2020: "基本合格", 2022: "优秀"}
    none: dict[int, str] = dict.fromkeys(YEARS, "合格")
    return rng.choice(
        (
            {"education": "初中"},
            {"appraisals": few},
            {"appraisals": none},
            {"appraisals": weak},
            {"education": "初中", "appraisals": few},
            {"appraisals": few, "party_years": (2021,)},
        )
    )
