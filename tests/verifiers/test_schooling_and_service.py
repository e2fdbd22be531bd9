"""H2a, H2c, H3, H4, P14: years, schooling and appraisals, word by word and day by day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from tests.verifiers.builders import (
    NAME,
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
