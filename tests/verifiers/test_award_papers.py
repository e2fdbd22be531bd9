"""A4b: certificate and commendation document of an award, field by field, sure and doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NAME,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    award,
    date,
    decision,
    dossier,
    field,
    judged,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.rules.award_papers import same_number
from verifiers.verdict import decide
from verifiers.verify import verify


def case(certificate=None, paper=None, claim=AWARD_CLAIM):
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    return judged(dossier(app, skill(), certificate or award(), paper or decision()))


def a4b(certificate=None, paper=None, claim=AWARD_CLAIM):
    return result(case(certificate, paper, claim), "A4b", 1)


def with_readings(paper, name, *readings):
    """The paper with these readings of one field; what begins with ? is doubtful."""
    others = tuple(one for one in paper.fields if one.name != name)
    read = tuple(field(name, one.lstrip("?"), doubtful=one.startswith("?")) for one in readings)
    return replace(paper, fields=others + read)


TITLE = AWARD_CLAIM.title


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((TITLE,), "attested"),
        ((f"?{TITLE}",), "unsure"),
        ((f"?{TITLE}", TITLE), "attested"),
        ((TITLE, "新乡市劳动模范"), "attested"),
        ((f"?{TITLE}", "新乡市劳动模范"), "unsure"),
        (("?新乡市劳动模范",), "unsure"),
        (("新乡市劳动模范", "?先进"), "unsure"),
        (("新乡市劳动模范", "?标兵"), "mismatch"),
        (("防汛救灾先进个人",), "unsure"),  # part of the declared title
        ((f"2021年度{TITLE}",), "attested"),  # with a year that was not declared
        ((f"2020年度{TITLE}",), "attested"),  # often conferred in the year after
    ],
)
def test_the_declared_title_is_one_that_the_certificate_confers(readings, expected):
    assert expected == a4b(with_readings(award(), "honour", *readings))


def test_a_prize_is_declared_with_its_contest_or_apart_from_it():
    contest = "新乡市第十届职业技能竞赛"
    issuer = {"issuer": "新乡市人力资源和社会保障局", "seal_text": None}
    papers = (
        award(**issuer, honour=None, contest=contest, rank="二等奖"),
        decision(**issuer, honour=None),
    )
    for title in (contest, f"{contest}二等奖"):
        claim = replace(
            AWARD_CLAIM, condition=4, title=title, rank="二等奖", issuers=(issuer["issuer"],)
        )
        assert "attested" == a4b(*papers, claim)
    claim = replace(claim, title=f"{contest}一等奖")
    assert "unsure" == a4b(*papers, claim)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((NAME,), "attested"),
        ((f"?{NAME}", NAME), "attested"),
        ((f"?{NAME}", "韩玉梅"), "unsure"),
        (("?韩玉梅",), "unsure"),
        (("韩玉梅", "?宋建华"), "mismatch"),
        ((f"{NAME}同志",), "attested"),
        ((f"河道管理处{NAME}",), "unsure"),
    ],
)
def test_the_recipient_is_the_applicant(readings, expected):
    assert expected == a4b(with_readings(award(), "recipient", *readings))


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (("2021-11-18", "2021"), "attested"),
        (("?2021-11-18", "?2021-11-19"), "unsure"),  # one of them contradicts
        (("2021-11-18", "2021-11-19"), "unsure"),
        (("?2021-11-19",), "unsure"),
    ],
)
def test_every_date_on_the_certificate_is_the_declared_one(readings, expected):
    assert expected == a4b(with_readings(award(), "date", *readings))


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (("?2021086",), "attested"),  # it carries nothing by itself
        (("?2021087",), "unsure"),
        (("2021086", "2021087"), "unsure"),
        (("?2021086", "2021086"), "attested"),
        (("?2021086", "?2021087"), "unsure"),
    ],
)
def test_the_certificates_own_number_is_the_declared_one(readings, expected):
    assert expected == a4b(with_readings(award(), "certificate_number", *readings))


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (("新政[2021]37号",), "attested"),
        (("新政〔2021〕38号",), "mismatch"),
        (("?新政〔2021〕38号",), "unsure"),
        (("?新政〔2021〕37号",), "attested"),  # it carries nothing by itself
        (("新政〔2021〕37号", "新政〔2021〕38号"), "unsure"),
        (("?新政〔2021〕37号", "?新政〔2021〕38号"), "unsure"),
    ],
)
def test_a_document_number_cited_on_the_certificate_is_the_declared_one(readings, expected):
    assert expected == a4b(with_readings(award(), "document_number", *readings))


def test_without_declared_numbers_those_on_the_certificate_are_compared_with_nothing():
    bare = replace(AWARD_CLAIM, certificate_number="")
    assert "attested" == a4b(award(certificate_number="1"), claim=bare)
    undeclared = replace(AWARD_CLAIM, document_number="")
    assert "unsure" == a4b(claim=undeclared)  # for the document's sake alone
    assert "unsure" == a4b(award(document_number="新政〔2021〕1号"), claim=undeclared)


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        ("", None, "attested"),
        ("二等奖", None, "unsure"),
        ("二等奖", "二等奖", "attested"),
        ("二等奖", "“二等奖”", "attested"),
        ("二等奖", "三等奖", "mismatch"),
        ("", "二等奖", "mismatch"),
    ],
)
def test_the_rank_is_the_declared_one_where_either_says_one(declared, printed, expected):
    claim = replace(AWARD_CLAIM, rank=declared)
    assert expected == a4b(award(rank=printed), claim=claim)


@pytest.mark.parametrize(
    ("issuers", "seal", "expected"),
    [
        (("新乡市人民政府",), "新乡市人民政府", "attested"),
        (("新乡市政府",), None, "attested"),
        (("?新乡市人民政府",), None, "unsure"),
        (("?新乡市人民政府",), "新乡市人民政府", "attested"),
        (("新乡市人民政府", "红旗区人民政府"), None, "unsure"),
        (("新乡市人民政府", "?红旗区人民政府"), None, "attested"),
        (("?新乡市人民政府", "红旗区人民政府"), None, "unsure"),
        (("红旗区人民政府",), None, "mismatch"),
        (("?红旗区人民政府",), None, "unsure"),
        (("红旗区人民政府", "?新乡县人民政府"), None, "unsure"),
        ((), "新乡市人民政府", "attested"),
        ((), None, "not_checked"),
    ],
)
def test_the_document_is_issued_by_a_declared_issuer_and_by_nobody_else(issuers, seal, expected):
    assert expected == a4b(paper=with_readings(decision(seal_text=seal), "issuer", *issuers))


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((f"?{TITLE}",), "unsure"),
        ((f"?{TITLE}", TITLE), "attested"),
        (("先进集体", "?标兵"), "unsure"),
        (("先进集体", "标兵"), "mismatch"),
        ((), "attested"),
    ],
)
def test_the_declared_honour_is_among_those_of_the_document(readings, expected):
    assert expected == a4b(paper=with_readings(decision(), "honour", *readings))


def test_a_contests_document_confers_no_honour():
    claim = replace(AWARD_CLAIM, condition=4)
    assert "attested" == a4b(paper=decision(honour="技术能手"), claim=claim)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((NAME, "韩玉梅"), "attested"),
        ((NAME, f"?{NAME}"), "attested"),
        ((f"?{NAME}", "韩玉梅"), "unsure"),
        (("宋建华", "?韩玉梅"), "unsure"),
        (("宋建华", "韩玉梅"), "mismatch"),
    ],
)
def test_the_applicant_is_in_the_documents_list(readings, expected):
    assert expected == a4b(paper=with_readings(decision(), "named_person", *readings))


@pytest.mark.parametrize(("required", "expected"), [(True, "unsure"), (False, "attested")])
def test_whether_a_document_must_have_a_list_is_the_notices_to_say(required, expected):
    notice = load_notice("xinxiang-2024-22")
    limits = replace(notice.thresholds, named_person_required=required)
    other = replace(notice, thresholds=limits)
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,))
    one = dossier(app, skill(), award(), decision(named_person=None))
    findings = verify(one, PatentRegister(), load_authorities(), other, RECEIVED)
    assert expected == result(decide(one, findings, other), "A4b", 1)


@pytest.mark.parametrize(
    ("awarded", "decided", "number", "expected"),
    [
        ("2021-11-18", "2022-11-19", 2021, "attested"),  # 366 days
        ("2021-11-18", "2022-11-20", 2021, "unsure"),
        ("2021-11-18", "2020-11-17", 2020, "attested"),
        ("2021-11-18", "2020-11-16", 2020, "unsure"),
        ("2021", "2021-12-31", 2021, "attested"),
        ("2021-11-18", "2022-01-05", 2021, "attested"),  # numbered in the year before
        ("2021-11-18", "2021-11-18", 2022, "unsure"),
        ("2021-11-18", "2022-01-05", 2020, "unsure"),
        ("2021-11-18", "2021-11-18", 2020, "attested"),
    ],
)
def test_certificate_and_decision_are_of_one_occasion(awarded, decided, number, expected):
    """At most 366 days apart; the decision numbered in its year or the one before."""
    code = f"新政〔{number}〕37号"
    claim = replace(AWARD_CLAIM, date=date(awarded), document_number=code)
    paper = decision(date=decided, document_number=code)
    assert expected == a4b(award(date=awarded, document_number=code), paper, claim)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("新政〔2021〕37号", "新政[2021]37号", True),
        ("新政〔2021〕37号", "新政【2021】37号", True),
        ("新政〔2021〕37号", "新政〔2021〕38号", False),
        ("新政〔2021〕37号", "新政〔2020〕37号", False),
        ("新政〔2021〕37号", "豫政〔2021〕37号", False),
        ("第37号令", "第37号令", True),
        ("第37号令", "“第37号令”", True),
        ("第37号令", "新政〔2021〕37号", False),
        ("", "", False),
    ],
)
def test_document_numbers_are_the_same_whatever_their_brackets(one, two, same):
    assert same is same_number(one, two)
    assert same is same_number(two, one)
