"""A2b, A6: who received an award, and whom a department addressed, sure and doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NAME,
    NEEDS_EXCEPTION,
    altered,
    application,
    award,
    decision,
    dossier,
    judged,
    result,
    skill,
)
from tests.verifiers.test_award_papers import TITLE, case, with_readings


def a2b(certificate=None, claim=AWARD_CLAIM):
    return result(case(certificate, claim=claim), "A2b", 1)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((f"?{NAME}",), "unsure"),
        ((NAME, f"?{NAME}"), "match"),
        ((NAME, f" {NAME} "), "match"),
        ((NAME, "韩玉梅"), "unsure"),
        (("新乡市河道管理处", f"?{NAME}"), "unsure"),
        (("新乡市河道管理处", NAME), "unsure"),
        (("?新乡市河道管理处",), "unsure"),
        (("新乡市河道管理处", "?抢险突击队"), "mismatch"),
        (("我们最亲爱的同事",), "unsure"),
    ],
)
def test_a2b_one_person_received_it_and_no_body(readings, expected):
    assert expected == a2b(with_readings(award(), "recipient", *readings))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("honour", "先进集体", "mismatch"),
        ("rank", "团体一等奖", "mismatch"),
        ("contest", "双人赛", "unsure"),
        ("honour", "先进班组长", "match"),
        ("honour", "先进班组", "mismatch"),
        ("contest", "职业技能竞赛", "match"),
    ],
)
def test_a2b_reads_every_title_and_rank_of_certificate_and_claim(name, text, expected):
    assert expected == a2b(award(**{name: text}))
    declared = "rank" if name == "rank" else "title"
    assert expected == a2b(claim=replace(AWARD_CLAIM, **{declared: text}))


def test_a2b_is_not_checked_without_a_certificate_but_sees_a_collective_title():
    for title, expected in ((TITLE, "not_checked"), ("先进集体", "mismatch")):
        app = application(**NEEDS_EXCEPTION, claims=(replace(AWARD_CLAIM, title=title),))
        assert expected == result(judged(dossier(app, skill())), "A2b", 1)


DEPARTMENT = "河南省交通运输厅"
WIDE, INSIDE = "各省辖市交通运输局：", "厅机关各处室、厅直属各单位："
PLAIN, SYSTEM = "关于表彰先进工作者的决定", "关于表彰全省交通运输系统先进工作者的决定"
OWN = "关于表彰厅直属单位先进工作者的决定"


def a6(addressees, titles, issuers=(DEPARTMENT,)):
    claim = replace(AWARD_CLAIM, issuers=issuers)
    papers = {"issuer": list(issuers), "seal_text": list(issuers)}
    paper = with_readings(decision(**papers), "addressee", *addressees)
    return case(award(**papers), with_readings(paper, "title", *titles), claim)


@pytest.mark.parametrize(
    ("addressees", "titles", "expected"),
    [
        ((WIDE,), (PLAIN,), "match"),
        ((f"?{WIDE}",), (PLAIN,), "unsure"),
        ((f"?{WIDE}",), (SYSTEM,), "unsure"),  # the title decides only where nobody is addressed
        ((f"?{WIDE}", WIDE), (PLAIN,), "match"),
        ((INSIDE,), (PLAIN,), "mismatch"),
        ((f"?{INSIDE}",), (PLAIN,), "unsure"),
        ((INSIDE, f"?{INSIDE}"), (PLAIN,), "unsure"),
        ((INSIDE,), (SYSTEM,), "unsure"),
        ((INSIDE,), (f"?{SYSTEM}",), "mismatch"),
        ((INSIDE, WIDE), (PLAIN,), "match"),
        ((INSIDE, f"?{WIDE}"), (PLAIN,), "unsure"),
        ((), (SYSTEM,), "match"),
        ((), (f"?{SYSTEM}",), "unsure"),
        ((), (SYSTEM, OWN), "unsure"),
        ((), (OWN,), "unsure"),
        ((), (PLAIN,), "unsure"),
        (("有关单位：",), (SYSTEM,), "unsure"),
    ],
)
def test_a6_asks_whom_the_department_addressed_and_how_surely_that_was_read(
    addressees, titles, expected
):
    assert expected == result(a6(addressees, titles), "A6", 1)


@pytest.mark.parametrize(
    ("issuers", "expected"),
    [
        (("新乡市人民政府",), "match"),
        (("中共河南省委",), "match"),
        ((DEPARTMENT, "新乡市人民政府"), "match"),
        ((DEPARTMENT,), "mismatch"),
        (("红旗区人民政府",), "mismatch"),  # carries nothing: as if it were a department
    ],
)
def test_a6_is_no_question_where_a_committee_or_government_awarded(issuers, expected):
    assert expected == result(a6((INSIDE,), (PLAIN,), issuers), "A6", 1)


def test_a6_is_not_checked_without_the_document():
    claim = replace(AWARD_CLAIM, issuers=(DEPARTMENT,))
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    assert "not_checked" == result(judged(dossier(app, skill(), award())), "A6", 1)
    ours = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,))
    assert "match" == result(judged(dossier(ours, skill(), altered(award()))), "A6", 1)
