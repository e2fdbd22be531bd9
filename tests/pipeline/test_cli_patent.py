"""`heyan patent explain`: what a clerk is told of a number, and the exit status that tells it too."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import heyan


def run(*arguments, lang="zh"):
    return CliRunner().invoke(heyan, ["--lang", lang, "patent", "explain", *arguments])


def test_a_number_says_its_form_type_year_and_what_to_type_where():
    result = run("ＺＬ 2020 1 0430096·0")
    assert 0 == result.exit_code
    assert [
        "ＺＬ 2020 1 0430096·0",
        "  规范形式：ZL202010430096.0",
        "  印刷形式：ZL 2020 1 0430096.0",
        "  编号规则：2003-10-01 起：12位数字加一位校验位（ZC 0006-2003）",
        "  申请年份：2020（分案申请的申请日可以更早）",
        "  专利类型：发明（种类号1）",
        "  条件：二(四)6(5)：发明须1项",
        "  校验位：0，与其余数字相符",
        "  cpquery 检索输入：2020104300960",
        "  epub 检索输入：2020104300960",
        "  pss 检索输入：CN202010430096",
        "  DOCDB：CN.202010430096.A",
        "  授权公告号：CN1…B（9位，2010-04-01 起）",
        "  期限：自申请日起20年，最迟到 2040-12-31（有期限补偿的更晚）",
        "  结论：形式和校验位成立；有没有这项专利、是否有效，以官方检索结果为准（附件1第九条）",
    ] == result.stdout.splitlines()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("ZL202220828888.8", "条件：二(四)6(5)：实用新型须2项"),
        ("ZL202030469320.8", "条件：二(四)6(5)：外观设计不计"),
        ("ZL202030469320.8", "DOCDB：不收外观设计"),
        ("ZL202080041771.9", "国际申请进入中国国家阶段"),
        ("ZL98211883.X", "编号规则：1989-01-01 至 2003-09-30：8位数字加一位校验位"),
        ("ZL98211883.X", "授权公告号：CN2…Y（7位，1993-01-01 至 2004-06-30）"),
        ("88100001", "编号规则：1985-04-01 至 1988-12-31：8位数字，不印校验位"),
        ("88100001", "校验位：当时不印；检索时补为"),
        ("88100001", "结论：形式成立，没有校验位可核对；"),
        ("88100001", "授权公告号：CN…B（8位，1985-04-01 至 1988-12-31）"),
        ("ZL202130469320.2", "期限：自申请日起15年，最迟到 2036-12-31"),
    ],
)
def test_each_type_and_era_says_its_own(number, said):
    assert said in run(number).stdout


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        (["ZL202010430096.0"], 0),
        (["202010430096.0", "98211883.x"], 0),
        (["88100001"], 0),  # none printed then
        (["CN111472379B"], 0),
        (["CN111472379A"], 0),
        (["ZL202010430096.1"], 1),
        (["202010430096"], 1),  # due, and not there to be checked
        (["ZL20221955451.7"], 1),
        (["CN111472379U"], 1),
        (["ZL202010430096.0", "ZL202010430096.1"], 1),
        (["专利证书"], 1),
        ([], 2),
        (["、 "], 2),
    ],
)
def test_the_status_is_0_where_form_and_check_digit_of_all_hold(numbers, status):
    assert status == run(*numbers).exit_code


def test_a_wrong_check_digit_sends_the_clerk_to_the_original_and_offers_no_other_number():
    shown = run("ZL202310999716.5").stdout
    assert "校验位：5，按其余数字应为6" in shown
    assert "读错、写错或伪造，须核对原件；单凭这一点不能认定不通过" in shown
    assert "检索输入" not in shown
    assert "DOCDB" not in shown
    assert "202310999716.6" not in shown
    data = json.loads(run("ZL202310999716.5", "--json").stdout)
    assert {"printed": "5", "expected": "6", "holds": False} == data["check"]
    assert ({}, None) == (data["queries"], data["docdb"])


def test_a_missing_check_digit_is_not_one_that_holds():
    shown = run("202010430096").stdout
    assert "校验位：未写，按其余数字应为0" in shown
    assert "结论：没有写校验位，号码未经核对" in shown


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("CN 111472379 B", "含义：授权公告号，不是专利号"),
        ("CN111472379B", "使用时期：2010-04-01 起"),
        ("CN111472379B", "epub 检索输入：CN111472379B"),
        ("CN111472379B", "结论：形式成立；公告号没有校验位，也推不出专利号"),
        ("CN111472379A", "含义：发明专利申请公布号：只说明已公布，不是授权"),
        ("CN111472379B8", "含义：更正后的公告号"),
        ("CN111472379B1", "含义：部分无效后的公告号"),
        ("CN214411247U", "专利类型：实用新型"),
        ("CN111472379U", "结论：种类代码U与号段、位数不符"),
        ("CN11147237B", "不是授权公告号的形式"),
        ("ZL20221955451.7", "不是专利号的形式"),
        ("4876123", "不是专利号的形式"),
    ],
)
def test_what_is_no_patent_number_says_what_it_is(number, said):
    assert said in run(number).stdout


def test_a_number_that_a_shell_parted_is_put_together_and_several_are_told_apart():
    arguments = ["ZL", "2020", "1", "0430096.0", "CN", "111472379", "B", "98211883.X、90101673.X"]
    shown = run(*arguments).stdout.splitlines()
    named = [line for line in shown if not line.startswith(" ")]
    assert ["ZL 2020 1 0430096.0", "CN 111472379 B", "98211883.X", "90101673.X"] == named


def test_as_data():
    first, second, third = map(
        json.loads, run("202220828888.8", "CN111472379A", "x", "--json").stdout.splitlines()
    )
    assert {
        "number": "202220828888.8",
        "holds": True,
        "is": "patent_number",
        "normal": "ZL202220828888.8",
        "printed": "ZL 2022 2 0828888.8",
        "era": {
            "since": "2003-10-01",
            "until": None,
            "digits": 12,
            "prints_check": True,
            "standard": "ZC 0006-2003",
        },
        "year": 2022,
        "type": "utility_model",
        "type_digit": "2",
        "national_phase": False,
        "enough": 2,
        "article": "二(四)6(5)",
        "check": {"printed": "8", "expected": "8", "holds": True},
        "queries": {
            "cpquery": "2022208288888",
            "epub": "2022208288888",
            "pss": "CN202220828888",
        },
        "docdb": "CN.202220828888.U",
        "grant_numbers": [
            {"since": "2010-04-01", "until": None, "kind": "U", "digits": [9], "first": "2"}
        ],
        "term": {"years": 10, "latest_end": "2032-12-31", "extendable": False},
    } == first
    assert ("application_publication", True, "A") == (second["is"], second["holds"], second["kind"])
    assert (None, False, "E-PATNUM") == (third["is"], third["holds"], third["problem"]["code"])


def test_in_english():
    shown = run("ZL202080041771.9", "ZL202010430096.1", "CN111472379A", lang="en").stdout
    assert "type: invention (type digit 8)" in shown
    assert "condition: 二(四)6(5): 1 of type invention wanted" in shown
    assert "check digit: 1; its digits demand 0" in shown
    assert "conclusion: the check digit is wrong: misread, mistyped or forged" in shown
    assert "what it is: number of a published application: published, not granted" in shown
