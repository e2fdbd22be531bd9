"""Document numbers (发文字号): `豫人社〔2010〕88号`.

Source: GB/T 9704-2012 (agency code, year in 六角括号, running number without
leading zeros) and the bracket variants and reading confusions that scans show.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from evidence.errors import NormalFormError

_OPEN = "〔\\[［(（【﹝〖{「『„“"
_CLOSE = "〕\\]］)）】﹞〗}」』‟”"
_DIGIT = "0-9OoＯ〇○lI|"
_NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fa5]{{1,12}})"
    rf"[{_OPEN}](?P<year>[{_DIGIT}]{{4}})(?:年)?[{_CLOSE}]"
    rf"(?:第)?(?P<serial>[{_DIGIT}]{{1,4}}|[一二三四五六七八九十百零〇]{{1,6}})[号號弓호]"
)
_CONFUSED = str.maketrans({**dict.fromkeys("OoＯ〇○", "0"), **dict.fromkeys("lI|", "1")})
_SPACES = re.compile(r"\s+")
_ORDINAL = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Agency code (机关代字), four-digit year and running number."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


def find_document_numbers(text: str) -> list[DocumentNumber]:
    """Every document number in `text`, in order.

    In running prose the code takes in what stands before it
    (`根据豫人社办〔2022〕93号`); cut it with `ending_with` and a list of codes.
    """
    squeezed = _SPACES.sub("", unicodedata.normalize("NFC", text))
    found = []
    for match in _NUMBER.finditer(squeezed):
        year = match["year"].translate(_CONFUSED)
        serial = _serial(match["serial"])
        if year.isdigit() and 1949 <= int(year) <= 2100 and serial:
            found.append(DocumentNumber(match["code"], int(year), serial))
    return found


def parse_document_number(text: str) -> DocumentNumber:
    """The one document number that `text` is.

    Raises NormalFormError (`E-DOCNUM`) where it is none or several.
    """
    found = find_document_numbers(text)
    if len(found) != 1:
        raise NormalFormError(
            "E-DOCNUM", f"“{text}”不是一个发文字号。", f"“{text}” is not one document number."
        )
    return found[0]


def ending_with(number: DocumentNumber, codes: frozenset[str]) -> DocumentNumber:
    """The number with its code cut to the longest known code that it ends with."""
    for start in range(len(number.code)):
        if number.code[start:] in codes:
            return DocumentNumber(number.code[start:], number.year, number.serial)
    return number


def _serial(text: str) -> int | None:
    digits = text.translate(_CONFUSED)
    if digits.isdigit():
        return int(digits)
    total, current = 0, 0
    for c in text:
        if c in _ORDINAL:
            current = _ORDINAL[c]
        elif c == "十":
            total, current = total + (current or 1) * 10, 0
        elif c == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            return None
    return total + current
