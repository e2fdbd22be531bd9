"""Chinese patent numbers (专利号) and grant publication numbers (授权公告号).

Source: ZC 0006-2003 (application numbers), ZC 0007-2012 and ZC 0008-2012
(publication numbers and kind codes). The check digit formula is public
practice: weights 2…9, 2…5 from the left, sum modulo 11, 10 written X.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from evidence.errors import NormalFormError

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_SPACES = re.compile(r"\s+")
_MODERN = re.compile(r"(?:ZL|CN)?((?:19|20)\d{2})([12389])(\d{7})[.·]?([0-9X])?")
_OLD = re.compile(r"(?:ZL|CN)?(\d{2})([12389])(\d{5})[.·]?([0-9X])?")
_GRANT = re.compile(r"(CN)?(\d{7}|\d{9}|8[5-8]\d{6})([ABCUYSD]\d?)")
_OLD_YEARS = range(1985, 2004)


class PatentType(StrEnum):
    """The three kinds of patent (专利类型)."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"


_TYPE_DIGIT = {
    "1": PatentType.INVENTION,
    "8": PatentType.INVENTION,
    "2": PatentType.UTILITY_MODEL,
    "9": PatentType.UTILITY_MODEL,
    "3": PatentType.DESIGN,
}
TYPE_LABELS = {
    "发明": PatentType.INVENTION,
    "实用新型": PatentType.UTILITY_MODEL,
    "外观设计": PatentType.DESIGN,
}
GRANT_KINDS = {
    PatentType.INVENTION: frozenset("BC"),
    PatentType.UTILITY_MODEL: frozenset("UY"),
    PatentType.DESIGN: frozenset("SD"),
}


_SERIES = {PatentType.INVENTION: "1", PatentType.UTILITY_MODEL: "2", PatentType.DESIGN: "3"}


def check_digit(digits: str) -> str:
    """The check digit of an 8- or 12-digit application number: `0`…`9` or `X`."""
    if not digits.isdigit() or len(digits) not in (8, 12):
        raise ValueError(f"{digits!r} is not an 8- or 12-digit application number")
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
    return "0123456789X"[total % 11]


@dataclass(frozen=True, slots=True)
class PatentNumber:
    """An application or patent number: digits without check digit, and the one printed.

    `check` is empty where none was printed (before 1989, and in exports).
    """

    digits: str
    check: str = ""

    @property
    def year(self) -> int:
        """Year in which the number was given (受理年), not always of filing."""
        return int(self.digits[:4]) if len(self.digits) == 12 else 1900 + self._short_year

    @property
    def _short_year(self) -> int:
        short = int(self.digits[:2])
        return short if short >= 85 else short + 100

    @property
    def type(self) -> PatentType:
        """What the type digit says: 1, 8 invention; 2, 9 utility model; 3 design."""
        return _TYPE_DIGIT[self.type_digit]

    @property
    def type_digit(self) -> str:
        """The type digit; 8 and 9 are national phases of PCT applications."""
        return self.digits[4 if len(self.digits) == 12 else 2]

    @property
    def check_holds(self) -> bool | None:
        """Whether the printed check digit is right; None where none is printed."""
        return check_digit(self.digits) == self.check if self.check else None

    @property
    def normal(self) -> str:
        """`ZL202010430096.0`; without a dot where no check digit is known."""
        return f"ZL{self.digits}.{self.check}" if self.check else f"ZL{self.digits}"

    @property
    def printed(self) -> str:
        """The number grouped as certificates print it: `ZL 2020 1 0430096.0`."""
        year = 4 if len(self.digits) == 12 else 2
        parts = self.digits[:year], self.digits[year], self.digits[year + 1 :]
        return f"ZL {' '.join(parts)}" + (f".{self.check}" if self.check else "")

    @property
    def completed(self) -> PatentNumber:
        """The number with the check digit that its digits demand, if none was printed."""
        return self if self.check else PatentNumber(self.digits, check_digit(self.digits))

    def __str__(self) -> str:
        return self.normal


def parse_patent_number(text: str) -> PatentNumber:
    """The patent number that `text` is, with or without ZL, CN, spaces, dot and check digit.

    A wrong check digit is not an error here: it is a finding.
    Raises NormalFormError (`E-PATNUM`) where the form is not that of any era.
    """
    squeezed = _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()
    modern = _MODERN.fullmatch(squeezed)
    if modern:
        return PatentNumber(modern[1] + modern[2] + modern[3], modern[4] or "")
    old = _OLD.fullmatch(squeezed)
    if old:
        number = PatentNumber(old[1] + old[2] + old[3], old[4] or "")
        if number.year in _OLD_YEARS:
            return number
    raise NormalFormError(
        "E-PATNUM",
        f"“{text}”不是专利号的形式。",
        f"“{text}” does not have the form of a patent number.",
    )


@dataclass(frozen=True, slots=True)
class GrantNumber:
    """A publication number: digits and kind code, `CN111472379B`."""

    digits: str
    kind: str

    @property
    def is_grant(self) -> bool:
        """False for kind A, an unexamined publication."""
        return self.kind[0] != "A"

    def fits(self, patent_type: PatentType) -> bool:
        """Whether kind code and series are those of grants of this patent type.

        Numbers begin with 1, 2 or 3 for the three types; those of 1985 to 1988 are application
        numbers, with the type after the year. Source: facts §1.
        """
        series = self.digits[2 if len(self.digits) == 8 else 0]
        return self.kind[0] in GRANT_KINDS[patent_type] and series == _SERIES[patent_type]

    def __str__(self) -> str:
        return f"CN{self.digits}{self.kind}"


def parse_grant_number(text: str) -> GrantNumber:
    """The publication number that `text` is: `CN 111472379 B` → `CN111472379B`.

    Raises NormalFormError (`E-GRANTNUM`) where it is none.
    """
    squeezed = _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()
    match = _GRANT.fullmatch(squeezed)
    if not match:
        raise NormalFormError(
            "E-GRANTNUM",
            f"“{text}”不是授权公告号的形式。",
            f"“{text}” does not have the form of a grant number.",
        )
    return GrantNumber(match[2], match[3])
