"""Chinese patent numbers (专利号) and grant publication numbers (授权公告号).

Source: ZC 0006-2003 (application numbers), ZC 0007-2012 and ZC 0008-2012
(publication numbers and kind codes). The check digit formula is public
practice: weights 2…9, 2…5 from the left, sum modulo 11, 10 written X. It
catches every wrong digit and every two neighbours changed over; two digits
eight places apart have one weight, so that changing these over passes it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from evidence.errors import NormalFormError

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_SPACES = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]+")
_NUMBER = re.compile("(?:ZL|CN)?([0-9]{12}|[0-9]{8})[.·•‧∙⋅・。]?([0-9X])?")
_GRANT = re.compile(r"(CN)?([0-9]{7}|[0-9]{9}|8[5-8][0-9]{6})([ABCUYSD][0-9]?)")
_PCT_DIGITS_SINCE = 1998
_PCT_YEARS = range(1994, 1998)
_FIRST_PCT_SERIAL = 90001


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


GRANT_SERIES = {PatentType.INVENTION: "1", PatentType.UTILITY_MODEL: "2", PatentType.DESIGN: "3"}


def check_digit(digits: str) -> str:
    """The check digit of an 8- or 12-digit application number: `0`…`9` or `X`."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (8, 12):
        raise ValueError(f"{digits!r} is not an 8- or 12-digit application number")
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
    return "0123456789X"[total % 11]


@dataclass(frozen=True, slots=True)
class Era:
    """A period in which application numbers had one form; `until` is None where it lasts.

    `length` counts the digits before the check digit. Source: facts §1.
    """

    since: dt.date
    until: dt.date | None
    length: int
    prints_check: bool
    standard: str = ""


FIRST_ERA = Era(dt.date(1985, 4, 1), dt.date(1988, 12, 31), 8, prints_check=False)
SECOND_ERA = Era(dt.date(1989, 1, 1), dt.date(2003, 9, 30), 8, prints_check=True)
PRESENT_ERA = Era(dt.date(2003, 10, 1), None, 12, prints_check=True, standard="ZC 0006-2003")
_YEAR_DIGITS = {FIRST_ERA.length: 2, PRESENT_ERA.length: 4}
_PRESENT_YEARS = range(PRESENT_ERA.since.year, 2100)


@dataclass(frozen=True, slots=True)
class PatentNumber:
    """An application or patent number: digits without check digit, and the one printed.

    `check` is empty where none was printed (before 1989, and in exports).
    Raises ValueError where no era gave such numbers.
    """

    digits: str
    check: str = ""

    def __post_init__(self) -> None:
        fault = _fault(self.digits)
        if fault or self.check not in {*"0123456789X", ""}:
            raise ValueError(f"{self.digits}.{self.check}: {fault[1] if fault else 'check digit'}")

    @property
    def era(self) -> Era:
        """The period to whose form the number belongs."""
        if len(self.digits) == PRESENT_ERA.length:
            return PRESENT_ERA
        return FIRST_ERA if self.year < SECOND_ERA.since.year else SECOND_ERA

    @property
    def year(self) -> int:
        """Year in which the number was given (受理年), not always of filing."""
        return _year(self.digits)

    @property
    def type(self) -> PatentType:
        """What the type digit says: 1, 8 invention; 2, 9 utility model; 3 design."""
        return _TYPE_DIGIT[self.type_digit]

    @property
    def type_digit(self) -> str:
        """The type digit (种类号); 8 and 9 are national phases of PCT applications."""
        return self.digits[_YEAR_DIGITS[len(self.digits)]]

    @property
    def national_phase(self) -> bool:
        """Whether an international application entered China with it (进入中国国家阶段).

        Digits 8 and 9; from 1994 to 1997, 1 and 2 with serials from 90001. Source: facts §1.
        """
        return self.type_digit in "89" or (
            self.year in _PCT_YEARS
            and self.type is not PatentType.DESIGN
            and int(self.digits[3:]) >= _FIRST_PCT_SERIAL
        )

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
        year = _YEAR_DIGITS[len(self.digits)]
        parts = self.digits[:year], self.digits[year], self.digits[year + 1 :]
        return f"ZL {' '.join(parts)}" + (f".{self.check}" if self.check else "")

    @property
    def completed(self) -> PatentNumber:
        """The number with the check digit that its digits demand, if none was printed."""
        return self if self.check else PatentNumber(self.digits, check_digit(self.digits))

    @property
    def docdb(self) -> str | None:
        """The application in EPO's DOCDB: `CN.202010430096.A`, without check digit.

        None for designs, which DOCDB does not hold. Source: facts §3.
        """
        kind = {PatentType.INVENTION: "A", PatentType.UTILITY_MODEL: "U"}.get(self.type)
        return f"CN.{self.digits}.{kind}" if kind else None

    def __str__(self) -> str:
        return self.normal


def parse_patent_number(text: str) -> PatentNumber:
    """The patent number that `text` is, with or without ZL, CN, spaces, dot and check digit.

    Full width, dots of other shapes and a small x are the same number. A wrong
    check digit is not an error here: it is a finding.
    Raises NormalFormError (`E-PATNUM`) where the form is not that of any era.
    """
    match = _NUMBER.fullmatch(_squeezed(text))
    zh, en = (_fault(match[1]) or ("", "")) if match else _NO_LENGTH
    if match is None or zh:
        raise NormalFormError(
            "E-PATNUM",
            f"“{text}”不是专利号的形式：{zh}。",
            f"“{text}” does not have the form of a patent number: {en}.",
        )
    return PatentNumber(match[1], match[2] or "")


_NO_LENGTH = (
    "应为12位（2003年9月30日以前申请的为8位）数字，后加一位校验位",
    "12 digits (8 where filed by 30 September 2003) and a check digit are wanted",
)


def _squeezed(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()


def _year(digits: str) -> int:
    if len(digits) == PRESENT_ERA.length:
        return int(digits[:4])
    short = int(digits[:2])
    return 1900 + short if short >= FIRST_ERA.since.year - 1900 else 2000 + short


def _fault(digits: str) -> tuple[str, str] | None:
    """Why no era gave a number of these digits, in Chinese and English; None where one did."""
    if not re.fullmatch("[0-9]{12}|[0-9]{8}", digits):
        return _NO_LENGTH
    present, year = len(digits) == PRESENT_ERA.length, _year(digits)
    kind = digits[_YEAR_DIGITS[len(digits)]]
    if present and year not in _PRESENT_YEARS:
        return "12位号码自2003年10月1日起使用", "numbers of 12 digits are given since October 2003"
    if not present and year > _PRESENT_YEARS.start:
        return "8位号码用到2003年9月30日", "numbers of 8 digits were given until September 2003"
    if kind not in _TYPE_DIGIT:
        return (
            f"年份后的种类号为{kind}，应为1、2、3、8或9",
            f"the type digit after the year is {kind}; it is one of 1, 2, 3, 8 and 9",
        )
    if kind in "89" and year < _PCT_DIGITS_SINCE:
        return (
            f"种类号8、9自{_PCT_DIGITS_SINCE}年起使用",
            f"type digits 8 and 9 are given since {_PCT_DIGITS_SINCE}",
        )
    return None


@dataclass(frozen=True, slots=True)
class GrantNumber:
    """A publication number: digits and kind code, `CN111472379B`."""

    digits: str
    kind: str

    @property
    def is_grant(self) -> bool:
        """False for kind A, an unexamined publication."""
        return self.kind[0] != "A"

    @property
    def series(self) -> PatentType | None:
        """The type whose series the digits are of: 1, 2 and 3 begin those of the three types.

        Numbers of 1985 to 1988 are application numbers, with the type after the year.
        """
        digit = self.digits[2 if len(self.digits) == FIRST_ERA.length else 0]
        return next((kind for kind, first in GRANT_SERIES.items() if first == digit), None)

    @property
    def corrected(self) -> bool:
        """Whether it is of a correction (更正): B8, B9, U8, U9."""
        return self.kind[1:] in {"8", "9"}

    @property
    def partly_void(self) -> bool:
        """Whether it is of a patent that was declared void in part: B1 to B7, U1 to U7."""
        return self.is_grant and self.kind[1:] in set("1234567")

    def fits(self, patent_type: PatentType) -> bool:
        """Whether kind code and series are those of grants of this patent type. Source: facts §1."""
        return self.kind[0] in GRANT_KINDS[patent_type] and self.series is patent_type

    def __str__(self) -> str:
        return f"CN{self.digits}{self.kind}"


def parse_grant_number(text: str) -> GrantNumber:
    """The publication number that `text` is: `CN 111472379 B` → `CN111472379B`.

    Raises NormalFormError (`E-GRANTNUM`) where it is none.
    """
    match = _GRANT.fullmatch(_squeezed(text))
    if not match:
        raise NormalFormError(
            "E-GRANTNUM",
            f"“{text}”不是授权公告号的形式：应为CN、7位或9位（1988年以前8位）数字和种类代码。",
            f"“{text}” does not have the form of a grant number: CN, 7 or 9 digits "
            "(8 until 1988) and a kind code are wanted.",
        )
    return GrantNumber(match[2], match[3])
