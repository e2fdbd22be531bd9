"""The words that rosters and lists use for results, rules and conditions."""

from __future__ import annotations

import re

from evidence.findings import Result
from evidence.patent_numbers import PatentType

SIGNS = {
    Result.MATCH: "✓ 一致",
    Result.ATTESTED: "○ 单位确认",
    Result.UNSURE: "? 待核",
    Result.NOT_CHECKED: "– 未核查",
    Result.MISMATCH: "✕ 不一致",
}
"""Sign and word of each result; the sign never stands alone."""

CONDITIONS = {
    1: "表彰",
    2: "五一劳动奖章",
    3: "技术能手",
    4: "技能竞赛",
    5: "专利",
    6: "特殊人才",
}
"""The six conditions of (四)6 in a word each."""

PATENT_TYPE_WORDS = {
    PatentType.INVENTION: "发明",
    PatentType.UTILITY_MODEL: "实用新型",
    PatentType.DESIGN: "外观设计",
}

RULE_LABELS = {
    "G1": "个人申请、单位和主管部门同意",
    "H0": "单位按规定批准",
    "H1": "遵纪守法、身体健康",
    "H2a": "工作年限25年以上",
    "H2b": "二级证书满5年",
    "H2c": "已聘任至二级岗位",
    "H3": "文化程度",
    "H4": "年度考核",
    "H4a": "近5年考核均合格以上",
    "H4b": "2年以上优秀",
    "H5": "技能水平",
    "H6": "符合(四)6之一",
    "H61": "表彰",
    "H62": "五一劳动奖章",
    "H63": "技术能手",
    "H64": "技能竞赛个人三等奖以上",
    "H65": "专利数量和名次",
    "H66": "特殊人才",
    "E1": "一线工勤技能人员",
    "A1": "取得时间在二级证书之后",
    "A2a": "单位推荐、核实并公示",
    "A2b": "以个人名义获得",
    "A3a": "授予单位级别",
    "A3b": "同一项目不重复计算",
    "A3c": "参照省辖市级",
    "A4a": "履行审批备案程序",
    "A4b": "文件和证书齐全且相符",
    "A5": "同一年度不累计",
    "A6": "表彰范围",
    "A9": "专利证书与官方检索结果",
    "A10": "劳动模范认定",
    "A12": "无禁止申报情形",
    "A13": "专业技术人才另有规定",
    "P2": "与人事档案一致",
    "P4": "公示不少于5个工作日",
    "P14": "2023年度考核容缺",
}
"""A rule in a few words, for people who do not know the ids of the rules."""

GRADE_NAMES = {
    "一级": "高级技师",
    "二级": "技师",
    "三级": "高级工",
    "四级": "中级工",
    "五级": "初级工",
}


def rule_label(rule: str) -> str:
    """The rule in words; an unknown id speaks for itself."""
    return RULE_LABELS.get(rule, rule)


def condition_label(condition: int | None) -> str:
    """`(四)6.(5)专利`, or that the application did not say which."""
    if condition is None:
        return "(四)6未填条件"
    return f"(四)6.({condition}){CONDITIONS.get(condition, '')}"


def grade_label(grade: str) -> str:
    """`一级` → `一级` over `高级技师`: the grade with the name people use for it."""
    return f"{grade}\n{GRADE_NAMES[grade]}" if grade in GRADE_NAMES else grade


def article_of(citation: str) -> str:
    """The article alone, without the words quoted from it: `附件1第四条“…”` → `附件1第四条`."""
    return re.split(r"[“\"「：:]", citation, maxsplit=1)[0].strip("，,。 ") or citation


def sentence(text: str) -> str:
    """The text without the full stop at its end, so that it can be joined to others."""
    return text.strip().rstrip("。；;.")
