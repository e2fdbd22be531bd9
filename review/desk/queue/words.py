"""How names, numbers and issuers become the words that the queue is searched by. Pure.

Chinese has no spaces, so every CJK character is a word of its own and a search is for a
phrase of them: 张三 finds 张三, not 三张. Runs of letters and of digits are one word each.
A patent number is its digits, however it is written: with or without ZL, spaces, dot and
check digit.
"""

from __future__ import annotations

import re
import unicodedata

from evidence.names import normal_text

_CJK = "〇㐀-鿿豈-﫿𠀀-𲎯"
_WORD = re.compile(rf"[{_CJK}]|[^\W\d_{_CJK}]+|\d+")
_PREFIX = re.compile(r"(?<![a-z])(?:zl|cn)(?=\d)")
_CHECK_DIGIT = re.compile(
    r"(?<!\d)((?:19|20)\d{2}[12389]\d{7}(?=[.·]?[\dx](?![\da-z]))|\d{8}(?=[.·][\dx](?![\da-z])))"
    r"[.·]?[\dx]"
)
_SPACED_PREFIX = re.compile(r"(?<![a-z])(zl|cn)\s+(?=\d)")
_SPACED_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d{2})\s+([12389])\s+(?=\d)")
_SPACED_CHECK = re.compile(r"(?<=\d)\s*([.·])\s*([\dx])(?![\da-z])")
_SPACED_NAME = re.compile(rf"(?<![{_CJK}])([{_CJK}])\s+(?=[{_CJK}]{{1,2}}(?![{_CJK}]))")


def words_of(text: str) -> list[str]:
    """The words of one name or number, in order."""
    plain = _PREFIX.sub("", normal_text(text).lower())
    return _WORD.findall(_CHECK_DIGIT.sub(r"\1 ", plain))


def phrases_of(search: str) -> list[list[str]]:
    """What somebody typed, as phrases that must all be there: spaces part them.

    Spaces within a patent number as printed (ZL 2020 1 0430096.0) and within a name as
    printed (张 三) part nothing.
    """
    text = unicodedata.normalize("NFKC", search).lower()
    for pattern in (_SPACED_PREFIX, _SPACED_NUMBER, _SPACED_CHECK, _SPACED_NAME):
        text = pattern.sub(lambda found: "".join(found.groups()), text)
    return [words for part in text.split() if (words := words_of(part))]


def is_unfinished(words: list[str]) -> bool:
    """Whether the last word is letters or digits, of which people type the beginning."""
    return not re.match(f"[{_CJK}]", words[-1])
