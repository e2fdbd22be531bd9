"""Numbers as they are printed on the papers, so that eyes can compare them group by group."""

from __future__ import annotations

import re

_TWELVE = re.compile(r"\bZL(\d{4})(\d)(\d{7})(\.[\dX])?(?!\w)")
_EIGHT = re.compile(r"\bZL(\d{2})(\d)(\d{5})(\.[\dX])?(?!\w)")
_GRANT = re.compile(r"\bCN(\d{7,9})([A-Z]\d?)(?!\w)")


def as_printed(text: str) -> str:
    """The text with every patent and grant number in it grouped: `ZL 2020 1 0430096.0`."""
    text = _TWELVE.sub(lambda n: f"ZL {n[1]} {n[2]} {n[3]}{n[4] or ''}", text)
    text = _EIGHT.sub(lambda n: f"ZL {n[1]} {n[2]} {n[3]}{n[4] or ''}", text)
    return _GRANT.sub(r"CN \1 \2", text)
