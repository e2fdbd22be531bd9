"""Names of bodies in the one form in which they are compared.

Normalising removes what print adds and unifies the two written forms of the
party's name; it never changes a character into a similar one.
"""

from __future__ import annotations

import re

from evidence.names import body_name

_SEAL_MARK = re.compile(r"[(](?:盖章|公章|印章|章|印)[)]$")
_QUOTES = re.compile("[“”\"'‘’《》〈〉「」『』]")
_NOT_CHINESE = re.compile(r"[^\u3400-\u9fff\U00020000-\U000323af]")


def normal_name(name: str) -> str:
    """The form in which names are compared: `中国共产党 新乡市委员会` → `中共新乡市委员会`."""
    squeezed = _SEAL_MARK.sub("", _QUOTES.sub("", body_name(name)))
    return squeezed.replace("中国共产党", "中共")


def seal_name(text: str) -> str:
    """The name in a seal's ring: only Chinese characters, a text read twice round taken once."""
    name = normal_name(_NOT_CHINESE.sub("", normal_name(text)))
    half = len(name) // 2
    return name[:half] if half >= 4 and name[:half] == name[half:] else name
