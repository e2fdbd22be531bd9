"""The confidences below which a field is doubtful, in one place.

Confidence alone never passes a field (design.md), it only says when to look
again. Those of thresholds.toml are chosen on labelled pages by
`python -m benchmarks.calibrate` and stored with the figures behind them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "thresholds.toml"


def stored() -> Mapping[str, float]:
    """The calibrated thresholds by class of fields."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: float(table["threshold"]) for name, table in tables.items() if isinstance(table, dict)
    }


_STORED = stored()
NUMBER = _STORED["NUMBER"]
"""Numbers without a check digit that holds."""
DATE = _STORED["DATE"]
NAME = _STORED["NAME"]
"""Names of people and bodies."""
TEXT = _STORED["TEXT"]
"""Titles, honours and other running text."""
SEAL = 0.95
"""Text read from a seal's ring where nothing printed confirms it."""
EQUALLY_SURE = 4.0
"""Another pass, at least as large, counts when it reads otherwise with at most so many times the doubt."""
CLEAR_SEAL = 0.95
"""A seal read this clearly contradicts a printed issuer of another name."""
UNDER_SEAL = 0.10
"""Share of a line's area under a seal from which one reading is not enough."""
