"""Patent numbers and grant numbers as they stand on pages, with their place.

Source of the forms: ZC 0006-2003, ZC 0007-2012, ZC 0008-2012. Only the
confusions that a fixed form rules out are undone (O for 0 among digits, 8 for
the kind letter B); the passage keeps what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence.errors import NormalFormError
from evidence.patent_numbers import (
    GrantNumber,
    PatentNumber,
    PatentType,
    parse_grant_number,
    parse_patent_number,
)
from extractors.documents.passages import Passage

_D = "[0-9OoIl|]"
_PREFIX = r"(?:[ZzＺ2][Ll1I|]|CN|cn|[A-Z€£]N)[:.]?"
_ODD_PREFIX = re.compile(r"[ABD-Z€£]N")
_PATENT = re.compile(
    rf"(?P<prefix>{_PREFIX})?(?<![0-9A-Za-z.])"
    rf"(?P<digits>(?:19|2[0Oo])[0-9OoIl|]{{2}}[12389]{_D}{{7}}|(?:8[5-9]|9[0-9]|0[0-3])[12389]{_D}{{5}})"
    rf"(?:[.·,。:、\-]?(?P<check>[0-9XxOolI×]))?(?![0-9A-Za-z])"
)
_PATENT_AFTER_PREFIX = re.compile(_PATENT.pattern.replace("(?<![0-9A-Za-z.])", "", 1))
_GRANT = re.compile(
    rf"[CcG(][NnM][:.]?(?P<digits>{_D}{{9}}|{_D}{{7}}|8[5-8]{_D}{{6}})[.·]?(?P<kind>[ABCUYSD85][0-9]?)(?![0-9A-Za-z])"
)
_DIGITS = str.maketrans({**dict.fromkeys("Oo", "0"), **dict.fromkeys("Il|", "1")})


@dataclass(frozen=True, slots=True)
class PatentNumberFound:
    """A patent or application number and where it stands."""

    number: PatentNumber
    passage: Passage


@dataclass(frozen=True, slots=True)
class GrantNumberFound:
    """A publication number, where it stands, and whether its kind letter was mended."""

    number: GrantNumber
    passage: Passage
    mended: bool


def patent_numbers_in(text: Passage) -> list[PatentNumberFound]:
    """Every patent number in a passage, in order.

    Dates in compact form and dispatch numbers do not fit: the type digit, the
    length and the clean ends rule them out.
    """
    flat = text.flat()
    found = []
    for match in _PATENT_AFTER_PREFIX.finditer(flat.text):
        before = flat.text[match.start() - 1 : match.start()] if match.start() else ""
        if not match["prefix"] and re.match(r"[0-9A-Za-z.]", before):
            continue
        if _ODD_PREFIX.match(match["prefix"] or "") and not match["check"]:
            continue  # HN, SN: a certificate's own number, unless a check digit says otherwise
        digits = match["digits"].translate(_DIGITS)
        check = (match["check"] or "").translate(_DIGITS).upper().replace("×", "X")
        try:
            number = parse_patent_number(f"ZL{digits}{'.' + check if check else ''}")
        except NormalFormError:
            continue
        found.append(PatentNumberFound(number, flat.group(match)))
    return found


def grant_numbers_in(
    text: Passage, patent_type: PatentType | None = None
) -> list[GrantNumberFound]:
    """Every publication number in a passage.

    An 8 in place of the kind letter is read as B, and a 5 as a design's S.
    """
    flat = text.flat()
    found = []
    for match in _GRANT.finditer(flat.text):
        kind, mended = match["kind"], False
        if kind[0] == "8":
            if patent_type not in (None, PatentType.INVENTION):
                continue
            kind, mended = "B" + kind[1:], True
        if kind[0] == "5":
            # Only designs have the series 3, and of kinds only their S looks like it.
            if patent_type not in (None, PatentType.DESIGN) or match["digits"][0] != "3":
                continue
            kind, mended = "S" + kind[1:], True
        try:
            number = parse_grant_number(f"CN{match['digits'].translate(_DIGITS)}{kind}")
        except NormalFormError:
            continue
        found.append(GrantNumberFound(number, flat.group(match), mended))
    return found


def grant_number_in_address(text: str) -> GrantNumber | None:
    """The grant number in a QR code's address `…epub.cnipa.gov.cn/cred/CN111472379B`."""
    match = re.search(r"epub\.cnipa\.gov\.cn/(?:cred|patent)/(CN[0-9]{7,9}[A-Z][0-9]?)\b", text)
    if match is None:
        return None
    try:
        return parse_grant_number(match[1])
    except NormalFormError:
        return None
