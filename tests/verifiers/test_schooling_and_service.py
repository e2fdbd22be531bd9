"""H2, H3, H4, P14, L2 to L5: years, schooling and appraisals, word by word and day by day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from tests.verifiers.builders import (
    NAME,
    altered,
    application,
    date,
    document,
    dossier,
    doubted,
    field,
    judged,
    result,
    skill,
)
from verifiers.rules.skill_certificates import is_grade

FIVE = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "合格"}


def plain(*papers, **changes):
    return judged(dossier(application(**changes), skill(), *papers))


@pytest.mark.parametrize(
    ("born", "start", "expected"),
    [
        ("1974-03", "1988", "attested"),  # at fourteen
        ("1974-03", "1987", "unsure"),  # a slip of the pen
        ("1974-03", "1974", "unsure"),
    ],
)
def test_h2a_nobody_started_work_before_fourteen(born, start, expected):
    assert expected == result(plain(birth=date(born), work_start=date(start)), "H2a")


def test_h2a_needs_no_birth_date():
    assert "attested" == result(plain(birth=None), "H2a")


@pytest.mark.parametrize(
    ("appointed", "certified", "expected"),
    [
        ("2015-12-28", "2015-12-28", "attested"),
        ("2015-12-29", "2015-12-28", "attested"),
        ("2015-12-27", "2015-12-28", "unsure"),
        ("2015", "2015-12-28", "attested"),
        ("2014", "2015-12-28", "unsure"),
    ],
)
def test_h2c_nobody_is_appointed_before_the_certificate(appointed, certified, expected):
    changes = {"appointed": date(appointed), "certified": date(certified)}
    assert expected == result(plain(**changes), "H2c")
    assert "attested" == result(plain(appointed=date(appointed), certified=None), "H2c")


@pytest.mark.parametrize(
    "education",
    [
        "技工学校", "技校", "技工", "中技", "职业中专", "职业中等专业学校", "中专", "中等专业学校",
        "职业高中", "职高", "高中", "高级技校", "技师学院", "大专", "专科", "高职", "大学", "本科",
        "研究生", "硕士", "博士", " 高 中 ",
    ],
)  # fmt: skip
def test_h3_what_is_high_school_or_more(education):
    """技工学校（职业中专）或高中（含职业高中）以上."""
    assert "attested" == result(plain(education=education), "H3")


@pytest.mark.parametrize(
    ("education", "expected"),
    [("初中", "mismatch"), ("初级中学", "mismatch"), ("小学", "mismatch"), ("文盲", "mismatch"),
     ("半文盲", "mismatch"), ("无", "mismatch"), ("高中肄业", "unsure"), ("成人", "unsure")],
)  # fmt: skip
def test_h3_what_is_less_is_a_mismatch_and_what_nobody_knows_is_for_a_person(education, expected):
    assert expected == result(plain(education=education), "H3")


def diploma(*results, doubtful=False):
    paper = document(DocumentKind.DIPLOMA, "毕业证.jpg", {"name": NAME, "result": list(results)})
    return doubted(paper, "result") if doubtful else paper


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (diploma("高中"), "attested"),
        (diploma("小学"), "mismatch"),
        (diploma("初中", doubtful=True), "unsure"),
        (diploma("高中", "初中"), "mismatch"),
        (diploma("某学"), "attested"),
    ],
)
def test_h3_a_diploma_that_says_less_contradicts(paper, expected):
    assert expected == result(plain(paper), "H3")


@pytest.mark.parametrize(
    ("year", "expected"), [(2019, "not_checked"), (2023, "not_checked"), (2018, "attested")]
)
def test_h4a_asks_for_each_of_the_last_five_years_and_no_other(year, expected):
    appraisals = {y: r for y, r in {2018: "不合格", **FIVE}.items() if y != year}
    if year != 2018:
        appraisals[2021] = "优秀"
    assert expected == result(plain(appraisals=appraisals), "H4a")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("合格", "attested"), (" 合 格 ", "attested"), ("不称职", "mismatch"), ("基本称职", "mismatch"),
     ("优秀等次", "unsure"), ("未参加考核", "unsure"), ("不进行考核", "unsure")],
)  # fmt: skip
def test_h4a_reads_each_result(given, expected):
    assert expected == result(plain(appraisals={**FIVE, 2021: given}), "H4a")


def appraisal(when, *results, doubtful=()):
    paper = document(DocumentKind.APPRAISAL_RECORD, "考核.jpg", {"name": NAME, "date": when})
    read = tuple(field("result", one) for one in results)
    return doubted(replace(paper, fields=paper.fields + read), *doubtful)


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (appraisal("2021", "合格"), "attested"),
        (appraisal("2021", "优秀"), "mismatch"),
        (appraisal("2021", "合格", "优秀"), "mismatch"),
        (appraisal("2021", "优秀", doubtful=("result",)), "unsure"),
        (appraisal("2021"), "attested"),
        (appraisal("2021-12-30", "优秀"), "attested"),  # the day of signing names no year assessed
        (appraisal("2021-12", "优秀"), "attested"),
        (appraisal("2021", "优秀", doubtful=("date",)), "attested"),
        (appraisal("2018", "不合格"), "attested"),  # the declaration says nothing of that year
    ],
)
def test_h4a_a_record_of_the_year_says_what_is_declared(paper, expected):
    assert expected == result(plain(paper), "H4a")


@pytest.mark.parametrize(
    ("excellent", "party", "expected"),
    [
        ((2019, 2023), (), "attested"),
        ((2018, 2020), (), "mismatch"),  # 优秀 of a year that is not asked for
        ((), (2018, 2017), "unsure"),
        ((), (2018,), "mismatch"),
        ((2020,), (2017,), "unsure"),
        ((2019, 2020, 2021), (2022,), "attested"),
    ],
)
def test_h4b_two_years_within_the_five(excellent, party, expected):
    appraisals = {**dict.fromkeys(FIVE, "合格"), **dict.fromkeys(excellent, "优秀")}
    assert expected == result(plain(appraisals=appraisals, party_years=party), "H4b")


@pytest.mark.parametrize(
    "promise",
    [
        "是",
        "有",
        "同意",
        "√",
        "✓",
        "Y",
        "y",
        "yes",
        "TRUE",
        "true",
        "1",
        "已承诺",
        "承诺容缺后补",
        "容缺",
    ],
)
def test_p14_what_promises(promise):
    verdict = plain(appraisals={**FIVE, 2023: ""}, deferral_promised=promise)
    assert "attested" == result(verdict, "P14")
    assert "attested" == result(verdict, "H4a")
    assert verdict.provisional


@pytest.mark.parametrize(
    "promise", ["未承诺", "不承诺", "无承诺", "否", "N", "2", "是否", "承诺未交", "x"]
)
def test_p14_what_does_not_clearly_promise_is_no_promise(promise):
    verdict = plain(appraisals={**FIVE, 2023: ""}, deferral_promised=promise)
    assert "not_checked" == result(verdict, "P14")
    assert "not_checked" == result(verdict, "H4a")
    assert not verdict.provisional


def test_p14_is_asked_only_where_2023_is_missing():
    verdict = plain(deferral_promised="是")
    assert "P14" not in {one.rule for one in verdict.findings}
    assert not verdict.provisional


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
        ({"issuer": "新乡市人力资源和社会保障局"}, "match"),
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
        ("issuer", "河南省教育厅", "match"),
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
    """Whoever holds another grade now declared that one's date."""
    paper = skill(date="2015-12-28")
    other = application(grade=grade, certified=date("2010-05-01"))
    assert "match" == result(judged(dossier(other, paper)), "H2b")
    unsaid = application(grade="", certified=date("2010-05-01"))
    assert "mismatch" == result(judged(dossier(unsaid, paper)), "H2b")


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
