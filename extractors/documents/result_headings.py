"""What stands above a result's labels: its title, and which kind of patent it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.documents.labels import Labelled
from extractors.documents.passages import CELL, ROW, Passage
from extractors.documents.result_records import ResultRecord

_KIND_AND_TITLE = re.compile(
    rf"(?:^|\n)(?:[0-9]{{1,3}}[.、]?)?[\[【(「]?(?P<kind>发明专利|发明授权|发明公布|实用新型|外观设计)[\]】)」]?"
    rf"[{CELL}{ROW}]?(?P<title>[^{CELL}{ROW}:]{{2,80}})"
)
_MARKS = rf"0-9.、/×|<>…{CELL}·"
_LINKS = (
    "国家知识产权局|专利检索及分析(?:系统)?|中国专利公布公告|专利公布公告|中国(?:及多国)?专利审查信息查询|"
    "多国发明专利审查信息查询|著录项目(?:信息)?|全文(?:文本|图像)?|说明书附图|权利要求|法律状态|申请人?信息|"
    "发明人/设计人信息|代理情况|审查信息|费用信息|发文信息|公布公告|同族案件信息|引文信息|事务数据|事务|全部|"
    "发明(?:公布|授权|专利)|实用新型|外观设计|检索|查询|重置|登录|注册|首页|帮助|退出|"
    rf"欢迎[^{_MARKS}欢退登注首帮]{{0,8}}+|列表|列表模式|公布模式|"
    "详情|详览|收藏|下载|打印|导航|导出|上一页|下一页|末页|尾页|跳转|前往|查看详情|常规检索|高级检索"
)
NAVIGATION = rf"{_LINKS}|[{_MARKS}]"
"""A link of the sites', or one mark. No text may be parted into these in two ways: a pattern that repeats them
would take exponential time on a hostile page."""
_MOSTLY = 0.6
"""Share of a row's characters that words of links are, where it is a row of links."""
_LINK = re.compile(_LINKS)
_FURNITURE = re.compile(
    rf"(?:{NAVIGATION})+|.*(?:https?:|www\.|\.cnipa|\.gov\.cn).*|20[0-9]{{2}}[-/.年].*|"
    r".*[0-9]条(?:/页)?.*|.*(?:请输入|请选择|例如).*"
)


def with_heading(
    records: Sequence[ResultRecord], whole: Passage
) -> list[tuple[ResultRecord, Passage]]:
    """Each record with the print between the record before it and its first label."""
    headed, end = [], 0
    for record in records:
        start = _start(record.labels[0], whole)
        headed.append((record, whole.cut(min(end, start), start)))
        end = _start(record.labels[-1], whole) + 1
    return headed


def _start(one: Labelled, whole: Passage) -> int:
    """Where a label stands in the whole text."""
    first = next((origin for origin in one.at.origins if origin[0] >= 0), None)
    if first is None or one.at.lines != whole.lines:
        return 0
    return whole.origins.index(first)


def is_furniture(row: Passage) -> bool:
    """Whether a row is the site's own: its name, its links, an address, a count.

    Links of which some characters were misread are still mostly words of links.
    """
    if _FURNITURE.fullmatch(row.text.replace(ROW, CELL)):
        return True
    flat = row.flat().text
    words = [match[0] for match in _LINK.finditer(flat)]
    return len(words) > 1 and len("".join(words)) > _MOSTLY * len(flat)


def heading_in(before: Passage) -> tuple[Passage, Passage] | None:
    """`[发明授权] title` above the labels, as (kind, title)."""
    matches = [
        (before.group(match, "kind"), before.group(match, "title"))
        for match in _KIND_AND_TITLE.finditer(before.text)
    ]
    titled = [(kind, title) for kind, title in matches if not is_furniture(title)]
    if titled:
        return titled[-1]
    rows = [row for row in before.by_row() if not is_furniture(row)]
    rows = [row for row in rows if len(row.flat().text) > 3 and len(row.by_line()) == 1]
    return (rows[-1].cut(0, 0), rows[-1]) if rows else None
