"""Names of bodies in the one form in which they are compared, and what they are made of.

Normalising removes what print adds and unifies the two written forms of the
party's name; it never changes a character into a similar one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence.names import body_name

_SEAL_MARK = re.compile(r"[(](?:盖章|公章|印章|章|印)[)]$")
_QUOTES = re.compile("[“”\"'‘’《》〈〉「」『』]")
_PARTY = re.compile(r"^(?:中共|中国共产党)")
_NATION = re.compile(r"^(?:中华人民共和国|全国|国家|国务院|中央)")
_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?"
    r"(?:[\u4e00-\u9fff]{2,6}?(?:市|地区|自治州|盟|示范区))?"
    r"(?:[\u4e00-\u9fff]{1,5}?(?:县|区|市|乡|镇))?"
)
_NOT_CHINESE = re.compile(r"[^\u3400-\u9fff\U00020000-\U000323af]")


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A body's name as 〔党/政〕地区 + 机关. `region` is empty where none is named."""

    party: bool
    region: str
    organ: str


def normal_name(name: str) -> str:
    """The form in which names are compared: `中国共产党 新乡市委员会` → `中共新乡市委员会`."""
    squeezed = _SEAL_MARK.sub("", _QUOTES.sub("", body_name(name)))
    return squeezed.replace("中国共产党", "中共")


def seal_name(text: str) -> str:
    """The name in a seal's ring: only Chinese characters, a text read twice round taken once."""
    name = normal_name(_NOT_CHINESE.sub("", normal_name(text)))
    half = len(name) // 2
    return name[:half] if half >= 4 and name[:half] == name[half:] else name


def parse_name(name: str) -> ParsedName:
    """What a name is made of; for explanations, never for matching."""
    normal = normal_name(name)
    party = _PARTY.match(normal) is not None
    rest = _PARTY.sub("", normal)
    nation = _NATION.match(rest)
    if nation:
        return ParsedName(party, nation[0], rest[nation.end() :])
    region = _REGION.match(rest)
    end = region.end() if region else 0
    return ParsedName(party, rest[:end], rest[end:])
