"""P2: one person in the declaration and on every paper; the table and an uploaded 附件2 agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.applications import DeclarationSource
from evidence.documents import DocumentKind
from tests.verifiers.builders import (
    NAME,
    application,
    date,
    document,
    dossier,
    doubted,
    field,
    identity,
    judged,
    result,
    skill,
)
from verifiers.rules.people import is_person, looks_like

OTHER = "韩玉梅"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("郑国平", True),
        ("张三", True),
        ("欧阳修远", True),
        ("郑国平同志", True),
        ("阿卜杜拉·买买提", True),
        ("John Smith", True),
        ("王班", True),
        ("李小组", True),  # three characters: taken as a person's
        ("新乡市局", False),
        ("抢险一队", False),
        ("水利工会", False),
        ("新乡某单位", False),
        ("新乡市河道管理处", False),
        ("王", False),
        ("2021", False),
        ("", False),
    ],
)
def test_the_form_of_a_persons_name(text, person):
    assert person is is_person(text)


@pytest.mark.parametrize(
    "end",
    [
        "公司", "集团", "厂", "局", "处", "科", "室", "队", "组", "班", "站", "所", "院", "校", "中心",
        "政府", "支部", "车间", "工会", "集体", "单位", "团队",
    ],
)  # fmt: skip
def test_four_characters_that_end_like_a_body_are_no_person(end):
    assert not is_person("甲乙丙丁"[: 4 - len(end)] + end)
    assert is_person("甲乙丙丁")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (NAME, True),
        (f" {NAME[0]} {NAME[1:]} ", True),
        (f"{NAME}同志", True),
        (f"{NAME}甲", False),
        (OTHER, False),
        ("", False),
        ("2021", False),
    ],
)
def test_a_name_is_the_applicants_in_any_of_its_forms(text, same):
    assert same is looks_like(text, NAME)


PAPERS = [
    (DocumentKind.SKILL_CERTIFICATE, "name"),
    (DocumentKind.APPRAISAL_RECORD, "name"),
    (DocumentKind.DIPLOMA, "name"),
    (DocumentKind.AWARD_CERTIFICATE, "recipient"),
    (DocumentKind.APPLICATION_FORM, "姓名"),
]


def p2(*papers, **changes):
    return result(judged(dossier(application(**changes), *papers)), "P2")


@pytest.mark.parametrize(("kind", "column"), PAPERS)
def test_the_name_is_the_applicants_on_every_paper_that_names_somebody(kind, column):
    def paper(*names):
        base = document(kind, "纸.jpg", {"other": "x"})
        read = tuple(field(column, n.lstrip("?"), doubtful=n.startswith("?")) for n in names)
        return replace(base, fields=read)

    assert "attested" == p2(paper(NAME))
    assert "attested" == p2(paper(f"?{NAME}", NAME))
    assert "attested" == p2(paper(NAME, OTHER))
    assert "not_checked" == p2(paper(f"?{NAME}"))  # no paper surely bears the name
    assert "unsure" == p2(skill(), paper(f"?{NAME}", OTHER))
    assert "unsure" == p2(skill(), paper(f"?{OTHER}"))
    assert "mismatch" == p2(skill(), paper(OTHER))
    assert "mismatch" == p2(skill(), paper(OTHER, f"?{OTHER}"))
    assert "attested" == p2(skill(), paper("新乡市河道管理处"))
    assert "not_checked" == p2(paper())


@pytest.mark.parametrize(("column", "value"), [("employer", ""), ("target_occupation", " ")])
def test_nobody_signs_without_unit_and_occupation(column, value):
    assert "not_checked" == p2(skill(), **{column: value})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sex": ""}, "not_checked"),
        ({"sex": "未知"}, "not_checked"),
        ({"sex": "女", "id_number": identity(sex="女")}, "attested"),
        ({"birth": date("1974-03-12")}, "attested"),
        ({"birth": date("1974-03-13")}, "mismatch"),
        ({"birth": date("1973")}, "mismatch"),
    ],
)
def test_sex_and_birth_are_those_of_the_identity_number(change, expected):
    assert expected == p2(skill(), **change)


def form(*, doubtful=False, **values):
    paper = document(DocumentKind.APPLICATION_FORM, "申报表.pdf", {"姓名": NAME, **values})
    return doubted(paper, *values) if doubtful else paper


@pytest.mark.parametrize(
    ("column", "same", "other"),
    [
        ("参加工作时间", "1994-09", "1994-08"),
        ("现等级证书取得时间", "2015-12-28", "2015-12-27"),
        ("现等级聘任时间", "2016-07", "2017-07"),
        ("出生年月", "1974-03", "1974-04"),
        ("性别", "男", "女"),
        ("身份证号", identity(), identity(birth="19740313")),
    ],
)
def test_each_column_of_an_uploaded_form_is_the_tables(column, same, other):
    assert "attested" == p2(skill(), form(**{column: same}))
    assert "mismatch" == p2(skill(), form(**{column: other}))
    assert "unsure" == p2(skill(), form(doubtful=True, **{column: other}))
    assert "attested" == p2(skill(), form(doubtful=True, **{column: same}))
    assert "attested" == p2(skill(), form(**{column: [other, same]}))
    declared = {"source": DeclarationSource.FORM}
    assert "attested" == p2(skill(), form(**{column: other}), **declared)  # the form itself


@pytest.mark.parametrize(
    ("column", "attribute"),
    [("现等级证书取得时间", "certified"), ("现等级聘任时间", "appointed")],
)
def test_what_the_table_does_not_say_the_form_cannot_contradict(column, attribute):
    paper = form(**{column: "2014-01-05"})
    assert "attested" == p2(skill(), paper, **{attribute: None})
    assert "mismatch" == p2(skill(), paper)


@pytest.mark.parametrize(
    ("column", "refusal", "granted"),
    [
        ("单位审核意见", "不同意", "同意"),
        ("主管部门意见", "不同意", "同意"),
        ("是否存在禁止申报的情形", "是", "否"),
        ("是否存在禁止申报的情形", "有", "无"),
        ("是否存在禁止申报的情形", "存在", "不存在"),
        ("年度考核2019", "基本合格", "合格"),
        ("年度考核2020", "不合格", "优秀"),
        ("年度考核2021", "不称职", "合格"),
        ("年度考核2022", "基本称职", "优秀"),
        ("年度考核2018", None, "不合格"),  # the table says nothing of that year
    ],
)
def test_a_form_that_refuses_what_the_table_grants_contradicts_it(column, refusal, granted):
    assert "attested" == p2(skill(), form(**{column: granted}))
    if refusal:
        assert "mismatch" == p2(skill(), form(**{column: refusal}))
        assert "unsure" == p2(skill(), form(doubtful=True, **{column: refusal}))


@pytest.mark.parametrize(
    ("column", "refused"),
    [("是否存在禁止申报的情形", {"barred": "有"}), ("单位审核意见", {"unit_opinion": "不同意"})],
)
def test_a_form_that_refuses_as_the_table_does_contradicts_nothing(column, refused):
    value = {"是否存在禁止申报的情形": "是", "单位审核意见": "不同意"}[column]
    verdict = judged(dossier(application(**refused), skill(), form(**{column: value})))
    finding = next(one for one in verdict.findings if one.rule == "P2")
    assert "mismatch" != finding.result


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (identity(), f"{identity()[:4]}…{identity()[-4:]}"),
        ("41070219", "…"),
        ("410702197", "4107…2197"),
    ],
)
def test_no_finding_shows_a_whole_identity_number(number, shown):
    """Four digits at each end of a long one; nothing of a short one."""
    paper = form(身份证号=number)
    verdict = judged(dossier(application(id_number=identity(birth="19740313")), skill(), paper))
    finding = next(one for one in verdict.findings if one.rule == "P2")
    said = finding.explanation + finding.explanation_en + finding.declared
    assert shown == finding.found
    assert number not in said
