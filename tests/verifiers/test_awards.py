"""Awards: issuer, papers, person, level, audience and date, each alone and at its boundary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from tests.verifiers.builders import (
    AWARD_CLAIM,
    NAME,
    NEEDS_EXCEPTION,
    altered,
    application,
    award,
    award_dossier,
    date,
    decision,
    document,
    dossier,
    doubted,
    flagged,
    judged,
    result,
    skill,
)


def case(claim=AWARD_CLAIM, certificate=None, paper=None, level_two=None):
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    papers = [level_two or skill(), certificate or award(), paper or decision()]
    return judged(dossier(app, *papers))


def by(*issuers, **changes):
    """The award given by other issuers, on all papers alike."""
    claim = replace(AWARD_CLAIM, issuers=issuers, **changes)
    seals = list(issuers)
    return case(
        claim,
        award(issuer=list(issuers), seal_text=seals),
        decision(issuer=list(issuers), seal_text=seals),
    )


def test_a_genuine_award_carries_who_lacks_schooling_and_distinction():
    verdict = judged(award_dossier())
    assert verdict.outcome == "pass"
    assert flagged(verdict) == set()
    assert [(c.no, c.result) for c in verdict.claims] == [(1, "attested")]


@pytest.mark.parametrize(
    ("issuers", "expected"),
    [
        (("新乡市人民政府",), "match"),
        (("新乡市政府",), "match"),
        (("中共新乡市委", "新乡市人民政府"), "match"),
        (("中国共产党新乡市委员会",), "match"),
        (("河南省人民政府",), "match"),
        (("国务院",), "match"),
        (("济源产城融合示范区管理委员会",), "match"),
        (("红旗区人民政府",), "mismatch"),
        (("新乡市红旗区人民政府",), "mismatch"),
        (("新乡市人民政府办公室",), "unsure"),
        (("新乡市教育局",), "mismatch"),
        (("新乡市人力资源和社会保障局",), "mismatch"),
        (("新乡市总工会",), "mismatch"),
        (("新乡巿人民政府",), "unsure"),
        (("新乡县人民政府",), "mismatch"),
        (("河南省新乡市人民政府",), "unsure"),
        (("共青团河南省委",), "unsure"),
        (("长垣市人民政府",), "match"),
        (("山东省人民政府",), "unsure"),
        (("某某委员会",), "unsure"),
        (("新乡市人民政府", "某某委员会"), "unsure"),
        (("新乡市人民政府", "红旗区人民政府"), "mismatch"),
    ],
)
def test_h61_goes_by_the_whole_name_of_every_issuer(issuers, expected):
    verdict = by(*issuers)
    assert result(verdict, "H61", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "match")


def test_h61_direct_counties_after_2021_are_for_a_person():
    later = {"date": date("2022-05-18")}
    claim = replace(
        AWARD_CLAIM, issuers=("长垣市人民政府",), document_number="长政〔2022〕3号", **later
    )
    issuer = {"issuer": "长垣市人民政府", "seal_text": "长垣市人民政府"}
    verdict = case(
        claim,
        award(**issuer, date="2022-05-18", document_number="长政〔2022〕3号"),
        decision(**issuer, date="2022-05-18", document_number="长政〔2022〕3号"),
    )
    assert result(verdict, "H61", 1) == "unsure"


def test_a_bare_name_counts_only_where_the_paper_names_the_province():
    assert result(by("省政府"), "H61", 1) == "unsure"
    claim = replace(AWARD_CLAIM, issuers=("省政府",), document_number="豫政〔2021〕37号")
    papers = {
        "issuer": "河南省人民政府",
        "seal_text": "河南省人民政府",
        "document_number": "豫政〔2021〕37号",
    }
    verdict = case(claim, award(**papers), decision(**papers))
    assert result(verdict, "H61", 1) == "match"
    assert verdict.outcome == "pass"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"issuer": "红旗区人民政府"}, "unsure"),
        ({"issuer": "红旗区人民政府", "seal_text": "红旗区人民政府"}, "mismatch"),
        ({"issuer": None}, "match"),  # the seal names it
        ({"issuer": None, "seal_text": None}, "not_checked"),
        ({"seal_text": None}, "match"),
        ({"seal_text": "红旗区人民政府"}, "mismatch"),
        ({"seal_text": "河南省人民政府"}, "mismatch"),
        ({"seal_text": "新乡市人民玫府"}, "unsure"),
        ({"seal_text": "☆新乡市人民政府4107000012345"}, "match"),
        ({"issuer": ["新乡市人民政府", "红旗区人民政府"]}, "unsure"),
        ({"issuer": "新乡市人民玫府", "seal_text": None}, "unsure"),
    ],
)
def test_h61_reads_the_issuer_on_certificate_or_seal(change, expected):
    assert result(case(certificate=award(**change)), "H61", 1) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [(("issuer", "seal_text"), "unsure"), (("issuer",), "match"), (("seal_text",), "match")],
)
def test_h61_wants_one_sure_reading_of_the_issuer(names, expected):
    assert result(case(certificate=doubted(award(), *names)), "H61", 1) == expected


@pytest.mark.parametrize(
    ("seal", "expected"),
    [
        ("红旗区人民政府", "unsure"),
        ("红旗匚人民政府", "unsure"),
        ("新乡县人民政府", "unsure"),
        ("河南省人民政府", "unsure"),
        ("新乡市教育局", "unsure"),
        ("新乡市人民玫府", "match"),
        ("发省人办路园副设交报区技", "match"),
    ],
)
def test_a_doubtful_seal_of_another_body_leaves_doubt(seal, expected):
    verdict = case(certificate=doubted(award(seal_text=seal), "seal_text"))
    assert result(verdict, "H61", 1) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"honour": "全市防汛救灾先进工作者"}, "mismatch"),
        ({"honour": "先进个人"}, "unsure"),
        ({"honour": None}, "not_checked"),
        ({"recipient": "郑国乎"}, "mismatch"),
        ({"recipient": "新乡市河道管理处郑国平"}, "unsure"),
        ({"recipient": None}, "not_checked"),
        ({"date": "2021-11-19"}, "mismatch"),
        ({"date": "2021-11"}, "attested"),
        ({"date": None}, "not_checked"),
        ({"certificate_number": "2021087"}, "mismatch"),
        ({"certificate_number": None}, "unsure"),
        ({"document_number": "新政〔2021〕38号"}, "mismatch"),
        ({"document_number": None}, "attested"),
        ({"rank": "一等奖"}, "mismatch"),
        ({"honour": "“全市防汛救灾先进个人”荣誉称号"}, "attested"),
    ],
)
def test_a4b_compares_the_certificate_with_the_declaration(change, expected):
    assert result(case(certificate=award(**change)), "A4b", 1) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"document_number": "新政〔2021〕38号"}, "mismatch"),
        ({"document_number": "新政[2021]37号"}, "attested"),
        ({"document_number": None}, "not_checked"),
        ({"title": "新乡市人民政府关于表彰2020年度劳动模范的决定"}, "mismatch"),
        ({"title": None}, "not_checked"),
        ({"issuer": "红旗区人民政府", "seal_text": None}, "mismatch"),
        ({"issuer": None, "seal_text": None}, "not_checked"),
        ({"issuer": None}, "attested"),
        ({"seal_text": "红旗区人民政府"}, "mismatch"),
        ({"honour": "全市防汛救灾先进集体"}, "mismatch"),
        ({"honour": None}, "attested"),
        ({"named_person": ["韩玉梅", "宋建华"]}, "mismatch"),
        ({"named_person": None}, "unsure"),
        ({"date": None}, "unsure"),
        ({"date": "2021-11-10"}, "attested"),
        ({"date": "2023-11-18"}, "unsure"),
        ({"date": "2019-11-18"}, "unsure"),
    ],
)
def test_a4b_compares_the_commendation_document(change, expected):
    assert result(case(paper=decision(**change)), "A4b", 1) == expected


@pytest.mark.parametrize("name", ["honour", "recipient"])
def test_a4b_never_rests_on_a_doubtful_field_of_the_certificate(name):
    assert result(case(certificate=doubted(award(), name)), "A4b", 1) == "unsure"


def test_a_doubtful_date_is_borne_out_by_the_document_alone():
    doubtful = doubted(award(), "date")
    verdict = case(certificate=doubtful)
    assert (result(verdict, "A4b", 1), result(verdict, "A1", 1)) == ("attested", "match")
    both = case(certificate=doubtful, paper=doubted(decision(), "date"))
    assert (result(both, "A4b", 1), result(both, "A1", 1)) == ("unsure", "unsure")
    other = case(certificate=doubted(award(date="2012-11-18"), "date"))
    assert (result(other, "A4b", 1), result(other, "A1", 1)) == ("unsure", "unsure")


@pytest.mark.parametrize("name", ["document_number", "title", "named_person", "honour"])
def test_a4b_never_rests_on_a_doubtful_field_of_the_document(name):
    assert result(case(paper=doubted(decision(), name)), "A4b", 1) == "unsure"


@pytest.mark.parametrize(
    "missing", [DocumentKind.AWARD_CERTIFICATE, DocumentKind.COMMENDATION_DOCUMENT]
)
def test_a4b_wants_both_papers(missing):
    one = award_dossier()
    rest = tuple(d for d in one.documents if d.kind is not missing)
    verdict = judged(replace(one, documents=rest))
    assert result(verdict, "A4b", 1) == "not_checked"
    assert verdict.outcome == "on_site"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"document_number": ""}, "unsure"),
        ({"document_title": ""}, "attested"),
        ({"certificate_number": ""}, "attested"),
        ({"date": None}, "not_checked"),
        ({"issuers": ()}, "not_checked"),
    ],
)
def test_what_is_not_declared_is_not_proven(change, expected):
    verdict = case(replace(AWARD_CLAIM, **change))
    rule = "H61" if "issuers" in change else "A4b"
    assert result(verdict, rule, 1) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"recipient": "新乡市河道管理处"}, "mismatch"),
        ({"recipient": "抢险突击队"}, "mismatch"),
        ({"honour": "全市防汛救灾先进集体"}, "mismatch"),
        ({"recipient": [NAME, "韩玉梅"]}, "unsure"),
        ({"recipient": None}, "not_checked"),
        ({"recipient": [NAME, "新乡市河道管理处"]}, "unsure"),
    ],
)
def test_a2b_wants_a_personal_award(change, expected):
    assert result(case(certificate=award(**change)), "A2b", 1) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("五一劳动奖状", "mismatch"), ("优秀班组长", "match"), ("党员示范岗", "unsure")],
)
def test_a2b_knows_collective_honours(title, expected):
    verdict = case(replace(AWARD_CLAIM, title=title), award(honour=title), decision(honour=[title]))
    assert result(verdict, "A2b", 1) == expected


@pytest.mark.parametrize(
    ("level_two", "awarded", "expected"),
    [
        ("2015-12-28", "2021-11-18", "match"),
        ("2018-05-04", "2018-05-05", "match"),
        ("2018-05-04", "2018-05-04", "unsure"),
        ("2018-05-04", "2018-05", "unsure"),
        ("2018-05", "2018-05-20", "unsure"),
        ("2018-05-04", "2018-06", "match"),
        ("2018-05-04", "2018-05-03", "mismatch"),
        ("2018-05-04", "2018-04", "mismatch"),
        ("2018", "2018-12", "unsure"),
    ],
)
def test_a1_wants_the_award_after_the_level_two_certificate(level_two, awarded, expected):
    claim = replace(AWARD_CLAIM, date=date(awarded))
    app = application(
        **NEEDS_EXCEPTION, claims=(claim,), certified=date(level_two), appointed=date("2018-12")
    )
    papers = [skill(date=level_two), award(date=awarded), decision(date=awarded)]
    assert result(judged(dossier(app, *papers)), "A1", 1) == expected


def test_a1_goes_by_the_papers_and_never_by_the_declared_dates():
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,))
    assert result(judged(dossier(app, award(), decision())), "A1", 1) == "not_checked"
    doubtful = judged(dossier(app, doubted(skill(), "date"), award(), decision()))
    assert result(doubtful, "A1", 1) == "unsure"


def test_a1_sees_a_decision_older_than_its_certificate():
    verdict = case(paper=decision(date="2014-01-05", document_number="新政〔2014〕37号"))
    assert result(verdict, "A1", 1) == "mismatch"


DEPARTMENT = "河南省交通运输厅"
WIDE = "各省辖市交通运输局，厅直属各单位："
INSIDE = "厅机关各处室、厅直属各单位："


@pytest.mark.parametrize(
    ("addressee", "title", "expected"),
    [
        (WIDE, "关于表彰全省交通运输系统先进工作者的决定", "match"),
        ("各省辖市、济源示范区交通运输局：", "关于表彰先进工作者的决定", "match"),
        (INSIDE, "关于表彰先进工作者的决定", "mismatch"),
        (INSIDE, "关于表彰全省交通运输系统先进工作者的决定", "unsure"),
        ("有关单位：", "关于表彰先进工作者的决定", "unsure"),
        (None, "关于表彰全省交通运输系统先进工作者的决定", "match"),
        (None, "关于表彰先进工作者的决定", "unsure"),
    ],
)
def test_a6_asks_whom_a_department_addressed(addressee, title, expected):
    claim = replace(AWARD_CLAIM, issuers=(DEPARTMENT,), title="先进工作者", document_title=title)
    papers = {"issuer": DEPARTMENT, "seal_text": DEPARTMENT}
    verdict = case(
        claim,
        award(**papers, honour="先进工作者"),
        decision(**papers, honour="先进工作者", addressee=addressee, title=title),
    )
    assert result(verdict, "A6", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "match")


def of_condition(condition, title, issuer, *, rank="", contest=False):
    claim = replace(AWARD_CLAIM, condition=condition, title=title, issuers=(issuer,), rank=rank)
    papers = {"issuer": issuer, "seal_text": issuer}
    shown = {"contest": title, "honour": None, "rank": rank} if contest else {"honour": title}
    return case(
        claim, award(**papers, **shown), decision(**papers, honour=None if contest else title)
    )


@pytest.mark.parametrize(
    ("title", "issuer", "expected"),
    [
        ("河南省五一劳动奖章", "河南省总工会", "match"),
        ("全国五一劳动奖章", "中华全国总工会", "match"),
        ("五一劳动奖章", "河南省总工会", "match"),
        ("河南省五一劳动奖状", "河南省总工会", "mismatch"),
        ("河南省职工技术能手", "河南省总工会", "mismatch"),
        ("新乡市五一劳动奖章", "新乡市总工会", "mismatch"),
        ("五一劳动奖章", "山东省总工会", "unsure"),
        ("五一劳动奖章", "河南省人民政府", "mismatch"),
    ],
)
def test_h62_is_the_medal_of_the_national_or_provincial_federation(title, issuer, expected):
    verdict = of_condition(2, title, issuer)
    assert result(verdict, "H62", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "match")


@pytest.mark.parametrize(
    ("title", "issuer", "expected"),
    [
        ("河南省技术能手", "河南省人力资源和社会保障厅", "match"),
        ("全国技术能手", "人力资源和社会保障部", "match"),
        ("新乡市技术能手", "新乡市人力资源和社会保障局", "match"),
        ("2021年度新乡市技术能手", "新乡市人力资源和社会保障局", "match"),
        ("河南省技术能手", "新乡市人力资源和社会保障局", "unsure"),
        ("新乡市职工技术能手", "新乡市人力资源和社会保障局", "unsure"),
        ("中原技能大奖", "河南省人力资源和社会保障厅", "unsure"),
        ("青年岗位能手", "河南省人力资源和社会保障厅", "mismatch"),
        ("新乡市技术能手", "新乡市总工会", "mismatch"),
        ("全国交通技术能手", "交通运输部", "mismatch"),
    ],
)
def test_h63_is_a_title_of_an_hr_department(title, issuer, expected):
    assert result(of_condition(3, title, issuer), "H63", 1) == expected


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        ("一等奖", "match"),
        ("二等奖", "match"),
        ("三等奖", "match"),
        ("第1名", "match"),
        ("第3名", "match"),
        ("第三名", "match"),
        ("第4名", "unsure"),
        ("第10名", "unsure"),
        ("铜奖", "match"),
        ("金牌", "match"),
        ("优秀奖", "mismatch"),
        ("团体一等奖", "mismatch"),
        ("四等奖", "unsure"),
        ("", "unsure"),
    ],
)
def test_h64_wants_an_individual_third_prize_or_better(rank, expected):
    verdict = of_condition(
        4, "新乡市第十届职业技能竞赛", "新乡市人力资源和社会保障局", rank=rank, contest=True
    )
    assert result(verdict, "H64", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "match")


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("河南省人力资源和社会保障厅", "match"),
        ("新乡市教育局", "mismatch"),
        ("河南省教育厅", "mismatch"),
        ("中国公路学会", "mismatch"),
        ("红旗区人力资源和社会保障局", "mismatch"),
    ],
)
def test_h64_wants_an_hr_department_as_organiser(issuer, expected):
    verdict = of_condition(4, "第十届职业技能竞赛", issuer, rank="一等奖", contest=True)
    assert result(verdict, "H64", 1) == expected


@pytest.mark.parametrize(
    ("title", "issuers", "expected"),
    [
        ("河南省劳动模范", ("中共河南省委", "河南省人民政府"), "match"),
        ("河南省劳动模范", ("河南省人民政府",), "unsure"),
        ("河南省劳动模范", ("新乡市人民政府",), "unsure"),
        ("全国劳动模范", ("中共中央", "国务院"), "match"),
        ("全国劳动模范", ("中共河南省委", "河南省人民政府"), "unsure"),
    ],
)
def test_a10_knows_who_names_model_workers(title, issuers, expected):
    papers = {"issuer": list(issuers), "seal_text": list(issuers)}
    verdict = case(
        replace(AWARD_CLAIM, title=title, issuers=issuers),
        award(**papers, honour=title),
        decision(**papers, honour=title),
    )
    assert result(verdict, "A10", 1) == expected


def test_h66_and_claims_without_an_item_are_never_proven():
    for condition, rule in ((6, "H66"), (None, "H6"), (7, "H6")):
        verdict = case(replace(AWARD_CLAIM, condition=condition))
        assert (rule, 1) in flagged(verdict)
        assert verdict.outcome == "on_site"


def test_two_claims_of_one_number_are_told_apart_by_nobody():
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, AWARD_CLAIM))
    verdict = judged(dossier(app, skill(), award(), decision()))
    assert ("H6", None) in flagged(verdict)


def test_papers_of_two_claims_are_never_mixed():
    """The certificate of one award and the document of another prove neither."""
    other = replace(
        AWARD_CLAIM, no=2, title="新乡市劳动模范", document_number="新政〔2022〕5号",
        document_title="关于表彰新乡市劳动模范的决定", certificate_number="77", date=date("2022-04-28"),
    )  # fmt: skip
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, other))
    paper = decision(
        title="关于表彰新乡市劳动模范的决定", document_number="新政〔2022〕5号", date="2022-04-28",
        honour="新乡市劳动模范",
    )  # fmt: skip
    verdict = judged(dossier(app, skill(), award(), paper))
    assert verdict.outcome == "on_site"
    assert result(verdict, "A4b", 1) == "not_checked"
    assert result(verdict, "A4b", 2) == "not_checked"


def test_the_order_of_files_never_matters():
    extra = document(
        DocumentKind.AWARD_CERTIFICATE, "另一张.jpg", {"recipient": NAME, "honour": "先进工作者"}
    )
    papers = [skill(), award(), altered(award(), honour="先进工作者"), decision(), extra]
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,))
    assert judged(dossier(app, *papers)) == judged(dossier(app, *reversed(papers)))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("新政〔2021〕37号", "attested"),  # its own, and another's too
        ("新政文〔2021〕37号", "attested"),
        ("豫政〔2021〕37号", "unsure"),  # 河南省人民政府's
        ("洛政〔2021〕37号", "unsure"),
        ("新表〔2021〕37号", "attested"),  # nobody's that is known: proves nothing, denies nothing
    ],
)
def test_a4b_a_code_known_for_another_body_casts_doubt(number, expected):
    claim = replace(AWARD_CLAIM, document_number=number)
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    papers = (award(document_number=number), decision(document_number=number))
    verdict = judged(dossier(app, skill(), *papers))
    assert expected == result(verdict, "A4b", 1)


@pytest.mark.parametrize(
    ("honour", "expected"),
    [
        ("先进党支部", "mismatch"),
        ("文明家庭", "mismatch"),
        ("优秀党支部书记", "match"),
        ("先进班组长", "match"),
        ("先进科室主任", "match"),
        ("先进社区工作者", "match"),
        ("优秀村党支部书记", "match"),
        ("优秀志愿服务队队员", "match"),
        ("先进工会工作者", "match"),
        ("先进工会", "mismatch"),
        ("先进社区", "mismatch"),
        ("青年突击队", "mismatch"),
    ],
)
def test_a2b_a_collective_and_who_leads_one(honour, expected):
    claim = replace(AWARD_CLAIM, title=honour)
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    verdict = judged(dossier(app, skill(), award(honour=honour), decision(honour=honour)))
    assert expected == result(verdict, "A2b", 1)


def test_a1_a_paper_dated_after_the_batch_came_in_is_doubted():
    claim = replace(AWARD_CLAIM, date=date("2024-04-13"), document_number="新政〔2024〕3号")
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    papers = (
        award(date="2024-04-13", document_number="新政〔2024〕3号"),
        decision(date="2024-04-13", document_number="新政〔2024〕3号"),
    )
    assert "unsure" == result(judged(dossier(app, skill(), *papers)), "A1", 1)


def test_a4b_a_number_of_no_such_form_agrees_with_nothing():
    number = "新政〔1919〕41号"
    claim = replace(AWARD_CLAIM, document_number=number)
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    papers = (award(document_number=number), decision(document_number=number))
    assert "unsure" == result(judged(dossier(app, skill(), *papers)), "A4b", 1)


@pytest.mark.parametrize("blank", ["title", "issuers"])
def test_a4b_what_was_not_declared_contradicts_nothing(blank):
    claim = replace(AWARD_CLAIM, **{blank: () if blank == "issuers" else ""})
    verdict = judged(dossier(application(claims=(claim,)), skill(), award(), decision()))
    assert "not_checked" == result(verdict, "A4b", 1)
    assert "pass" == verdict.outcome


def test_a6_ministries_that_address_every_province_are_wide():
    issuers = ("中华人民共和国人力资源和社会保障部", "中华人民共和国交通运输部")
    claim = replace(AWARD_CLAIM, issuers=issuers)
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    paper = decision(
        issuer=list(issuers),
        seal_text=list(issuers),
        title="关于表彰全国交通运输系统先进集体和先进工作者的决定",
        addressee="各省、自治区、直辖市人力资源社会保障厅（局）、交通运输厅（局）：",
    )
    verdict = judged(dossier(app, skill(), award(issuer=list(issuers), seal_text=None), paper))
    assert "match" == result(verdict, "A6", 1)
