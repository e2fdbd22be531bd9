"""`heyan authority explain`: what a clerk is told of an awarding body's name."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import authority_labels as labels
from pipeline.cli import heyan
from pipeline.cli.authority import years_in_words
from pipeline.cli.voice import Voice
from verifiers.authorities.entries import FormerName, Level, Source
from verifiers.authorities.kinds import load_kinds
from verifiers.authorities.matching import NameForm
from verifiers.authorities.places import PlaceLevel


def run(*arguments, lang="zh"):
    return CliRunner().invoke(heyan, ["--lang", lang, "authority", "explain", *arguments])


def test_a_listed_name_says_its_level_and_what_it_counts_for():
    shown = run("新乡市人民政府").stdout.splitlines()
    assert "新乡市人民政府" == shown[0]
    assert "  构成：政 · 新乡市（省辖市级） · 人民政府" in shown
    assert "  名录：全称" in shown
    assert "  级别：省辖市级" in shown
    assert "  结论：可作为(四)6的依据：(1)表彰" in shown


def test_a_body_that_does_not_count_says_why_and_which_article():
    result = run("红旗区人民政府")
    assert 0 == result.exit_code
    shown = result.stdout.splitlines()
    assert "  类别：县区级党委、政府" in shown
    assert "  名录：未列入" in shown
    assert "  结论：明确不符，不能作为依据" in shown
    assert "  理由：县（市、区）级党委、政府，低于省辖市级，且不是省直管县（市）" in shown
    assert "  依据：(四)6(1)“省辖市级以上”；附件1第三条、第四条" in shown


def test_a_listed_body_that_counts_for_nothing_says_why():
    shown = run("新乡市总工会").stdout
    assert "在名录内，但不作为(四)6任何一项的依据" in shown
    assert "依据：(四)6(2)“全国总工会或省总工会”；附件1第七条" in shown


def test_a_near_name_is_for_a_person_and_names_its_neighbour():
    """Its kind, known by an ending, is no reason: 厂 may be a misread 厅."""
    shown = run("河南省教育厂").stdout.splitlines()
    assert "  类别：企业（部分按词尾判断）" in shown
    assert "  结论：存疑：与名录所列名称相近但不相同，须核对原件" in shown
    assert "  相近名称：河南省教育厅" in shown
    assert not [line for line in shown if "理由" in line or "依据：" in line]


@pytest.mark.parametrize(
    ("date", "conclusion"),
    [
        ("2008", "可作为(四)6的依据：(3)技术能手、(4)技能竞赛"),
        ("2010-03", "存疑，须由人判断"),
        (None, "存疑，须由人判断"),
    ],
)
def test_a_former_name_counts_in_its_years(date, conclusion):
    shown = run("新乡市人事局", *(("--date", date) if date else ())).stdout
    assert "曾用名（用到约2010年），全称 新乡市人力资源和社会保障局" in shown
    assert f"结论：{conclusion}" in shown


def test_a_former_name_without_a_date_asks_for_one():
    assert "请用 --date 写明颁发日期再查" in run("新乡市人事局").stdout
    assert "请用 --date" not in run("新乡市人事局", "--date", "2008").stdout


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (2001, 2010, "（约2001—2010年）"),
        (None, 2010, "（用到约2010年）"),
        (2001, None, "（约2001年起）"),
        (None, None, "（年份不详）"),
    ],
)
def test_the_years_of_a_former_name_in_words(since, until, said):
    former = FormerName("旧名", since, until, approximate=True)
    assert said == years_in_words(Voice("zh"), former)


def test_an_empty_name_and_a_date_that_is_none_are_told():
    result = run("新乡市人民政府", " ", "")
    assert 0 == result.exit_code
    assert "有名称为空，已略过" in result.stderr
    assert "结论" in result.stdout
    assert "“去年”不是日期，写作 2021、2021-11 或 2021-11-05" in run("x", "--date", "去年").stderr


def test_a_name_that_says_nothing_is_told_so():
    assert "理由：名录中没有，也不能按名称判断是哪类机构" in run("中国石化").stdout


def test_what_is_no_body_says_what_it_is():
    shown = run("五一劳动奖状", "随便什么").stdout
    assert "类别：集体荣誉" in shown
    assert "附件1第二条" in shown
    assert 2 == shown.count("不能整体识别为机关名称")


def test_joint_names_are_explained_one_by_one():
    shown = run("中共河南省委、河南省人民政府", "新乡市教育局").stdout.splitlines()
    names = [line for line in shown if not line.startswith(" ")]
    assert ["中共河南省委", "河南省人民政府", "新乡市教育局"] == names


def test_as_data():
    first, second = map(
        json.loads,
        run("河南省交通厅", "新多市人民政府", "--date", "2008-05", "--json").stdout.splitlines(),
    )
    assert {
        "name": "河南省交通厅",
        "normal": "河南省交通厅",
        "date": "2008-05",
        "parse": {
            "party": False,
            "places": [{"name": "河南省", "level": "province", "known": True}],
            "organ": "交通厅",
            "office": None,
        },
        "kind": "provincial_department",
        "status": "exact",
        "listed_as": [{"name": "河南省交通运输厅", "form": "former", "from": None, "until": 2009}],
        "level": "provincial",
        "source": "general_knowledge",
        "decision": "match",
        "items": [1],
        "article": None,
        "why": None,
        "nearest": [],
    } == first
    assert ("near", "unsure", ["新乡市人民政府"]) == (
        second["status"],
        second["decision"],
        second["nearest"],
    )
    assert not second["parse"]["places"][0]["known"]


def test_in_english():
    shown = run("中共新乡市委组织部", "省委", lang="en").stdout
    assert "parts: party · 新乡市 (prefecture) · 委组织部" in shown
    assert "conclusion: clearly does not count" in shown
    assert "register: short name without its province of 中国共产党河南省委员会" in shown
    assert "why: the short name does not say which province" in shown


def test_a_date_that_is_none_is_wrong_usage():
    result = run("新乡市人民政府", "--date", "去年")
    assert 2 == result.exit_code
    assert "--date" in result.stderr


def test_a_name_is_asked_for():
    assert 2 == run().exit_code


def test_everything_has_words_in_both_languages():
    assert set(Level) == set(labels.LEVELS)
    assert set(PlaceLevel) == set(labels.PLACE_LEVELS)
    assert set(NameForm) == set(labels.FORMS)
    assert set(Source) == set(labels.SOURCES)
    assert {kind.system for kind in load_kinds().of.values()} <= set(labels.SYSTEMS)
    assert {1, 2, 3, 4} == set(labels.ITEMS)
