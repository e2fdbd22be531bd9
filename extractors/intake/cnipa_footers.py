"""Lines around a table of results that are no result: totals, counts, when and where it was made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence.names import normal_text
from extractors.intake.tables import Row

_TOTAL = re.compile(r"共(?:检索到|查询到|查到|找到|有|计)?([0-9][0-9,]{0,8})(?:条|件|项)")
_TIME = re.compile(
    r"(?:(?P<asked>查询|检索)|导出|下载|打印)(?:结果)?(?:时间|日期)\s*(?P<colon>:?)\s*"
)
_FOOTER = re.compile(
    r"(?:合计|总计|小计|总数|汇总)[::]?.{0,20}|[0-9]{1,9}|"
    r"共(?:检索到|查询到|查到|找到|有|计)?[0-9,]{1,9}(?:条|件|项|页).{0,30}|"
    r"(?:第[0-9]+页.{0,20})|"
    r"(?:查询|检索|导出|下载|打印|制表|填表)(?:结果)?(?:时间|日期|人|单位|部门)[::]?.{0,40}|"
    r"(?:数据)?来源[::].{0,60}|(?:备注|说明|注)[::].*|以上(?:数据|信息).{0,60}|以下(?:空白|无正文).{0,10}"
)
_NUMBERED = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Footers:
    """What the lines around a table say: the site's own total, its times, all of them.

    `asked` are the times of the search as written, empty for a label without one; `made` those
    of exports, downloads and prints, which come after it.
    """

    total: int | None
    asked: tuple[str, ...]
    made: tuple[str, ...]
    texts: tuple[str, ...]


def is_footer(row: Row) -> bool:
    """Whether each of a row's cells is a line of this kind, and not all are mere numbers."""
    texts = [normal_text(text) for text in row.cells.values() if text]
    lines = [
        text
        for before, text in pairwise(["", *texts])
        if not (_TIME.fullmatch(before) and text[:1].isdigit())
    ]
    return (
        bool(texts)
        and all(map(_FOOTER.fullmatch, lines))
        and not all(map(_NUMBERED.fullmatch, texts))
    )


def footers(texts: Sequence[str], others: Sequence[str] = ()) -> Footers:
    """What these lines say of the whole table. Totals that differ say nothing.

    `others` are cells of rows that are neither such lines nor results: a time is heeded there, too.
    """
    plain = [normal_text(text) for text in texts]
    totals = {int(number.replace(",", "")) for text in plain for number in _TOTAL.findall(text)}
    times = [*_times(texts), *_times(others)]
    return Footers(
        totals.pop() if len(totals) == 1 else None,
        tuple(when for asked, when in times if asked),
        tuple(when for asked, when in times if not asked),
        tuple(texts),
    )


def _times(texts: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Whether it is of the search, and each time as written: its blank parts day and hour.

    The time of a label that ends a cell stands in the next one. Without colon and time, a label
    is a word like others.
    """
    kept = [unicodedata.normalize("NFKC", text).strip() for text in texts]
    for text, following in pairwise([*kept, ""]):
        labels = list(_TIME.finditer(text))
        bounds = [*(label.start() for label in labels), len(text)]
        for label, end in zip(labels, bounds[1:], strict=True):
            when = text[label.end() : end].strip(" ;,。(（")
            if not when and end == len(text) and following[:1].isdigit():
                when = following
            if label["colon"] or when[:1].isdigit():
                yield bool(label["asked"]), when
