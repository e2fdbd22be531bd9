"""Resident identity numbers (公民身份号码).

Source: GB 11643-1999. The county code is not looked up: counties were
founded, merged and renamed, and a code valid at registration may be unknown
to any list of today.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from evidence.errors import NormalFormError

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_FORM = re.compile(r"\d{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """An 18-character identity number whose form, date and check digit hold."""

    number: str

    @property
    def birth(self) -> dt.date:
        """Date of birth, digits 7 to 14."""
        return dt.date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> str:
        """男 where digit 17 is odd, else 女."""
        return "男" if int(self.number[16]) % 2 else "女"

    @property
    def masked(self) -> str:
        """The number with the date and serial hidden: `4107**********1234`."""
        return f"{self.number[:4]}{'*' * 10}{self.number[14:]}"


def identity_check_digit(digits: str) -> str:
    """The 18th character for the first 17 digits."""
    return _CHECK[sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True)) % 11]


def parse_identity_number(text: str) -> IdentityNumber:
    """The identity number that `text` is.

    Raises NormalFormError: `E-ID-FORM` (not 18 characters; 15-digit cards ended
    in 2013), `E-ID-DATE` (no such day), `E-ID-CHECK` (check digit is wrong).
    """
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not _FORM.fullmatch(number):
        raise NormalFormError(
            "E-ID-FORM", "身份证号不是18位。", "The ID number is not of 18 digits."
        )
    identity = IdentityNumber(number)
    try:
        _ = identity.birth
    except ValueError as e:
        raise NormalFormError(
            "E-ID-DATE",
            "身份证号中的出生日期不存在。",
            "The ID number's date of birth does not exist.",
        ) from e
    if identity_check_digit(number) != number[17]:
        raise NormalFormError(
            "E-ID-CHECK", "身份证号校验码不符。", "The ID number's check digit is wrong."
        )
    return identity
