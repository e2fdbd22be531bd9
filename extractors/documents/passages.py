"""Passages: squeezed text whose every character still knows where it stands.

Patterns are matched on text without spaces in one width (NFKC); what they
find is cut out again as read, with its box, confidence and reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise, repeat

from evidence.places import Box
from extractors.documents.page_text import TextLine

CELL = "\t"
"""Stands between two lines of one row."""
ROW = "\n"
"""Stands between two rows."""
_MARKS = CELL + ROW
_NO_MARKS = str.maketrans(dict.fromkeys(_MARKS))
_BETWEEN = (-1, -1)
_KNOWN_CHARACTERS = 8192
"""Whose forms and widths are remembered: there are a few thousand on papers."""
_KNOWN_LINES = 512
"""The same of lines: a page is gone through many times."""
_TRADITIONAL = (
    "勞動獎農業統標證書榮譽國際員優進個會學團總縣區長廳鄉軍隊醫衛計議設備測電機車輛護術檢養園藝體競賽範導師號發聯黨開關與為時財務廣場報線級組織圖"
    "類專權項鋼鐵銀錄題顯驗點齊龍劉陳張楊趙黃孫馬羅鄭謝韓馮蕭葉閻蘇盧蔣賈無絕對應當經濟產實態環監處辦頒訂認譯語說請貢獻責質資賢購輸達運過遠還選鄰"
    "鎮門間陽陰雙難雲領頭額風飛駕驅驛魚鮮麗齡寧歷樂樓樹橋檔歲氣漢潔濱灣燈爾牽獨現瑪畫療盡確礦禮種積穩簡糧紀約納紅細終給維綠網編練縱續罰義習聖聰職"
    "屆膽臨興舊華萬蓋藍藥蘭蟲衆補裝規視覺觀記訊訓評試詩該誠調論諾謀講識讀變讓豐貝負貨貫費賀賞贊"
)
_SIMPLIFIED = (
    "劳动奖农业统标证书荣誉国际员优进个会学团总县区长厅乡军队医卫计议设备测电机车辆护术检养园艺体竞赛范导师号发联党开关与为时财务广场报线级组织图"
    "类专权项钢铁银录题显验点齐龙刘陈张杨赵黄孙马罗郑谢韩冯萧叶阎苏卢蒋贾无绝对应当经济产实态环监处办颁订认译语说请贡献责质资贤购输达运过远还选邻"
    "镇门间阳阴双难云领头额风飞驾驱驿鱼鲜丽龄宁历乐楼树桥档岁气汉洁滨湾灯尔牵独现玛画疗尽确矿礼种积稳简粮纪约纳红细终给维绿网编练纵续罚义习圣聪职"
    "届胆临兴旧华万盖蓝药兰虫众补装规视觉观记讯训评试诗该诚调论诺谋讲识读变让丰贝负货贯费贺赏赞"
)
ONE_FORM = str.maketrans("決況減涼淨湊" + _TRADITIONAL, "决况减凉净凑" + _SIMPLIFIED)
"""Characters in the form of the standard list (通用规范汉字表): readers take 決 for 决, and
now and then a simplified character for its traditional one, which it resembles in some
typefaces. Only pairs that no two words differ by; 著, 乾, 於 and their like stay."""
_HAN = re.compile(r"[\u3400-\u9fff〇○]")
_FEWEST = 3
_BRACKETS = frozenset("〔〕[]【】「」()")
_NO_BRACKET = 0.5
"""Confidence below which a bracket may be another character."""
_UNEVEN = 1.7
"""Times the usual pitch from which two neighbours have lost a character between them."""
_SET = 0.7
"""Heights of its line that a character set without blanks stands from the next."""
_APART = 9.0
"""Heights that stand for the room between two lines of one row."""
_EDGES = " \t\n:,;、.。·-—_"


@dataclass(frozen=True)
class Passage:
    """A stretch of text and, for each character, its line and position in it.

    Without slots: what is derived from them is worked out once.
    """

    lines: tuple[TextLine, ...]
    text: str
    origins: tuple[tuple[int, int], ...]

    def cut(self, start: int, end: int | None = None) -> Passage:
        """The stretch from `start` to before `end`."""
        return Passage(self.lines, self.text[start:end], self.origins[start:end])

    def group(self, match: re.Match[str], group: int | str = 0) -> Passage:
        """The stretch that a group of a match on `text` covers."""
        return self.cut(*match.span(group))

    def flat(self) -> Passage:
        """The same without the marks between lines and rows."""
        if CELL not in self.text and ROW not in self.text:
            return self
        marks = [c in _MARKS for c in self.text]
        return Passage(
            self.lines,
            self.text.translate(_NO_MARKS),
            tuple(place for place, mark in zip(self.origins, marks, strict=True) if not mark),
        )

    def stripped(self, edges: str = _EDGES) -> Passage:
        """The passage without punctuation and marks at its two ends."""
        start = len(self.text) - len(self.text.lstrip(edges))
        return self.cut(start, max(len(self.text.rstrip(edges)), start))

    def parts(self, pattern: re.Pattern[str]) -> list[Passage]:
        """The non-empty stretches between matches of `pattern`."""
        found, start = [], 0
        for match in pattern.finditer(self.text):
            found.append(self.cut(start, match.start()))
            start = match.end()
        found.append(self.cut(start))
        return [part for part in found if part.text.strip(CELL + ROW)]

    def by_row(self) -> list[Passage]:
        """Its rows, top to bottom."""
        return self.parts(re.compile(ROW))

    def by_line(self) -> list[Passage]:
        """Its lines, in reading order."""
        return self.parts(re.compile(f"[{ROW}{CELL}]"))

    @cached_property
    def used(self) -> tuple[TextLine, ...]:
        """The lines that any of its characters come from, in order."""
        return tuple(self.lines[i] for i in dict.fromkeys(i for i, _ in self.origins) if i >= 0)

    @property
    def raw(self) -> str:
        """The characters as read, spaces and all, lines joined by line breaks."""
        return ROW.join(
            self.lines[i].text[start : end + 1] for i, (start, end) in self._extents.items()
        )

    @cached_property
    def box(self) -> Box | None:
        """Box around its characters on the first page it touches; lines are cut by width."""
        extents = self._extents
        if not extents:
            return None
        page = self.lines[next(iter(extents))].page
        box: Box | None = None
        for i, (start, end) in extents.items():
            if self.lines[i].page == page:
                part = _cut_box(self.lines[i], start, end)
                box = part if box is None else box.union(part)
        return box

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where its characters stand on each line that they come from, cut by width."""
        return tuple(_cut_box(self.lines[i], *extent) for i, extent in self._extents.items())

    @property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """What stands before and after it on each line that its characters come from, as read."""
        return tuple(
            (self.lines[i].text[:start], self.lines[i].text[end + 1 :])
            for i, (start, end) in self._extents.items()
        )

    @property
    def page(self) -> int:
        """The first page it touches."""
        return self.used[0].page

    @property
    def confidence(self) -> float:
        """The lowest confidence of its lines."""
        return min((line.confidence for line in self.used), default=0.0)

    @property
    def least_sure(self) -> float:
        """The lowest confidence of its characters; of its lines where no reader told.

        Which bracket it is (〔［【) does not matter: one counts where it may be none at all.
        """
        return min(
            (
                sure
                for character, (i, at) in zip(self.text, self.origins, strict=True)
                if i >= 0
                for sure in [
                    self.lines[i].sure[at] if self.lines[i].sure else self.lines[i].confidence
                ]
                if character not in _BRACKETS or sure < _NO_BRACKET
            ),
            default=0.0,
        )

    def blank_before(self, at: int) -> bool:
        """Whether a blank was read before a character."""
        (line, here), (line_before, before) = self.origins[at], self.origins[at - 1]
        return line >= 0 and line == line_before and here > before + 1

    def pitch_before(self, at: int) -> float | None:
        """How far a character stands from the one before it; None across rows.

        In heights of the line, from the characters' places where the reader told them, else
        from the blanks that were read. Between two lines of one row it is wider than any.
        """
        (line, here), (line_before, before) = self.origins[at], self.origins[at - 1]
        if line < 0 or line_before < 0:
            return None
        if line != line_before:
            return _APART if _in_one_row(self.lines[line], self.lines[line_before]) else None
        if here <= before:
            return None
        found = self.lines[line]
        if found.places:
            wide = (found.places[here] - found.places[before]) * found.box.width
            return wide / max(found.box.height, 1)
        return _SET + sum(
            _SET if unicodedata.east_asian_width(char) == "F" else _SET / 2
            for char in found.text[before + 1 : here]
        )

    @property
    def has_gap(self) -> bool:
        """Whether characters of one line stand so far apart that one between them was not read.

        Chinese characters are set evenly, letter-spaced or not; a blank that was read is no gap.
        """
        for i in self._extents:
            line = self.lines[i]
            if not line.places:
                continue
            at = [place for number, place in self.origins if number == i]
            pitches = sorted(
                line.places[b] - line.places[a]
                for a, b in pairwise(at)
                if b == a + 1 and _HAN.match(line.text[a]) and _HAN.match(line.text[b])
            )
            if len(pitches) >= _FEWEST and pitches[-1] > _UNEVEN * pitches[len(pitches) // 2]:
                return True
        return False

    @property
    def reader(self) -> str:
        """The reader of its first line."""
        return self.used[0].reader

    @cached_property
    def _extents(self) -> Mapping[int, tuple[int, int]]:
        """The first and the last place in each line that its characters come from."""
        extents: dict[int, tuple[int, int]] = {}
        for line, at in self.origins:
            if line < 0:
                continue
            known = extents.get(line)
            if known is None:
                extents[line] = (at, at)
            elif at > known[1]:
                extents[line] = (known[0], at)
            elif at < known[0]:
                extents[line] = (at, known[1])
        return extents


def passage(rows: Iterable[Sequence[TextLine]]) -> Passage:
    """The passage of these rows of lines, in this order."""
    lines: list[TextLine] = []
    text: list[str] = []
    origins: list[tuple[int, int]] = []
    for row in rows:
        for n, line in enumerate(row):
            if text:
                text.append(ROW if n == 0 else CELL)
                origins.append(_BETWEEN)
            characters, places = squeezed(line.text)
            text.append(characters)
            origins += zip(repeat(len(lines)), places, strict=False)
            lines.append(line)
    return Passage(tuple(lines), "".join(text), tuple(origins))


def joined(parts: Sequence[Passage]) -> Passage:
    """Several passages one after the other, as rows."""
    lines: tuple[TextLine, ...] = ()
    text = ""
    origins: tuple[tuple[int, int], ...] = ()
    for part in parts:
        if text:
            text, origins = text + ROW, (*origins, _BETWEEN)
        shift = len(lines)
        lines += part.lines
        text += part.text
        origins += tuple((i + shift, at) if i >= 0 else _BETWEEN for i, at in part.origins)
    return Passage(lines, text, origins)


@lru_cache(maxsize=_KNOWN_LINES)
def squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    """The characters of `text` in one width and form without white space, and the place of each."""
    found = [(char, at) for at, original in enumerate(text) for char in _in_one_form(original)]
    return "".join(char for char, _ in found), tuple(at for _, at in found)


def squeezed_text(text: str) -> str:
    """`text` in one width and form without white space."""
    return "".join(map(_in_one_form, text))


@lru_cache(maxsize=_KNOWN_CHARACTERS)
def _in_one_form(char: str) -> str:
    """The characters that one stands for; none for white space."""
    return "".join(unicodedata.normalize("NFKC", char).translate(ONE_FORM).split())


def _in_one_row(one: TextLine, two: TextLine) -> bool:
    high = min(one.box.y1, two.box.y1) - max(one.box.y0, two.box.y0)
    return one.page == two.page and high > min(one.box.height, two.box.height) / 2


def _cut_box(line: TextLine, start: int, end: int) -> Box:
    edges = _edges(line.text)
    total = edges[-1] or 1.0
    left, right = edges[start] / total, edges[end + 1] / total
    box = line.box
    return Box(box.x0 + round(left * box.width), box.y0, box.x0 + round(right * box.width), box.y1)


@lru_cache(maxsize=_KNOWN_LINES)
def _edges(text: str) -> tuple[float, ...]:
    """Where each character of a line begins, and the last one ends, in widths of a character."""
    return tuple(accumulate(map(_width, text), initial=0.0))


@lru_cache(maxsize=_KNOWN_CHARACTERS)
def _width(char: str) -> float:
    if char.isspace():
        return 0.4
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55
