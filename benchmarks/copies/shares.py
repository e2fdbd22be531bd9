"""What of a run's CPU time is the OCR engine's, and where the rest goes."""

from __future__ import annotations

from benchmarks.copies.clocked_reader import Clocked
from benchmarks.copies.measured import Cost

AT_MOST = 0.10
"""What may lie outside the engine."""


def outside_engine(cost: Cost, pool: Clocked, uploads: int, pages: int) -> float:
    """The share of the CPU time outside the engine, printed cause by cause."""
    whole = cost.whole_cpu - pool.telling
    outside = 1 - pool.engine / whole
    others = whole - cost.cpu - pool.engine - pool.start - pool.beside
    print(f"really read          {uploads} uploads, {pages} pages")
    print(
        f"CPU                  {whole:.1f} s: {pool.engine:.1f} in the engine, {cost.cpu:.1f} in the run"
    )
    print(f"                     process, {pool.beside:.1f} in the pool beside the engine,")
    print(
        f"                     {pool.start:.1f} in its start, {others:.1f} in what sets lists as PDF"
    )
    print(f"outside the engine   {outside:.1%} (at most {AT_MOST:.0%})")
    return outside
