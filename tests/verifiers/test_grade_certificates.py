"""H2b, L2 to L5: the certificates of grades, their kind, date and grade, and years of service instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    altered,
    application,
    date,
    dossier,
    doubted,
    field,
    judged,
    result,
    skill,
)
from tests.verifiers.test_schooling_and_service import diploma
from verifiers.rules.skill_certificates import is_grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("技师", "二级"), ("二级", "二级"), ("二级（技师）", "二级"), ("2级", "二级"), ("工人技师", "二级"),
        ("高级工", "三级"), ("三级", "三级"), ("3级", "三级"), ("中级工", "四级"), ("四级", "四级"),
        ("4级", "四级"), ("初级工", "五级"), ("五级", "五级"), ("5级", "五级"),
    ],
)  # fmt: skip
def test_a_printed_grade_is_one_grade_and_no_other(text, grade):
    assert [grade] == [one for one in ("二级", "三级", "四级", "五级") if is_grade(text, one)]


@pytest.mark.parametrize(
    "text",
    [
        "高级技师",
        "一级",
        "特级技师",
        "首席技师",
        "预备技师",
        "助理技师",
        "见习技师",
        "一级（高级技师）",
        "12级",
        "",
    ],
)
def test_other_grades_are_none_of_them(text):
    assert not any(is_grade(text, one) for one in ("二级", "三级", "四级", "五级"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "机关事业单位工人技术等级证书"}, "match"),
        ({"title": "工勤技能岗位等级证书"}, "match"),
        ({"title": "工人技师证"}, "match"),
        ({"title": "工人技术等级证书"}, "match"),
        ({"title": "技师证书"}, "unsure"),
        ({"title": "职业资格证书"}, "mismatch"),
        ({"title": "职业技能等级证书"}, "mismatch"),
        ({"certificate_number": "S000041040001232000123"}, "mismatch"),  # 1 letter, 21 digits
        ({"certificate_number": "SA00041040001232000123"}, "mismatch"),  # 2 letters, 20 digits
        ({"certificate_number": "S0000410400012320001234"}, "match"),
        ({"certificate_number": "编号S000041040001232000123"}, "match"),
        ({"issuer": "河南省劳动和社会保障厅"}, "match"),
        ({"issuer": "新乡市人力资源和社会保障局"}, "unsure"),  # level two is the province's
        ({"issuer": "河南省教育厅"}, "unsure"),
        ({"issuer": ["河南省教育厅", "河南省人力资源和社会保障厅"]}, "match"),
    ],
)
def test_h2b_the_certificate_is_that_of_government_workers(values, expected):
    """A vocational certificate is another document. Source: 附件1第一条; facts §6."""
    assert expected == result(judged(dossier(application(), skill(**values))), "H2b")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("title", "职业资格证书", "unsure"),
        ("issuer", "河南省教育厅", "unsure"),
        ("title", "机关事业单位工人技师资格证书", "unsure"),
    ],
)
def test_h2b_a_doubtful_kind_is_for_a_person(name, value, expected):
    paper = doubted(skill(**{name: value}), name)
    assert expected == result(judged(dossier(application(), paper)), "H2b")


@pytest.mark.parametrize(
    ("printed", "declared", "expected"),
    [
        (("2015-12-28",), "2015-12-28", "match"),
        (("2015-12-28",), "2015-12", "match"),
        (("2015-12",), "2015-12-28", "match"),
        (("2015-12-28",), "2015-12-29", "mismatch"),
        (("2015-12-28", "2015-12-29"), "2015-12-28", "unsure"),
        (("2015-12-28", "2019-06-01"), "2015-12-28", "unsure"),
        (("2020-01-01", "2021-01-01"), "2020-01-01", "mismatch"),
        (("2020-01-01", "2019-12-31"), "2020-01-01", "unsure"),
        (("2015-12-28",), None, "not_checked"),
    ],
)
def test_h2b_the_certificates_date_is_the_declared_one(printed, declared, expected):
    app = application(certified=date(declared) if declared else None, appointed=date("2023-06"))
    assert expected == result(judged(dossier(app, skill(date=list(printed)))), "H2b")


def test_h2b_a_doubtful_late_date_beside_a_sure_one_still_is_late():
    paper = skill(date="2020-01-01")
    both = replace(paper, fields=(*paper.fields, field("date", "2020-01-02", doubtful=True)))
    app = application(certified=date("2020-01-01"), appointed=date("2023-06"))
    assert "mismatch" == result(judged(dossier(app, both)), "H2b")
    assert "unsure" == result(judged(dossier(app, doubted(paper, "date"))), "H2b")


@pytest.mark.parametrize("grade", ["三级", "四级"])
def test_h2b_the_declared_date_is_that_of_the_present_grade(grade):
    """Whatever grade is stated beside it: who applies for 一级 declares the date of 二级."""
    paper = skill(date="2015-12-28")
    for stated in (grade, ""):
        other = application(grade=stated, certified=date("2010-05-01"))
        assert "mismatch" == result(judged(dossier(other, paper)), "H2b")


@pytest.mark.parametrize("value", [None, "某日", ["2015-12-28", "某日"]])
def test_h2b_without_a_date_that_can_be_read_is_not_checked(value):
    """Whatever is declared; here nothing is, the present grade being another."""
    app = application(grade="三级", certified=date("2010-05-01"))
    assert "not_checked" == result(judged(dossier(app, skill(date=value))), "H2b")


def lower(target, **changes):
    base = application(
        target_grade=target, grade="五级", certified=date("2018-06-29"), work_start=date("2016-09"),
        appraisals={}, publicity_start=None, publicity_end=None,
    )  # fmt: skip
    return replace(base, **changes)


def below(**values):
    paper = skill(title="机关事业单位工人技术等级证书", grade="初级工", date="2018-06-29")
    return altered(paper, **values)


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [
        ("2024-09-30", "attested"),
        ("2024-10-01", "mismatch"),
        ("2024-09", "attested"),
        ("2024", "unsure"),
        ("2023", "attested"),
        (None, "not_checked"),
    ],
)
def test_l5_confirmed_by_the_end_of_september(confirmed, expected):
    app = lower("五级", confirmed=date(confirmed) if confirmed else None)
    assert expected == result(judged(dossier(app, skill())), "L5")


@pytest.mark.parametrize(
    ("work_start", "paper", "expected"),
    [
        ("2015-12-31", below(), "attested"),
        ("2015-12-31", None, "attested"),
        ("2015-12-31", below(grade="高级技师"), "attested"),
        ("2016-01-01", below(), "attested"),
        ("2016-01-01", None, "not_checked"),  # of two lacks the lesser is told
        ("2016-01-01", below(date="2019-10-01"), "mismatch"),
        ("2016-01-01", doubted(below(), "name"), "unsure"),
        (None, below(date="2019-10-01"), "not_checked"),
        (None, below(), "attested"),
    ],
)
def test_l4_either_way_is_enough_and_the_better_one_speaks(work_start, paper, expected):
    app = lower("四级", work_start=date(work_start) if work_start else None)
    papers = (paper,) if paper else ()
    if paper and "2019" in (paper.first("date").value if paper.first("date") else ""):
        app = replace(app, certified=date("2019-10-01"))
    assert expected == result(judged(dossier(app, *papers)), "L4")


def test_l4_what_lacks_of_both_ways_is_told_and_of_a_better_one_that_alone():
    late = below(date="2019-10-01")
    app = lower("四级", work_start=date("2016-01-01"), certified=date("2019-10-01"))

    def said(*papers):
        findings = judged(dossier(app, *papers)).findings
        return next(one for one in findings if one.rule == "L4").explanation

    both = said(late)
    assert "2019-10-01" in both
    assert "2016-01-01" in both
    alone = said()
    assert "2016-01-01" not in alone


def test_l4_the_unit_signs_for_the_five_years_at_that_grade():
    """在本工种本等级工作满5年: no certificate says so."""
    app = lower("四级", unit_opinion="", work_start=date("2016-01-01"))
    assert "not_checked" == result(judged(dossier(app, below())), "L4")


@pytest.mark.parametrize(
    ("sex", "expected"), [("男", "mismatch"), ("女", "unsure"), ("", "unsure")]
)
def test_l2c_the_age_is_that_of_the_applicants_sex(sex, expected):
    """男50周岁以上、女45周岁以上: somebody of 47."""
    app = lower(
        "二级", education="初中", sex=sex, id_number="", birth=date("1977-05"), continuous="是"
    )
    assert expected == result(judged(dossier(app, below())), "L2c")
    unknown = replace(app, birth=None)
    assert "unsure" == result(judged(dossier(unknown, below())), "L2c")


def test_l2c_only_junior_high_may_be_relaxed():
    for education, expected in (("初级中学", "unsure"), ("小学", "mismatch"), ("", "not_checked")):
        app = lower("二级", education=education, birth=date("1960-05"), id_number="")
        assert expected == result(judged(dossier(app, below())), "L2c"), education
    app = lower("二级", education="高中")
    assert "mismatch" == result(judged(dossier(app, below(), diploma("小学"))), "L2c")
