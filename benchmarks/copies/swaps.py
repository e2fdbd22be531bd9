"""What one copy of an applicant has instead of the sample's names and numbers.

Every replacement is as long as what it replaces, because each character of a reading has a
confidence and a place of its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.crowd.people import given
from evidence.identity_numbers import identity_check_digit
from evidence.patent_numbers import check_digit

_DIGITS = re.compile(r"\d{5,}(?!.*\d{5})")
"""The last long number in a certificate's number, which tells certificates apart."""
_APART = "[ .·]?"


@dataclass(slots=True)
class Swaps:
    """Texts of the sample, and what a copy says in their stead."""

    chance: random.Random
    _by_text: dict[str, str] = field(default_factory=dict)

    def name(self, name: str) -> None:
        """Somebody else of the same surname."""
        if len(name) in (2, 3):
            self._by_text[name] = name[0] + (given(self.chance) * 2)[: len(name) - 1]

    def identity_number(self, number: str) -> None:
        """Another person of the same day, county and sex."""
        if len(number) == 18 and number[:17].isdigit():
            serial = (int(number[14:17]) + 2 * self.chance.randrange(500)) % 1000
            digits = f"{number[:14]}{serial:03}"
            self._by_text[number] = digits + identity_check_digit(digits)

    def certificate_number(self, number: str) -> None:
        """Another certificate of the same series."""
        found = _DIGITS.search(number)
        if found:
            self._by_text[found[0]] = self._other_digits(found[0])

    def patent_number(self, number: str) -> None:
        """Another patent of the same year and type."""
        digits = "".join(c for c in number.upper() if c.isdigit() or c == "X")
        if len(digits) == 13:
            other = digits[:7] + self._other_digits(digits[7:12])
            self._by_text[digits] = other + check_digit(other)

    def applied_to(self, text: str) -> str:
        """The text as the copy has it; spaces and points stay where they are."""
        for old, new in self._by_text.items():
            text = re.sub(_APART.join(old), lambda found, new=new: _laid_over(found[0], new), text)
        return text

    def _other_digits(self, digits: str) -> str:
        return f"{self.chance.randrange(10 ** len(digits)):0{len(digits)}}"


def _laid_over(text: str, new: str) -> str:
    rest = iter(new)
    return "".join(c if c in " .·" else next(rest) for c in text)


def known_texts(swaps: Swaps, fields: Iterable[tuple[str, str]]) -> None:
    """Note a replacement for each field (name, value) that tells people or papers apart."""
    for name, value in fields:
        if name == "姓名":
            swaps.name(value)
        elif name == "身份证号":
            swaps.identity_number(value)
        elif name in ("证书编号", "certificate_number"):
            swaps.certificate_number(value)
        elif name in ("专利号", "patent_number"):
            swaps.patent_number(value)
