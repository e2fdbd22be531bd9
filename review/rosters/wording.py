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


def type_word(kind: str) -> str:
    """发明, 实用新型 or 外观设计 for a PatentType's value; any other text as it is."""
    return PATENT_TYPE_WORDS[PatentType(kind)] if kind in set(PatentType) else kind


GRADE_NAMES = {
    "一级": "高级技师",
    "二级": "技师",
    "三级": "高级工",
    "四级": "中级工",
    "五级": "初级工",
}


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
