"""What the charts draw: places and lengths in the units of their SVG. Pure.

Every chart stands beside a table with the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from review.desk.quality.days import Span
from review.desk.quality.intervals import Share

WHOLE = 100.0
"""Units of a bar that is a share of everything."""
WIDTH, HEIGHT = 960.0, 190.0
"""Units of the columns by day, with room for the numbers at the left and the days below."""
_LEFT, _BOTTOM, _TOP = 44.0, 24.0, 8.0
_LABELS = 10


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A share as a bar, and the interval in which the true share lies as a line across it."""

    rate: float
    low: float
    high: float


def share_bar(share: Share) -> ShareBar | None:
    """The bar of a share; None where nothing is known."""
    rate, interval = share.rate, share.interval
    if rate is None or interval is None:
        return None
    return ShareBar(*(round(WHOLE * one, 2) for one in (rate, interval.low, interval.high)))


@dataclass(frozen=True, slots=True)
class Column:
    """A column from `y` down to the ground."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DayColumns:
    """What one span draws; `label` is empty where its day is not written below."""

    opened: Column
    decided: Column
    middle: float
    label: str


@dataclass(frozen=True, slots=True)
class DayChart:
    """Two columns a span; `lines` are (height, number) of the lines across."""

    columns: tuple[DayColumns, ...]
    lines: tuple[tuple[float, int], ...]

    width, height, left, ground = WIDTH, HEIGHT, _LEFT, HEIGHT - _BOTTOM


def day_chart(spans: Sequence[Span]) -> DayChart:
    """The chart of these spans, all by one measure."""
    top = ceiling_of(max((max(one.opened, one.decided) for one in spans), default=0))
    step = (WIDTH - _LEFT) / max(len(spans), 1)
    every = max(1, math.ceil(len(spans) / _LABELS))
    columns = []
    for number, span in enumerate(spans):
        x, width = _LEFT + number * step, step * 0.4
        label = f"{span.first:%m-%d}" if number % every == 0 else ""
        columns.append(
            DayColumns(
                _column(x + step * 0.08, width, span.opened, top),
                _column(x + step * 0.52, width, span.decided, top),
                round(x + step / 2, 2),
                label,
            )
        )
    lines = tuple((_y(top * part // 2, top), top * part // 2) for part in (0, 1, 2))
    return DayChart(tuple(columns), lines)


def ceiling_of(most: int) -> int:
    """The next even round number, so that the lines of the chart stand at whole numbers."""
    if most <= 2:
        return 2
    size = int(10 ** int(math.log10(most)))
    return next(
        number
        for step in (1, 2, 4, 6, 8, 10, 20)
        if (number := step * size) >= most and number % 2 == 0
    )


def _column(x: float, width: float, number: int, top: int) -> Column:
    y = _y(number, top)
    return Column(round(x, 2), y, round(width, 2), round(HEIGHT - _BOTTOM - y, 2))


def _y(number: int, top: int) -> float:
    ground = HEIGHT - _BOTTOM
    return round(ground - (ground - _TOP) * number / top, 2)
