"""Columns of the declaration tables, and the other names people give them.

Source: the batch format, and the labels of 附件2 of 新人社办〔2024〕22号.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ID = "申报编号"
CLAIM_NO = "序号"

_APPLICATIONS = {
    ID: "编号 报名编号 报名号 申报号 申请编号",
    "姓名": "申报人 申报人姓名",
    "性别": "",
    "身份证号": "身份证号码 公民身份号码 身份证 证件号码",
    "出生年月": "出生日期 出生时间 出生年月日",
    "文化程度": "学历 最高学历",
    "参加工作时间": "参加工作日期 参加工作年月 工作时间",
    "工作单位": "单位 单位名称 所在单位",
    "主管部门": "主管单位 主管部门名称",
    "地区": "所属地区 所在地区",
    "现岗位工种": "现工种 现从事工种",
    "现岗位等级": "现等级",
    "现等级聘任时间": "聘任时间 现等级聘任日期",
    "现等级证书取得时间": "证书取得时间 现等级证书取得日期",
    "申报岗位工种": "申报工种",
    "申报岗位等级": "申报等级",
    "优秀共产党员年度": "年度优秀共产党员 优秀共产党员 近5年年度优秀共产党员",
    "是否存在禁止申报的情形": "是否存在禁止申报情形 禁止申报的情形 禁止申报情形",
    "单位审核意见": "单位意见 所在单位意见 所在单位审核意见",
    "主管部门意见": "主管单位人事部门意见 主管单位意见 主管部门审核意见",
    "公示开始": "公示开始时间 公示开始日期 公示起始时间 公示起始日期",
    "公示结束": "公示结束时间 公示结束日期 公示截止时间 公示截止日期",
    "手机": "手机号 手机号码",
}
_CLAIMS = {
    ID: _APPLICATIONS[ID],
    CLAIM_NO: "",
    "条件": "符合条件 申报条件 所属条件",
    "名称": "表彰奖励名称 表彰奖励/专利名称 奖励名称 获奖名称 专利名称",
    "授予单位": "表彰单位 授奖单位 颁发单位 发证单位",
    "文件名称": "表彰文件名称",
    "发文字号": "文号 文件字号 发文文号",
    "证书编号": "证书号",
    "取得日期": "取得时间 获得时间 获得日期",
    "等次": "获奖等次 奖励等次 奖项等次",
    "专利号": "专利号码",
    "专利类型": "",
    "名次": "发明人名次 发明人排名 排名",
}
_OPTIONAL = frozenset(
    {
        "人员类别",
        "转正定级时间",
        "本等级连续",
        "原工种",
        "退休时间",
        "容缺承诺",
        "报名提交时间",
        "手机",
        "审核人",
    }
)
_APPRAISALS = "年度考核"
_APPRAISAL = re.compile(r"(?=.*年度考核)\D*(?P<year>(?:19|20)\d{2})\D*")


def _by_synonym(columns: dict[str, str]) -> dict[str, str]:
    return {name: ours for ours, names in columns.items() for name in names.split()}


APPLICATION_SYNONYMS = _by_synonym(_APPLICATIONS)
CLAIM_SYNONYMS = _by_synonym(_CLAIMS)
APPLICATION_COLUMNS = (
    *(column for column in _APPLICATIONS if column not in _OPTIONAL),
    _APPRAISALS,
)
"""What the table of applications must have; 年度考核 stands for at least one of its years."""
CLAIM_COLUMNS = tuple(_CLAIMS)


def absent_and_unknown(
    columns: Iterable[str], wanted: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The wanted columns that are not among `columns`, and those nobody asked for."""
    known = {name: _APPRAISALS if _APPRAISAL.fullmatch(name) else name for name in columns}
    wanted = tuple(wanted)
    absent = tuple(name for name in wanted if name not in known.values())
    expected = _OPTIONAL.union(wanted)
    return absent, tuple(name for name, ours in known.items() if ours not in expected)


def appraisal_columns(columns: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The columns 年度考核2019 … with the year each is about."""
    for column in columns:
        match = _APPRAISAL.fullmatch(column)
        if match:
            yield int(match["year"]), column
