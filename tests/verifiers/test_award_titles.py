"""Titles and ranks: every word for a place, and which title of whose counts under each item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    award,
    date,
    decision,
    dossier,
    doubted,
    judged,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.rules.award_titles import rank_of
from verifiers.verdict import decide
from verifiers.verify import verify

NUMERALS = "一二三四五六七八九十"


@pytest.mark.parametrize(
    ("rank", "place"),
    [
        *((text, 1) for text in ("特等奖", "一等奖", "金奖", "金牌", "冠军")),
        *((text, 2) for text in ("二等奖", "银奖", "银牌", "亚军")),
        *((text, 3) for text in ("三等奖", "铜奖", "铜牌", "季军")),
        *((f"第{numeral}名", place) for place, numeral in enumerate(NUMERALS, 1)),
        *((f"第{place}名", place) for place in (1, 3, 4, 9, 10, 20, 99)),
        ("2名", 2),
        ("二名", 2),
        (" “二等奖” ", 2),
        ("第１名", 1),
    ],
)
def test_a_rank_stands_for_a_place(rank, place):
    assert place == rank_of(rank)


@pytest.mark.parametrize(
    "rank", ["", "四等奖", "优秀奖", "第100名", "第名", "第十一名", "前3名", "第3名获得者"]
)
def test_what_is_no_place_stands_for_none(rank):
    assert rank_of(rank) is None


CONTEST = "新乡市第十届职业技能竞赛"
HR = "新乡市人力资源和社会保障局"


def contest(declared, *, title=CONTEST, paper=None, notice=None):
    claim = replace(AWARD_CLAIM, condition=4, title=title, issuers=(HR,), rank=declared)
    issuer = {"issuer": HR, "seal_text": HR}
    base = award(**issuer, honour=None, contest=CONTEST, rank=declared)
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    notice = notice or load_notice("xinxiang-2024-22")
    one = dossier(app, skill(), paper(base) if paper else base, decision(**issuer, honour=None))
    findings = verify(one, PatentRegister(), load_authorities(), notice, RECEIVED)
    return result(decide(one, findings, notice), "H64", 1)


def printed(*ranks):
    return lambda base: award(
        issuer=HR, seal_text=HR, honour=None, contest=CONTEST, rank=list(ranks) or None
    )


@pytest.mark.parametrize(
    ("declared", "ranks", "expected"),
    [
        ("一等奖", ("一等奖",), "match"),
        ("一等奖", ("第三名",), "match"),  # A4b compares it with the declared one
        ("一等奖", ("第四名",), "mismatch"),
        ("一等奖", ("四等奖",), "mismatch"),
        ("一等奖", (), "not_checked"),
        ("一等奖", ("一等奖", "第5名"), "unsure"),
        ("第三名", ("第三名",), "match"),
        ("第四名", ("第四名",), "unsure"),
        ("一等奖", ("优胜奖",), "mismatch"),
        ("优胜奖", ("一等奖",), "mismatch"),
    ],
)
def test_h64_reads_the_rank_on_the_certificate(declared, ranks, expected):
    assert expected == contest(declared, paper=printed(*ranks))


def test_h64_never_rests_on_a_doubtful_rank():
    assert "unsure" == contest("一等奖", paper=lambda base: doubted(base, "rank"))


@pytest.mark.parametrize(
    "word",
    [
        "优秀奖", "优胜奖", "鼓励奖", "参与奖", "入围奖", "组织奖", "优秀教练", "优秀裁判",
        "优秀指导教师", "指导教师", "团体第一名",
    ],
)  # fmt: skip
def test_h64_what_is_no_individual_prize_is_none_in_rank_or_title(word):
    """附件1第八条: 个人三等奖以上."""
    assert "mismatch" == contest(word)
    assert "mismatch" == contest("一等奖", title=f"{CONTEST}{word}")


@pytest.mark.parametrize(("last", "expected"), [(3, "match"), (2, "unsure")])
def test_h64_the_lowest_prize_that_counts_is_the_notices_to_say(last, expected):
    notice = load_notice("xinxiang-2024-22")
    other = replace(notice, thresholds=replace(notice.thresholds, last_award_rank=last))
    assert expected == contest("三等奖", notice=other)


def case(condition, title, *issuers, honour=None, document_title=AWARD_CLAIM.document_title):
    claim = replace(
        AWARD_CLAIM,
        condition=condition,
        title=title,
        issuers=issuers,
        document_title=document_title,
    )
    papers = {"issuer": list(issuers), "seal_text": list(issuers)}
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    certificate = award(**papers, honour=honour or title)
    return judged(dossier(app, skill(), certificate, decision(**papers, honour=title)))


@pytest.mark.parametrize("word", ["通报表扬", "嘉奖", "年度考核"])
def test_h61_a_word_for_less_than_a_commendation_is_for_a_person(word):
    """“通报表扬” vs “表彰”, on the declaration, in the document's title or on the certificate."""
    title = AWARD_CLAIM.title
    assert "match" == result(case(1, title, "新乡市人民政府"), "H61", 1)
    assert "unsure" == result(case(1, f"防汛{word}", "新乡市人民政府"), "H61", 1)
    by_document = case(1, title, "新乡市人民政府", document_title=f"关于予以{word}的通报")
    assert "unsure" == result(by_document, "H61", 1)
    by_paper = case(1, title, "新乡市人民政府", honour=f"{title}{word}")
    assert "unsure" == result(by_paper, "H61", 1)


UNION = "河南省总工会"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("河南省五一劳动奖章", "match"),
        ("2021年河南省五一劳动奖章", "match"),
        ("2021年度五一劳动奖章", "match"),
        ("2020至2021年度河南省五一劳动奖章", "match"),
        ("河南省五一劳动奖章获得者", "match"),
        ("“河南省五一劳动奖章”荣誉称号", "match"),
        ("河南省五一劳动奖章提名奖", "unsure"),
        ("山东省五一劳动奖章", "unsure"),
        ("河南省五一劳动奖状", "mismatch"),
        ("五一巾帼标兵", "mismatch"),
        ("工人先锋号", "mismatch"),
    ],
)
def test_h62_is_the_medal_itself(title, expected):
    assert expected == result(case(2, title, UNION), "H62", 1)


PROVINCE_HR = "河南省人力资源和社会保障厅"


@pytest.mark.parametrize(
    ("title", "issuers", "expected"),
    [
        ("技术能手", (HR,), "match"),  # the issuer says whose
        ("“新乡市技术能手”荣誉称号", (HR,), "match"),
        ("2020至2021年度新乡市技术能手", (HR,), "match"),
        ("河南省技术能手", (HR, PROVINCE_HR), "match"),
        ("新乡市技术能手", (PROVINCE_HR,), "unsure"),
        ("全国技术能手", (PROVINCE_HR,), "unsure"),
        ("郑州市技术能手", (HR,), "unsure"),
        ("河南省技术能手", (HR, "河南省总工会"), "unsure"),  # the union's place is no matter
        ("新乡市技术能手", (HR, "新乡市总工会"), "match"),
        ("新乡市技术能手", ("新乡市人民政府",), "mismatch"),
        ("新乡市技术能手标兵", (HR,), "unsure"),
        ("中华技能大奖", ("人力资源和社会保障部",), "unsure"),
        ("首席技师", (HR,), "mismatch"),
    ],
)
def test_h63_is_a_title_of_the_place_whose_department_gave_it(title, issuers, expected):
    assert expected == result(case(3, title, *issuers), "H63", 1)


@pytest.mark.parametrize(
    ("issuers", "expected"),
    [
        (("国务院",), "match"),
        (("河南省人民政府",), "match"),
        (("新乡市人民政府",), "match"),
        (("长垣市人民政府",), "match"),  # 省直管县（市）
        (("济源产城融合示范区管理委员会",), "match"),
        (("红旗区人民政府",), "mismatch"),
        (("新乡市人民政府办公室",), "unsure"),
        (("某某委员会",), "unsure"),
        (("共青团河南省委",), "unsure"),
        (("新乡市人民政府", "红旗区人民政府"), "mismatch"),
        (("新乡市人民政府", "某某委员会"), "unsure"),
        ((), "not_checked"),
    ],
)
def test_a3a_above_includes_the_level_itself_and_direct_counties(issuers, expected):
    assert expected == result(case(1, AWARD_CLAIM.title, *issuers), "A3a", 1)


PROVINCE = ("中共河南省委", "河南省人民政府")


@pytest.mark.parametrize(
    ("title", "issuers", "expected"),
    [
        ("河南省先进工作者", PROVINCE, "match"),
        ("全国先进工作者", ("中共中央", "国务院"), "match"),
        ("全国劳动模范", ("国务院",), "unsure"),
        ("河南省劳动模范", ("中共河南省委",), "unsure"),
        ("河南省劳动模范", ("中共中央", "国务院"), "unsure"),
        ("河南省劳动模范", ("中共新乡市委", "新乡市人民政府"), "unsure"),
        ("河南省劳动模范", (*PROVINCE, "河南省总工会"), "match"),
        ("河南省劳动模范", (PROVINCE_HR, UNION), "unsure"),
        ("河南省劳动模范", (), "unsure"),
    ],
)
def test_a10_model_workers_are_named_by_party_and_government_together(title, issuers, expected):
    assert expected == result(case(1, title, *issuers), "A10", 1)


def a3b(*changes):
    claims = tuple(
        replace(AWARD_CLAIM, no=no, document_number="", **change)
        for no, change in enumerate(changes, 1)
    )
    verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
    return tuple(result(verdict, "A3b", no) for no in range(1, len(claims) + 1))


@pytest.mark.parametrize(
    "prize",
    [
        "特等奖", "一等奖", "二等奖", "三等奖", "四等奖", "优秀奖", "优胜奖", "第1名", "第十名",
        "第12名", "金奖", "银奖", "铜奖", "金牌", "银牌", "铜牌", "个人一等奖", "单项三等奖",
    ],
)  # fmt: skip
def test_a3b_a_prize_in_the_title_makes_no_other_project(prize):
    assert ("unsure", "unsure") == a3b({"title": CONTEST}, {"title": f"{CONTEST}{prize}"})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, ("unsure", "unsure")),
        ({"rank": "一等奖"}, {"rank": "第2名"}, ("match", "unsure")),
        ({"rank": "优秀奖"}, {"rank": "三等奖"}, ("unsure", "match")),
        ({"title": "甲"}, {"title": "乙"}, ("match", "match")),
        ({"title": ""}, {"title": ""}, ("match", "match")),
        ({"date": None}, {}, ("unsure", "unsure")),  # perhaps of the same year
        ({}, {"date": None}, ("unsure", "unsure")),
        ({"date": date("2021-01-04")}, {"date": date("2021-12-30")}, ("unsure", "unsure")),
        ({"date": date("2021-12-30")}, {"date": date("2022-01-04")}, ("match", "match")),
        ({"condition": 6}, {}, ("match",)),  # 绝招绝技 is no prize
        ({"condition": 1}, {"condition": 4}, ("unsure", "unsure")),
    ],
)
def test_a3b_one_project_is_one_title_of_one_year(first, second, expected):
    if first.get("condition") == 6:
        claims = (replace(AWARD_CLAIM, no=1, **first), replace(AWARD_CLAIM, no=2))
        verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
        assert expected == (result(verdict, "A3b", 2),)
    else:
        assert expected == a3b(first, second)


def test_a3b_of_three_prizes_of_one_contest_the_highest_alone_stands():
    ranks = ({"rank": "三等奖"}, {"rank": "一等奖"}, {"rank": "二等奖"})
    assert ("unsure", "match", "unsure") == a3b(*ranks)
    assert ("match", "match", "unsure") == a3b(
        {"title": "别的", "rank": "三等奖"}, {"rank": "一等奖"}, {"rank": "二等奖"}
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [("新政[2021]37号", "unsure"), ("新政〔2021〕38号", "match"), ("", "match")],
)
def test_a3b_one_decision_is_one_project_whatever_the_titles(number, expected):
    other = replace(AWARD_CLAIM, no=2, title="劳动模范", document_number=number)
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, other))
    verdict = judged(dossier(app, skill()))
    assert expected == result(verdict, "A3b", 1) == result(verdict, "A3b", 2)
