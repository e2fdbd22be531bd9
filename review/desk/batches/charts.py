"""Bars beside the numbers of a table: lengths worked out here, drawn as SVG by the template. Pure.

Every chart is a table whose numbers stand beside the bar, so nothing is told by length alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 240
"""Units of the longest bar."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one colour and pattern of a chart stands for, with its sign and words."""

    id: str
    sign: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one bar shows: its name in both languages, its numbers by kind.

    `query` is that of the queue which shows the items behind it, empty where there is none.
    """

    zh: str
    en: str
    numbers: Mapping[str, int]
    query: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar from `x` on, in units."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A line with its pieces; `numbers` are in the order of `kinds`, `total` is of those drawn."""

    line: Line
    segments: tuple[Segment, ...]
    numbers: tuple[int, ...]
    total: int
    kinds: tuple[Kind, ...]

    @property
    def shares(self) -> tuple[tuple[Kind, int, str], ...]:
        """Kind, number and per cent of the total, to one place."""
        return tuple(
            (kind, number, f"{100 * number / self.total:.1f}" if self.total else "0.0")
            for kind, number in zip(self.kinds, self.numbers, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under each other, and what their pieces stand for."""

    kinds: tuple[Kind, ...]
    bars: tuple[Bar, ...]

    width = WIDTH


def stacked(
    kinds: Sequence[Kind], lines: Sequence[Line], *, drawn: Sequence[str] = (), shares: bool = False
) -> Chart:
    """Bars of pieces, all by one measure; with `shares` every bar is as long as the longest.

    Only the kinds in `drawn` are drawn, all where it is empty; the numbers are always there.
    """
    shown = [kind for kind in kinds if not drawn or kind.id in drawn]
    totals = [sum(line.numbers.get(kind.id, 0) for kind in shown) for line in lines]
    most = max(totals, default=0)
    bars = tuple(
        Bar(
            line=line,
            segments=_segments(shown, line, total if shares else most),
            numbers=tuple(line.numbers.get(kind.id, 0) for kind in kinds),
            total=total,
            kinds=tuple(kinds),
        )
        for line, total in zip(lines, totals, strict=True)
    )
    return Chart(tuple(kinds), bars)


def _segments(kinds: Sequence[Kind], line: Line, whole: int) -> tuple[Segment, ...]:
    segments, before = [], 0
    for kind in kinds:
        number = line.numbers.get(kind.id, 0)
        if number:
            x = round(WIDTH * before / whole, 2)
            segments.append(Segment(kind.id, x, round(WIDTH * number / whole, 2)))
            before += number
    return tuple(segments)
