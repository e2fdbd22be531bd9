"""Passages: squeezed text whose every character still knows where it stands.

Patterns are matched on text without spaces in one width (NFKC); what they
find is cut out again as read, with its box, confidence and reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.places import Box
from extractors.documents.page_text import TextLine

CELL = "\t"
"""Stands between two lines of one row."""
ROW = "\n"
"""Stands between two rows."""
_BETWEEN = (-1, -1)
ONE_FORM = str.maketrans("決況減涼淨湊", "决况减凉净凑")
"""Characters written with three drops or with two, in the form of the standard list
(通用规范汉字表): readers take one for the other, and no two words differ by it."""
_EDGES = " \t\n:,;、.。·-—_"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text and, for each character, its line and position in it."""

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
        kept = [i for i, c in enumerate(self.text) if c not in (CELL, ROW)]
        return Passage(
            self.lines,
            "".join(self.text[i] for i in kept),
            tuple(self.origins[i] for i in kept),
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

    @property
    def used(self) -> tuple[TextLine, ...]:
        """The lines that any of its characters come from, in order."""
        return tuple(self.lines[i] for i in dict.fromkeys(i for i, _ in self.origins if i >= 0))

    @property
    def raw(self) -> str:
        """The characters as read, spaces and all, lines joined by line breaks."""
        return ROW.join(
            self.lines[i].text[start : end + 1] for i, (start, end) in self._extents().items()
        )

    @property
    def box(self) -> Box | None:
        """Box around its characters on the first page it touches; lines are cut by width."""
        extents = self._extents()
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
    def page(self) -> int:
        """The first page it touches."""
        return self.used[0].page

    @property
    def confidence(self) -> float:
        """The lowest confidence of its lines."""
        return min((line.confidence for line in self.used), default=0.0)

    @property
    def least_sure(self) -> float:
        """The lowest confidence of its characters; of its lines where no reader told."""
        return min(
            (
                self.lines[i].sure[at] if self.lines[i].sure else self.lines[i].confidence
                for i, at in self.origins
                if i >= 0
            ),
            default=0.0,
        )

    @property
    def reader(self) -> str:
        """The reader of its first line."""
        return self.used[0].reader

    def _extents(self) -> dict[int, tuple[int, int]]:
        extents: dict[int, tuple[int, int]] = {}
        for line, at in self.origins:
            if line >= 0:
                first, last = extents.get(line, (at, at))
                extents[line] = (min(first, at), max(last, at))
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
            for char, at in squeezed(line.text):
                text.append(char)
                origins.append((len(lines), at))
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


def squeezed(text: str) -> list[tuple[str, int]]:
    """The characters of `text` in one width and form without white space, each with its place."""
    return [
        (char, at)
        for at, original in enumerate(text)
        for char in unicodedata.normalize("NFKC", original).translate(ONE_FORM)
        if not char.isspace()
    ]


def _cut_box(line: TextLine, start: int, end: int) -> Box:
    widths = [_width(c) for c in line.text]
    total = sum(widths) or 1.0
    left, right = sum(widths[:start]) / total, sum(widths[: end + 1]) / total
    box = line.box
    return Box(box.x0 + round(left * box.width), box.y0, box.x0 + round(right * box.width), box.y1)


def _width(char: str) -> float:
    if char.isspace():
        return 0.4
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55
