"""Evidence that contradicts what else is there never passes; another wording of the same does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from evidence.patent_numbers import PatentType, parse_grant_number
from evidence.places import Place
from evidence.register import RecordSource
from tests.verifiers.builders import (
    APPLICANT,
    AWARD_CLAIM,
    NAME,
    NEEDS_EXCEPTION,
    application,
    award,
    certificate,
    date,
    decision,
    document,
    dossier,
    judged,
    patent_claim,
    patent_dossier,
    record,
    result,
    skill,
)

CITY_HR = "新乡市人力资源和社会保障局"
CONTEST = "新乡市第十届职工技能大赛河道修防工"
DEPARTMENT = "河南省水利厅"


def awarded(claim, certificate, decided, **changes):
    app = application(**{**NEEDS_EXCEPTION, "claims": (claim,), **changes})
    return dossier(app, skill(), certificate, decided)


def regular(*papers, **changes):
    return dossier(application(**changes), skill(), *papers)


def contest(rank, printed=None, **certificate_fields):
    claim = replace(AWARD_CLAIM, condition=4, issuers=(CITY_HR,), title=CONTEST, rank=rank)
    shown = {"issuer": CITY_HR, "seal_text": CITY_HR, "honour": None, "contest": CONTEST}
    shown |= {"rank": printed or rank, **certificate_fields}
    code = {"document_number": "新人社〔2021〕37号"}
    decided = {"issuer": CITY_HR, "seal_text": CITY_HR, "honour": CONTEST, **code}
    return awarded(replace(claim, **code), award(**shown, **code), decision(**decided))


@pytest.mark.parametrize("honour", ["优秀指导教师", "优秀教练员", "优秀裁判员", "优秀领队"])
def test_a_prize_for_coaching_is_no_prize_of_the_contest(honour):
    """个人三等奖以上 (二(四)6(4)): 一等奖 beside 优秀指导教师 is the teacher's."""
    assert "mismatch" == result(judged(contest("一等奖", honour=honour)), "H64", 1)


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        ("第一名", "第1名"),
        ("冠军", "第一名"),
        ("金牌", "金奖"),
        ("个人一等奖", "一等奖"),
        ("三等奖", "三等"),
    ],
)
def test_one_rank_has_several_words(declared, printed):
    """第一名, 第1名 and 冠军 are one place, declared and printed either way."""
    assert "pass" == judged(contest(declared, printed)).outcome
    assert "pass" == judged(contest(printed, declared)).outcome


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        ("一等奖", "二等奖", "mismatch"),
        ("第一名", "第2名", "mismatch"),
        ("特等奖", "一等奖", "unsure"),
        ("一等奖", "第一名", "unsure"),
    ],
)
def test_other_ranks_stay_others(declared, printed, expected):
    """名次 and 等奖 are only near one another (facts §4)."""
    assert expected == result(judged(contest(declared, printed)), "A4b", 1)


def departmental(addressee):
    claim = replace(
        AWARD_CLAIM,
        issuers=(DEPARTMENT,),
        title="水利系统先进工作者",
        document_title="河南省水利厅关于表彰先进工作者的决定",
        document_number="豫水〔2021〕37号",
    )
    names = {"issuer": DEPARTMENT, "seal_text": DEPARTMENT, "honour": claim.title}
    names |= {"document_number": claim.document_number}
    return awarded(
        claim, award(**names), decision(**names, title=claim.document_title, addressee=addressee)
    )


@pytest.mark.parametrize(
    "addressee",
    [
        "厅属各市管理局：",
        "全省水利系统各直属单位：",
        "厅直驻各市单位，机关各处室：",
        "厅所属各县水文站：",
    ],
)
def test_a_departments_own_units_are_its_own_wherever_they_are(addressee):
    """仅面向其内设机构及直属单位 (附件1第六条), though 各市 stands in its address."""
    assert "match" != result(judged(departmental(addressee)), "A6", 1)


@pytest.mark.parametrize(
    "addressee",
    [
        "各省辖市水利局，厅机关各处室、厅属各单位：",
        "各省辖市水利局、厅属各单位：",
        "各市、县水利局：",
    ],
)
def test_others_beside_its_own_units_are_a_wide_audience(addressee):
    """面向各地区 is enough; its own units may be addressed beside them."""
    assert "match" == result(judged(departmental(addressee)), "A6", 1)


@pytest.mark.parametrize(
    ("title", "issuer", "expected"),
    [
        ("河南省五一劳动奖章", "河南省总工会", "match"),
        ("全国五一劳动奖章", "河南省总工会", "unsure"),
        ("河南省五一劳动奖章", "中华全国总工会", "unsure"),
        ("五一劳动奖章", "河南省总工会", "match"),
    ],
)
def test_a_medal_is_given_by_the_union_of_its_level(title, issuer, expected):
    """全国五一劳动奖章 by 全国总工会, 河南省五一劳动奖章 by 省总工会 (facts §4)."""
    names = {"issuer": issuer, "seal_text": issuer, "honour": title}
    claim = replace(AWARD_CLAIM, condition=2, issuers=(issuer,), title=title)
    one = awarded(claim, award(**names), decision(**names))
    assert expected == result(judged(one), "H62", 1)


@pytest.mark.parametrize("source", [RecordSource.APPLICANT, RecordSource.EPO_OPS])
@pytest.mark.parametrize("state", ["无效宣告失效", "未缴年费专利权终止，等恢复", "部分无效"])
def test_a_result_that_carries_no_proof_may_still_contradict(source, state):
    """The official record may be the older one (第九条: 检索、验证)."""
    owner = APPLICANT if source is RecordSource.APPLICANT else None
    other = record(source=source, applicant=owner, case_status=state, place=Place("其他.pdf"))
    verdict = judged(patent_dossier(), record(), other)
    assert ("on_site", "unsure") == (verdict.outcome, result(verdict, "A9", 1))


@pytest.mark.parametrize(("filed", "expected"), [("2004-04-12", "unsure"), ("2004-04-13", "match")])
def test_a_patent_past_its_term_is_not_in_force_whatever_the_record_says(filed, expected):
    """20 years from filing (facts §1); a gazette's 授权 is never taken back there."""
    number = "ZL200410430096"
    papers = (
        skill(date="2003-12-28"),
        certificate(
            patent_number=number, application_date=filed, grant_date="2006-11-07",
            grant_number="CN100284379C", qr_url=None,
        ),
    )  # fmt: skip
    claim = patent_claim(patent_number=number, date=date("2006-11-07"))
    app = application(**{**NEEDS_EXCEPTION, "claims": (claim,), "certified": date("2003-12-28")})
    official = record(
        patent_number=number, application_date=filed, grant_date="2006-11-07",
        grant_number="CN100284379C",
    )  # fmt: skip
    assert expected == result(judged(dossier(app, *papers), official), "A9", 1)


@pytest.mark.parametrize(
    ("number", "kind", "fits"),
    [
        ("CN111472379B", PatentType.INVENTION, True),
        ("CN211472379B", PatentType.INVENTION, False),
        ("CN214411247U", PatentType.UTILITY_MODEL, True),
        ("CN114411247U", PatentType.UTILITY_MODEL, False),
        ("CN85100001B", PatentType.INVENTION, True),
        ("CN85200001B", PatentType.INVENTION, False),
    ],
)
def test_a_grant_number_is_of_its_types_series(number, kind, fits):
    """CN1…B, CN2…U, CN3…S (facts §1, consistency table)."""
    assert fits is parse_grant_number(number).fits(kind)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2024-03-22", "attested"), ("2024-03-29", "unsure"), ("2024-03-30", "mismatch")],
)
def test_what_is_dated_after_the_publicity_was_not_published(day, expected):
    """未经公示的材料、证件等一律不得上报 (四(二)2); the publicity ended on 2024-03-29."""
    claim = replace(AWARD_CLAIM, date=date(day), document_number="新政〔2024〕37号")
    shown = {"date": day, "document_number": "新政〔2024〕37号"}
    verdict = judged(awarded(claim, award(**shown), decision(**shown)))
    assert expected == result(verdict, "A2a", 1)


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("新乡市人民政府关于表扬2021年度先进个人的通报", "H61"),
        ("新乡市人民政府关于撤销部分先进个人称号的决定", "A2b"),
    ],
)
def test_a_decision_that_praises_or_revokes_is_for_a_person(title, rule):
    """通报表扬 is no 表彰 (facts §4); 被撤销的 do not count (附件1第二条)."""
    claim = replace(AWARD_CLAIM, document_title=title)
    assert "unsure" == result(judged(awarded(claim, award(), decision(title=title))), rule, 1)


@pytest.mark.parametrize(
    "honour", ["全市模范职工之家", "全市巾帼标兵岗", "全市先进基层组织", "全市抗洪突击队"]
)
def test_a_collective_honour_is_one_whoever_is_named(honour):
    """以单位、团体等名义获得 (附件1第二条)."""
    one = awarded(
        replace(AWARD_CLAIM, title=honour), award(honour=honour), decision(honour=[honour])
    )
    assert "mismatch" == result(judged(one), "A2b", 1)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("文化程度", "初中"),
        ("文化程度", "初中毕业"),
        ("年度考核2022", "合格"),
        ("现岗位等级", "三级"),
        ("现岗位等级", "高级工"),
    ],
)
def test_a_form_that_says_less_than_the_table_contradicts_it(column, value):
    """文化程度、现岗位等级、年度考核结果 must be the same everywhere (三(三), P2)."""
    form = document(DocumentKind.APPLICATION_FORM, "附件2.pdf", {"姓名": NAME, column: value})
    assert "mismatch" == result(judged(regular(form)), "P2")


@pytest.mark.parametrize(
    ("column", "value"),
    [("文化程度", "高中毕业"), ("年度考核2022", "优秀"), ("现岗位等级", "技师")],
)
def test_a_form_that_says_the_same_in_other_words_agrees(column, value):
    """技师 is 二级."""
    form = document(DocumentKind.APPLICATION_FORM, "附件2.pdf", {"姓名": NAME, column: value})
    assert "attested" == result(judged(regular(form)), "P2")


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ({"result": "不合格", "date": "2023-01-12"}, "unsure"),
        ({"result": "不合格"}, "unsure"),
        ({"result": "合格", "date": "2023-01-12"}, "attested"),
    ],
)
def test_a_failed_appraisal_counts_though_its_year_is_not_known(read, expected):
    """近 5 年年度考核均为合格以上 (二(四)4): the day of signing is not the year assessed."""
    paper = document(DocumentKind.APPRAISAL_RECORD, "考核表.jpg", {"name": NAME, **read})
    assert expected == result(judged(regular(paper)), "H4a")


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("临时聘用人员", "unsure"),
        ("聘用教师", "unsure"),
        ("返聘工人", "unsure"),
        ("不在岗工人", "unsure"),
        ("辞职工人", "unsure"),
        ("公益性岗位工勤", "unsure"),
        ("参公人员", "mismatch"),
        ("参照公务员", "mismatch"),
        ("参公单位工勤人员", "attested"),
        ("参照公务员法管理单位工勤人员", "attested"),
    ],
)
def test_who_is_a_worker_in_post(category, expected):
    """工勤技能岗位在岗正式工作人员和聘用工作人员 (一(一)), also of units under the civil service law."""
    assert expected == result(judged(regular(category=category)), "S1")


@pytest.mark.parametrize("promise", ["没有承诺", "拒绝承诺", "撤回容缺"])
def test_a_promise_refused_is_none(promise):
    """可实行承诺制 (三(三)): only what is promised may come later."""
    years = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀"}
    one = regular(deferral_promised=promise, appraisals=years)
    assert "not_checked" == result(judged(one), "P14")


@pytest.mark.parametrize(
    ("education", "expected"),
    [
        ("职专", "attested"),
        ("高中毕业", "attested"),
        ("普通高中", "attested"),
        ("中专（函授）", "attested"),
        ("全日制大专学历", "attested"),
        ("高中文化程度", "attested"),
        ("高中肄业", "unsure"),
        ("大专在读", "unsure"),
        ("学历", "unsure"),
        ("初中毕业", "mismatch"),
    ],
)
def test_schooling_is_told_by_its_level_however_it_was_had(education, expected):
    """技工学校（职业中专）或高中以上 (二(四)3); 职专 is the notice's own word (二（二）4)."""
    assert expected == result(judged(regular(education=education)), "H3")


@pytest.mark.parametrize(
    "region",
    [
        "新乡市直",
        "市直机关",
        "新乡市本级",
        "中央驻新乡单位",
        "红旗区区直",
        "辉县市直",
        "新乡高新技术产业开发区",
    ],
)
def test_a_region_may_be_written_in_several_ways(region):
    """市直、区、县、中央和省驻新单位 (三(四))."""
    assert "match" == result(judged(regular(region=region)), "P5")


@pytest.mark.parametrize("denial", ["不存在", "没有", "无", " 否 "])
def test_a_bar_may_be_denied_in_several_words(denial):
    """是否存在禁止申报的情形 (附件1第十二条)."""
    assert "attested" == result(judged(regular(barred=denial)), "A12")


@pytest.mark.parametrize("printed", ["买买提.艾力", "买买提·艾力", "买买提．艾力"])
def test_a_name_with_a_dot_of_any_shape_is_one_name(printed):
    """Spreadsheets hold a full stop where cards print a middle dot."""
    one = dossier(application(name="买买提.艾力"), skill(name=printed))
    assert "pass" == judged(one).outcome


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        ("全市防汛救灾先进个人", "2021年度全市防汛救灾先进个人", "attested"),
        ("2021年度全市防汛救灾先进个人", "全市防汛救灾先进个人", "attested"),
        ("2020年度全市防汛救灾先进个人", "全市防汛救灾先进个人", "unsure"),
        ("2020年度全市防汛救灾先进个人", "2021年度全市防汛救灾先进个人", "mismatch"),
    ],
)
def test_a_year_before_an_honour_may_be_left_out(declared, printed, expected):
    """A year that is declared must be printed or be the year of the award."""
    claim = replace(AWARD_CLAIM, title=declared)
    one = awarded(claim, award(honour=printed), decision(honour=[printed]))
    found = result(judged(one), "A4b", 1)
    assert (expected == found) if expected == "attested" else found in {"unsure", "mismatch"}


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("关于表彰2021年度全市防汛救灾先进集体和先进个人的决定", "attested"),
        ("新乡县人民政府关于表彰2021年度全市防汛救灾先进集体和先进个人的决定", "mismatch"),
        ("关于表彰2021年度全市防汛救灾先进集体的决定", "mismatch"),
    ],
)
def test_a_document_title_may_be_declared_without_its_issuer(declared, expected):
    """Who issued it is told by its signature; another issuer in the title is another document."""
    one = awarded(replace(AWARD_CLAIM, document_title=declared), award(), decision())
    assert expected == result(judged(one), "A4b", 1)


@pytest.mark.parametrize("issuer", ["省人民政府", "省政府"])
def test_who_helped_the_province_was_not_thereby_commended_by_it(issuer):
    """省人民政府 commends for 支援河南抗洪: that is another province's (附件1第四条, facts §4)."""
    title, honour = "关于表彰支援河南抗洪抢险先进个人的决定", "支援河南抗洪抢险先进个人"
    claim = replace(
        AWARD_CLAIM,
        issuers=("河南省人民政府",),
        title=honour,
        document_title=title,
        document_number="政〔2021〕5号",
    )
    shown = {"issuer": issuer, "seal_text": None, "document_number": "政〔2021〕5号"}
    one = awarded(
        claim, award(**shown, honour=honour), decision(**shown, honour=honour, title=title)
    )
    assert "unsure" == result(judged(one), "H61", 1)


@pytest.mark.parametrize("declared", ["第2021086号", "NO.2021086", "编号：2021086", "2021086号"])
def test_a_certificate_number_may_be_declared_with_the_words_around_it(declared):
    """第…号 and NO. are no part of the number."""
    claim = replace(AWARD_CLAIM, certificate_number=declared)
    assert "attested" == result(judged(awarded(claim, award(), decision())), "A4b", 1)
