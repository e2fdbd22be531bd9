"""Whether a batch passes about as many applicants as those before it.

Both ways matter: fewer passes mean more work for people, more passes may be false ones.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import dagster as dg

COMPARED = 5
"""Batches before that are taken together: about a season's, so that one odd one weighs little."""
NOTABLE = 0.10
"""A smaller difference is no reason to look, however surely it is one."""
_Z_99 = 2.5758293035489004
"""The normal deviate of a two-sided interval of 99 %: one false warning in a hundred batches."""
_PAGE = 100
_MOST = 500
"""Materializations that are looked through; one batch may have been decided again many times."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of a batch's applicants passed without a person."""

    batch: str
    passed: int
    applicants: int


@dataclass(frozen=True, slots=True)
class Drift:
    """The difference to the batches before, as a share of 1, with the interval it lies in."""

    difference: float
    low: float
    high: float

    @property
    def is_notable(self) -> bool:
        """Whether it is surely there, and large enough that somebody should look."""
        sure = self.low > 0 or self.high < 0
        return sure and abs(self.difference) >= NOTABLE


def drift(now: Rate, before: Sequence[Rate], z: float = _Z_99) -> Drift | None:
    """Now against all of those before; None where there is nothing to compare.

    The interval is Newcombe's from two Wilson intervals: honest for a batch of three people,
    and where none or all pass. Source: R. G. Newcombe, Statistics in Medicine 17 (1998)
    873–890, method 10. It takes the batches before for samples of one rate; they differ more
    than that, which NOTABLE allows for.
    """
    passed, applicants = (
        sum(one.passed for one in before),
        sum(one.applicants for one in before),
    )
    if not now.applicants or not applicants:
        return None
    a, b = now.passed / now.applicants, passed / applicants
    a_low, a_high = _wilson(now.passed, now.applicants, z)
    b_low, b_high = _wilson(passed, applicants, z)
    return Drift(
        a - b,
        a - b - math.hypot(a - a_low, b_high - b),
        a - b + math.hypot(a_high - a, b - b_low),
    )


def _wilson(hits: int, trials: int, z: float) -> tuple[float, float]:
    """The score interval of a share. Source: E. B. Wilson, JASA 22 (1927) 209–212."""
    rate, square = hits / trials, z**2
    center = (rate + square / (2 * trials)) / (1 + square / trials)
    half = math.sqrt(rate * (1 - rate) / trials + square / (4 * trials**2))
    half *= z / (1 + square / trials)
    return center - half, center + half


def earlier_rates(
    instance: dg.DagsterInstance, asset: dg.AssetKey, but: Collection[str]
) -> list[Rate]:
    """The rates of the COMPARED batches that were decided last, newest first, without some.

    Read from the figures on the materializations, so that no verdict is loaded.
    """
    found: dict[str, Rate] = {}
    cursor, looked = None, 0
    while len(found) < COMPARED and looked < _MOST:
        page = instance.fetch_materializations(asset, limit=_PAGE, cursor=cursor)
        for record in page.records:
            rate = _rate(record.asset_materialization)
            if rate and rate.batch not in but and len(found) < COMPARED:
                found.setdefault(rate.batch, rate)
        cursor, looked = page.cursor, looked + len(page.records)
        if not page.has_more:
            break
    return list(found.values())


def _rate(materialization: dg.AssetMaterialization | None) -> Rate | None:
    if materialization is None or materialization.partition is None:
        return None
    figures = materialization.metadata
    counts = [figures[name].value for name in ("passed", "applicants") if name in figures]
    match counts:
        case [int(passed), int(applicants)]:
            return Rate(materialization.partition, passed, applicants)
    return None
