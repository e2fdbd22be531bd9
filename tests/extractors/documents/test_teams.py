"""Several recipients of one certificate, and one whose name was not read alone."""

import pytest

from extractors.documents.run_together import RUN_TOGETHER
from tests.extractors.documents.conftest import one
from tests.extractors.documents.test_awards import certificate

CLOSING = "特发此证，以资鼓励。"


def recipients(*body):
    """Value and doubt of each recipient."""
    found = one(certificate(*body, CLOSING))
    return [(field.value, field.doubt) for field in found.all("recipient")]


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        (
            ["张三", "李四", "王小明"],
            ("授予张三、李四、王小明等同志", "2008年职工合理化建议评选二等奖。"),
        ),
        (
            ["张三", "欧阳建国", "李四"],
            ("兹证明新乡市公安局张三 欧阳建国 李四等同志在2012年职业技能大赛中", "荣获二等奖。"),
        ),
        (["张三", "李四"], ("张三、李四同志：", "在2012年职业技能大赛中荣获二等奖。")),
        (["张三", "李四"], ("张三、李四：", "在2012年职业技能大赛中荣获二等奖。")),
        (
            ["张三", "李四", "王小明"],
            ("在2012年职业技能大赛中荣获二等奖。", "完成人：张三、李四、王小明"),
        ),
        (["张三", "李四"], ("张三、李四在2012年职业技能大赛中荣获二等奖。",)),
        (
            ["张三", "李四"],
            ("新乡市公安局张三、李四等2名同志在2012年职业技能大赛中荣获二等奖。",),
        ),
        (["张三"], ("授予张三同志“新乡市劳动模范”荣誉称号。",)),
    ],
)
def test_teams(expected, body):
    """Every name, in printed order, without the unit before them."""
    assert [(name, None) for name in expected] == recipients(*body)


def test_names_run_together_are_doubtful():
    """No room and no blank shows where one name ends and the next begins."""
    found = recipients("授予张三李小龙等同志2008年职工合理化建议评选二等奖。")
    assert [("张三", RUN_TOGETHER), ("李小龙", RUN_TOGETHER)] == found


def test_team_of_whom_only_some_are_named():
    """张三等5名同志: the four others are not shown to be absent."""
    doubt = "the text says 5 people, and 2 were read"
    found = recipients("授予张三、李四等5名同志2008年职工合理化建议评选二等奖。")
    assert [("张三", doubt), ("李四", doubt)] == found


def test_team_that_is_addressed_as_one():
    """An award to a team is no award to its members, though they are named below."""
    found = recipients(
        "新乡市公安局代表队：", "在2012年职业技能大赛中荣获二等奖。", "成员：张三、李四"
    )
    assert [("新乡市公安局代表队", None)] == found


def test_a_list_of_members_that_goes_on_is_in_doubt():
    """团队成员：张建国、李文军、 and the rest on the next row."""
    found = recipients("团队成员：张建国、李文军、", "王晓明、刘志强", "在职业技能竞赛中荣获一等奖")
    assert found
    assert all(doubt for _, doubt in found)
