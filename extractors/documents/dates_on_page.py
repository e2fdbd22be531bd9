"""Dates as they stand on pages, with their place.

Confusions inside a date's fixed form (O for 0, l for 1) are undone in the
value; the passage keeps what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from evidence.dates import PartialDate, find_dates
from evidence.errors import NormalFormError
from extractors.documents.page_text import other_lines
from extractors.documents.passages import Passage, passage

_N = r"[0-9OoIl|]"
_C = "〇○零ΟОOo0一二三四五六七八九"
_DATE = re.compile(
    rf"(?:(?<![0-9])(?P<y>[12]{_N}{{3}})|(?P<cy>[{_C}]{{4}}))年"
    rf"(?:(?P<m>{_N}{{1,2}}|[{_C}十元]{{1,3}})月(?:(?P<d>{_N}{{1,2}}|[{_C}十廿卅]{{1,3}})[日曰])?)?"
    r"|(?<![0-9.])(?:19|20)[0-9]{2}(?P<s>[-./])[0-9]{1,2}(?:(?P=s)[0-9]{1,2})?(?![0-9]|[-./][0-9])"
)
_EDGES = " \t\n:,;、.。·-—_()"
_WHOLE = re.compile(r"(?:日期|时间|颁发日期|发证日期)?:?(.+?)[。.]?")
_CONFUSED = str.maketrans({**dict.fromkeys("Oo", "0"), **dict.fromkeys("Il|", "1")})
_BROKEN = re.compile(
    rf"(?:[12]{_N}{{3}}|[{_C}]{{4}})年(?:.{{0,3}}月.{{0,4}}[日曰]?|.{{1,4}}[日曰])"
)
_LIKE_ONE = re.compile(r".{1,5}年.{1,3}月(?:.{1,4}[日曰])?")
_GOES_ON = re.compile(rf"[{_C}{_N[1:-1]}十]")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date, where it stands, and whether the print goes on as if a part was cut off."""

    date: PartialDate
    passage: Passage
    cut_off: bool


def dates_in(text: Passage) -> list[DateFound]:
    """Every date in a passage, in order, across the gaps of filled-in forms."""
    flat = text.flat()
    found = []
    for match in _DATE.finditer(flat.text):
        date = _parsed(match[0])
        if date is not None:
            rest = flat.text[match.end() : match.end() + 1]
            cut_off = match["s"] is None and match["d"] is None and bool(_GOES_ON.match(rest))
            found.append(DateFound(date, flat.group(match), cut_off))
    return found


def whole_date(text: Passage) -> DateFound | None:
    """The date that a row or line consists of, or None where it says anything else.

    A date whose month or day is illegible (`2020年月26日`) is one that is cut off.
    """
    flat = text.flat().stripped(_EDGES)
    match = _WHOLE.fullmatch(flat.text)
    found = dates_in(flat)
    if match is None or len(found) != 1:
        return _of_another_pass(flat) if not found and _LIKE_ONE.fullmatch(flat.text) else None
    rest = len(match[1]) - len(found[0].passage.text)
    if rest <= (3 if found[0].cut_off else 1):
        # What follows a month may be what was read of the day: 2009年12月年.
        lost = rest > 0 and found[0].date.day is None
        return replace(found[0], cut_off=found[0].cut_off or lost)
    broken = _BROKEN.fullmatch(flat.text)
    return DateFound(found[0].date, flat, cut_off=True) if broken else None


def _of_another_pass(text: Passage) -> DateFound | None:
    """The date that another pass read where this one's print is like a date, and is none."""
    if len(text.used) != 1:
        return None
    for other in other_lines(text.used[0]):
        again = passage([[other]])
        found = dates_in(again.flat().stripped(_EDGES))
        if len(found) == 1 and _LIKE_ONE.fullmatch(again.flat().text):
            return DateFound(found[0].date, found[0].passage, cut_off=True)
    return None


def read_otherwise(found: DateFound) -> DateFound:
    """A date that is cut off, as another pass over its line read it whole; else the same.

    It stays one pass against another: `cut_off` is kept, so that the date is in doubt.
    """
    if not found.cut_off or found.date.day is not None:
        return found
    for line in found.passage.used:
        for other in other_lines(line):
            again = whole_date(passage([[other]]))
            if again is not None and not again.cut_off and again.date.agrees(found.date):
                return DateFound(again.date, again.passage, cut_off=True)
    return found


def _parsed(text: str) -> PartialDate | None:
    try:
        found = find_dates(re.sub(r"(?<=[0-9年月])[OoIl|]+|[OoIl|]+(?=[0-9年月日])", _digit, text))
    except (NormalFormError, ValueError):
        return None
    return found[0] if len(found) == 1 else None


def _digit(match: re.Match[str]) -> str:
    return match[0].translate(_CONFUSED)
