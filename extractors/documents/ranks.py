"""Ranks of prizes in their normal form: 一等奖, 第3名, 金奖."""

from __future__ import annotations

import re

_NUMERAL = {c: n for n, c in enumerate("〇一二三四五六七八九十")} | {
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "两": 2,
}
_RANK = re.compile(
    r"(?P<prize>[特一二三四五壹贰叁123])等[奖獎]"
    r"|第(?P<place>[一二三四五六七八九十〇]{1,3}|[0-9]{1,2})名"
    r"|(?P<word>[金银铜][奖牌]|冠军|亚军|季军|优秀奖|优胜奖|鼓励奖|入围奖|提名奖|纪念奖|组织奖|最佳.{1,4}奖|团体.等奖)"
)
_PRIZE = {"1": "一", "2": "二", "3": "三", "壹": "一", "贰": "二", "叁": "三"}


def find_rank(text: str) -> re.Match[str] | None:
    """The first rank in squeezed text."""
    return _RANK.search(text)


def normal_rank(match: re.Match[str]) -> str:
    """The normal form of a match of `find_rank`: `壹等奖` → `一等奖`, `第七名` → `第7名`."""
    if match["prize"]:
        return f"{_PRIZE.get(match['prize'], match['prize'])}等奖"
    if match["place"]:
        return f"第{_place(match['place'])}名"
    return match["word"]


def _place(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERAL[text[-1]]
    return (_NUMERAL[tens] if tens else 1) * 10 + (_NUMERAL[ones] if ones else 0)
