"""Ranks of prizes: what place each stands for, and which words say the same of it."""

from __future__ import annotations

import re
from enum import StrEnum

from verifiers.rules.fields import plain_text


class _Scale(StrEnum):
    """In what contests count: 一等奖, 第一名 and 金奖 are near one another and not the same."""

    PRIZE = "prize"
    PLACE = "place"
    MEDAL = "medal"


_PERSONAL = re.compile(r"^个人(?=.)")
_PLACE = re.compile(r"^第?(\d{1,2}|[一二三四五六七八九十])名$")
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_RANKS = {
    "特等奖": (_Scale.PRIZE, 0), "特等": (_Scale.PRIZE, 0),
    "一等奖": (_Scale.PRIZE, 1), "二等奖": (_Scale.PRIZE, 2), "三等奖": (_Scale.PRIZE, 3),
    "一等": (_Scale.PRIZE, 1), "二等": (_Scale.PRIZE, 2), "三等": (_Scale.PRIZE, 3),
    "金奖": (_Scale.MEDAL, 1), "银奖": (_Scale.MEDAL, 2), "铜奖": (_Scale.MEDAL, 3),
    "金牌": (_Scale.MEDAL, 1), "银牌": (_Scale.MEDAL, 2), "铜牌": (_Scale.MEDAL, 3),
    "冠军": (_Scale.PLACE, 1), "亚军": (_Scale.PLACE, 2), "季军": (_Scale.PLACE, 3),
}  # fmt: skip


def rank_of(text: str) -> int | None:
    """The place that a rank stands for: 一等奖, 第一名 and 金奖 are 1; None where it is none.

    Source: facts §4, contests that publish places (名次) only.
    """
    known = _known(text)
    return max(known[1], 1) if known else None


def same_rank(one: str, two: str) -> bool:
    """Whether two words are of one rank: 第一名, 第1名 and 冠军 are, 第一名 and 一等奖 are not."""
    if plain_text(one) == plain_text(two) != "":
        return True
    known = _known(one)
    return known is not None and known == _known(two)


def _known(text: str) -> tuple[_Scale, int] | None:
    plain = _PERSONAL.sub("", plain_text(text))
    match = _PLACE.fullmatch(plain)
    if match is None:
        return _RANKS.get(plain)
    place = int(match[1]) if match[1].isdigit() else _NUMERALS[match[1]]
    return _Scale.PLACE, place
