"""Whole numbers from addresses, forms and headers, whatever was written there."""

from __future__ import annotations

_DIGITS = 18
"""Of 9,223,372,036,854,775,807, the largest that both databases keep, all but one."""


def whole_number(text: str | None) -> int | None:
    """The number that plain digits say; None for anything else, and for what no database keeps."""
    if not text or len(text) > _DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text)
