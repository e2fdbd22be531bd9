"""Shares with what is known of them, and medians of counted values. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The normal deviate of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both as shares of 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `trials`; where nothing was tried, nothing is known yet."""

    hits: int
    trials: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.trials:
            raise ValueError(f"{self.hits} of {self.trials} is no share")

    @property
    def rate(self) -> float | None:
        """The share of 1; None where nothing was tried."""
        return self.hits / self.trials if self.trials else None

    @property
    def interval(self) -> Interval | None:
        """Where the true share lies in 95 of 100 such cases; None where nothing was tried."""
        return wilson(self.hits, self.trials) if self.trials else None


def wilson(hits: int, trials: int, z: float = Z_95) -> Interval:
    """The score interval of a share: honest for few trials, and where none or all hit.

    Source: E. B. Wilson, JASA 22 (1927) 209–212. Raises ValueError without trials.
    """
    if trials < 1 or not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials} is no share")
    rate, square = hits / trials, z * z
    center = (rate + square / (2 * trials)) / (1 + square / trials)
    half = z / (1 + square / trials)
    half *= math.sqrt(rate * (1 - rate) / trials + square / (4 * trials * trials))
    # Rounding must not take 0 of n above 0, nor n of n below 1.
    low = 0.0 if hits == 0 else max(0.0, center - half)
    high = 1.0 if hits == trials else min(1.0, center + half)
    return Interval(low, high)


def median(counts: Mapping[int, int]) -> float | None:
    """The median of values that occur so many times each; None where there are none."""
    total = sum(counts.values())
    if not total:
        return None
    return (_at(counts, (total - 1) // 2) + _at(counts, total // 2)) / 2


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at a place, from 0, among all of them in order."""
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > place:
            return value
    raise IndexError(place)
