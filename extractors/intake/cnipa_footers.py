"""Lines around a table of results that are no result: totals, counts, when and where it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.names import normal_text
from extractors.intake.tables import Row

_TOTAL = re.compile(r"共(?:检索到|查询到|查到|找到|有|计)?([0-9][0-9,]{0,8})(?:条|件|项)")
_ASKED = re.compile(r"(?:查询|检索|导出|下载|打印)(?:时间|日期)[::]?(?P<when>20[0-9].*)")
_FOOTER = re.compile(
    r"(?:合计|总计|小计|总数|汇总)[::]?.{0,20}|[0-9]{1,9}|"
    r"共(?:检索到|查询到|查到|找到|有|计)?[0-9,]{1,9}(?:条|件|项|页).{0,30}|"
    r"(?:第[0-9]+页.{0,20})|(?:查询|检索|导出|下载|打印|制表|填表)(?:时间|日期|人|单位|部门)[::]?.{0,40}|"
    r"(?:数据)?来源[::].{0,60}|(?:备注|说明|注)[::].*|以上(?:数据|信息).{0,60}|以下(?:空白|无正文).{0,10}"
)
_NUMBERED = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Footers:
    """What the lines around a table say: the site's own total, when it was asked, all of them."""

    total: int | None
    asked: str
    texts: tuple[str, ...]


def is_footer(row: Row) -> bool:
    """Whether each of a row's cells is a line of this kind, and not all are mere numbers."""
    texts = [normal_text(text) for text in row.cells.values() if text]
    return (
        bool(texts)
        and all(map(_FOOTER.fullmatch, texts))
        and not all(map(_NUMBERED.fullmatch, texts))
    )


def footers(texts: Sequence[str]) -> Footers:
    """What these lines say of the whole table. Totals that differ say nothing."""
    plain = [normal_text(text) for text in texts]
    totals = {int(number.replace(",", "")) for text in plain for number in _TOTAL.findall(text)}
    # The time itself is taken as written: its blank parts day and hour.
    asked = [match["when"] for text in texts if (match := _ASKED.search(text.replace("：", ":")))]
    return Footers(
        totals.pop() if len(totals) == 1 else None, asked[0].strip() if asked else "", tuple(texts)
    )
