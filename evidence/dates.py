"""Dates at the precision printed: 2023-05-31, 2023-05 or 2023.

A partial date is an interval; comparing it with a boundary gives three
answers, and "it could be either" is one of them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from evidence.errors import NormalFormError

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零ΟОOo", "0")
_DAY_NUMBERS = "[〇○零ΟОOo一二三四五六七八九十廿卅元\\d]"
_SPACES = re.compile(r"\s+")
_TIME_FOLLOWS = re.compile(r"((?<!\d)\d{8}|\d{4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2})\s+(?=\d)")
_NUMERIC = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:[-./年](?P<m>\d{1,2})(?:[-./月](?P<d>\d{1,2})日?)?)?[月日]?(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_CHINESE = re.compile(
    rf"(?P<y>[〇○零ΟОOo一二三四五六七八九\d]{{4}})年"
    rf"(?:(?P<m>{_DAY_NUMBERS}{{1,3}})月(?:(?P<d>{_DAY_NUMBERS}{{1,3}})日?)?)?"
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of day, month or year precision in the Gregorian calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def first(self) -> dt.date:
        """The first day it may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day it may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        """ISO 8601 at its own precision: `2023-05-31`, `2023-05`, `2023`."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def on_or_before(self, boundary: dt.date) -> bool | None:
        """True or False where the whole interval agrees, None where it straddles."""
        if self.last <= boundary:
            return True
        return False if self.first > boundary else None

    def before(self, other: PartialDate) -> bool | None:
        """True where it lies wholly before `other`, False where wholly after, else None."""
        if self.last < other.first:
            return True
        return False if self.first > other.last else None

    def agrees(self, other: PartialDate) -> bool:
        """Whether one may be a less precise print of the other."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return self.iso


def parse_date(text: str) -> PartialDate:
    """The date that `text` states.

    Takes `2019-03-20`, `2019.03`, `2019/3/20`, `2019年3月20日`, `20190320`,
    `二〇二三年五月三十一日` and their spaced forms, at the precision printed.

    Raises NormalFormError (`E-DATE`) where `text` holds no date or more than one.
    """
    found = find_dates(text)
    if len(found) != 1:
        raise NormalFormError(
            "E-DATE", f"“{text}”不是一个可识别的日期。", f"“{text}” is not one recognisable date."
        )
    return found[0]


def find_dates(text: str) -> list[PartialDate]:
    """Every date in `text`, in the order they stand; impossible days are left out.

    A bare year counts only where nothing else in the text is a fuller date.
    """
    timed = _TIME_FOLLOWS.sub(r"\1;", unicodedata.normalize("NFKC", text))
    squeezed = _SPACES.sub("", timed)
    spans: list[tuple[int, int, PartialDate]] = []
    for pattern in (_CHINESE, _COMPACT, _NUMERIC):
        for match in pattern.finditer(squeezed):
            start, end = match.span()
            if any(start < e and s < end for s, e, _ in spans):
                continue
            date = _from_match(match)
            if date is not None:
                spans.append((start, end, date))
    spans.sort(key=lambda span: span[0])
    dates = [date for _, _, date in spans]
    fuller = [date for date in dates if date.month is not None]
    return fuller or dates


def _from_match(match: re.Match[str]) -> PartialDate | None:
    year = "".join(_DIGITS.get(c, c) for c in match["y"])
    month, day = _number(match["m"]), _number(match["d"])
    try:
        return PartialDate(int(year), month, day)
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    """一 … 三十一, 廿一, 卅, 元 and digits, as printed in months and days."""
    if text is None:
        return None
    if text == "元":
        return 1
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        left = "".join(_DIGITS.get(c, c) for c in tens) or "1"
        right = "".join(_DIGITS.get(c, c) for c in ones) or "0"
        return int(left) * 10 + int(right) if left.isdigit() and right.isdigit() else None
    digits = "".join(_DIGITS.get(c, c) for c in text)
    return int(digits) if digits.isdigit() else None
