"""Lists of people's names as they are printed: separators, blanks, line wraps.

Source: facts.md §2: names are separated by `;`, and a line wrap replaces the
separator; paper certificates wrap anywhere, also inside a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence.errors import NormalFormError
from evidence.names import normal_text, person_name
from extractors.documents.passages import CELL, ROW, Passage

_SEPARATORS = frozenset(";,、/|:。" + CELL)
_HAN = re.compile(r"[\u3400-\u9fff〇○\U00020000-\U000323af]")
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "夏侯",
        "东方",
        "端木",
        "独孤",
        "南宫",
        "司空",
        "呼延",
        "轩辕",
        "澹台",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "太叔",
        "申屠",
        "仲孙",
        "钟离",
        "鲜于",
        "闾丘",
        "亓官",
        "司寇",
        "第五",
        "赫连",
        "拓跋",
        "完颜",
        "西门",
        "百里",
        "东郭",
        "微生",
        "梁丘",
        "左丘",
        "万俟",
        "闻人",
        "公羊",
        "谷梁",
        "纳兰",
        "那拉",
    ]
)
LONGEST = 4
"""A Chinese name without a dot has at most four characters; more are two names run together."""
NOT_A_NAME = "not the form of a name"


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One name of a list, where it stands, and what makes it doubtful."""

    name: str
    passage: Passage
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    break_before: str


def people_in(text: Passage) -> list[PersonFound]:
    """The names of a list in printed order; none is dropped, for the order is the rank."""
    tokens = _rejoined(_tokens(text))
    return [_person(text.cut(token.start, token.end), token.text) for token in tokens]


def split_by_twin(person: PersonFound, twin: list[PersonFound]) -> list[PersonFound]:
    """A run-together name cut where the same names stand apart in another list of the page."""
    names = [other.name for other in twin if other.doubt is None]
    for start in range(len(names)):
        for end in range(start + 2, len(names) + 1):
            if "".join(names[start:end]) == person.name:
                return _cut_at(person, names[start:end])
    return [person]


def split_by_other_readings(person: PersonFound) -> list[PersonFound]:
    """A run-together name cut where another pass over the same line saw separators."""
    if person.doubt is None or len(person.name) <= LONGEST:
        return [person]
    spread = re.compile(r"[^\u3400-\u9fff]*".join(map(re.escape, person.name)))
    for line in person.passage.used:
        for other in line.others:
            match = spread.search(normal_text(other.text))
            names = re.findall(r"[\u3400-\u9fff]+", match[0]) if match else []
            if len(names) > 1 and all(2 <= len(name) <= LONGEST for name in names):
                return _cut_at(person, names)
    return [person]


def _cut_at(person: PersonFound, names: list[str]) -> list[PersonFound]:
    flat, at, cut = person.passage.flat(), 0, []
    for name in names:
        cut.append(PersonFound(name, flat.cut(at, at + len(name))))
        at += len(name)
    return cut


def _person(where: Passage, text: str) -> PersonFound:
    try:
        name = person_name(text)
    except NormalFormError:
        return PersonFound(normal_text(text), where, NOT_A_NAME)
    if len(name) > LONGEST and _HAN.match(name) and "·" not in name:
        return PersonFound(name, where, "two names may have run together")
    return PersonFound(name, where)


def _tokens(text: Passage) -> list[_Token]:
    tokens: list[_Token] = []
    start, break_before, pending = -1, "", ""
    for i, char in enumerate(text.text):
        gap = "sep" if char in _SEPARATORS else "wrap" if char == ROW else ""
        spaced = not gap and start >= 0 and text.blank_before(i)
        if (gap or spaced) and start >= 0:
            tokens.append(_Token(start, i, text.text[start:i], break_before))
            start = -1
            pending = ""
        if gap:
            pending = "sep" if "sep" in (gap, pending) else gap
            continue
        if start < 0:
            start, break_before = i, "space" if spaced else pending
    if start >= 0:
        tokens.append(_Token(start, len(text.text), text.text[start:], break_before))
    return tokens


def _rejoined(tokens: list[_Token]) -> list[_Token]:
    joined: list[_Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last is not None and _one_name(last, token):
            space = " " if not _HAN.search(last.text + token.text) else ""
            text = last.text + space + token.text
            joined[-1] = _Token(last.start, token.end, text, last.break_before)
        else:
            joined.append(token)
    return joined


def _one_name(last: _Token, token: _Token) -> bool:
    if not _HAN.search(last.text) and not _HAN.search(token.text):
        return token.break_before == "space"
    short = len(last.text) + len(token.text) <= LONGEST
    if token.break_before == "space":
        return len(last.text) == 1 and len(token.text) == 1
    if token.break_before == "wrap":
        split = 1 in (len(last.text), len(token.text)) or last.text in _COMPOUND
        return short and split
    return False
