"""Numbers as they are printed on the papers, so that eyes can compare them group by group."""

from __future__ import annotations

import re

from review.desk.case.claims_shown import printed_number

# Chinese characters may touch a number; letters and digits would make it another.
_PATENT = re.compile(r"(?<![0-9A-Za-z])ZL\d{8}(?:\d{4})?(?:\.[\dX])?(?![0-9A-Za-z])")
_GRANT = re.compile(r"(?<![0-9A-Za-z])CN(\d{7,9})([A-Z]\d?)(?![0-9A-Za-z])")


def as_printed(text: str) -> str:
    """The text with every patent and grant number in it grouped: `ZL 2020 1 0430096.0`."""
    return _GRANT.sub(r"CN \1 \2", _PATENT.sub(lambda found: printed_number(found[0]), text))
