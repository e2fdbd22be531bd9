"""The confidences below which a field is doubtful, in one place.

Measured on generated and real pages; confidence alone never passes a field
(design.md), it only says when to look again.
"""

from __future__ import annotations

NUMBER = 0.70
"""Numbers without a check digit that holds."""
DATE = 0.60
NAME = 0.60
"""Names of people and bodies."""
TEXT = 0.50
"""Titles, honours and other running text."""
SEAL = 0.95
"""Text read from a seal's ring where nothing printed confirms it."""
EQUALLY_SURE = 4.0
"""Another pass, at least as large, counts when it reads otherwise with at most so many times the doubt."""
CLEAR_SEAL = 0.95
"""A seal read this clearly contradicts a printed issuer of another name."""
UNDER_SEAL = 0.10
"""Share of a line's area under a seal from which one reading is not enough."""
