"""What a document says of one field, and whether that agrees with something."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from evidence.dates import PartialDate, parse_date
from evidence.documents import Certainty, Document, Field
from evidence.errors import NormalFormError
from evidence.findings import Result
from evidence.names import normal_text
from evidence.places import Place

_MARKS = re.compile("[“”\"'‘’《》〈〉「」『』【】]")
_END = re.compile(r"[。.,，;；]+$")
_CODE_WORDS = re.compile(r"^(?:证书)?(?:编号)?[:：]?(?:第(?=.+号$)|no[.:：]?(?=\d))?|(?<=\d)号$")
_OF_YEAR = re.compile(r"^(?P<year>(?:19|20)\d{2})年度?")
_TITLE_END = re.compile(r"(?:荣誉)?称号$|荣誉$")


def agreement(fields: tuple[Field, ...], agrees: Callable[[str], bool]) -> Result:
    """Whether what was read agrees, with doubt about the reading kept.

    Nothing read is not checked; a doubtful reading never matches; readings
    that contradict one another are unsure even where one of them agrees.
    """
    if not fields:
        return Result.NOT_CHECKED
    good = [field for field in fields if agrees(field.value)]
    if len(good) == len(fields):
        return Result.MATCH if any(map(certain, good)) else Result.UNSURE
    if good:
        return Result.UNSURE
    return Result.MISMATCH if any(map(certain, fields)) else Result.UNSURE


def certain(field: Field) -> bool:
    """Whether the reading may be relied on."""
    return field.certainty is Certainty.CERTAIN


def text_of(fields: tuple[Field, ...]) -> str:
    """The distinct values, for a sentence."""
    return "；".join(dict.fromkeys(field.value for field in fields))


def places_of(document: Document, fields: tuple[Field, ...]) -> tuple[Place, ...]:
    """Where the fields stand, or the document where there are none."""
    return tuple(document.place(field) for field in fields) or (document.place(),)


def same_text(one: str, two: str) -> bool:
    """Whether two titles are the same but for width, spaces, quotation marks and case.

    What is empty but for marks is no title and like nothing.
    """
    return plain_text(one) == plain_text(two) != ""


def plain_text(text: str) -> str:
    """A title without spaces, quotation marks, closing punctuation and case."""
    return _END.sub("", _MARKS.sub("", normal_text(text))).casefold()


def plain_honour(text: str) -> str:
    """A title conferred, without 荣誉称号: `“新乡市劳动模范”荣誉称号` → `新乡市劳动模范`."""
    return _TITLE_END.sub("", plain_text(text))


def same_honour(printed: str, declared: str, on: PartialDate | None) -> bool:
    """Whether an honour is the declared one, which may leave out the year that is printed.

    A year (2021年度) that is declared and not printed must be the one in which it was given.
    """
    paper, stated = plain_honour(printed), plain_honour(declared)
    if paper == stated or _OF_YEAR.sub("", paper) == stated:
        return stated != ""
    year = _OF_YEAR.match(stated)
    return (
        year is not None
        and on is not None
        and year["year"] == str(on.year)
        and _OF_YEAR.sub("", stated) == paper != ""
    )


def same_document_title(one: str, two: str) -> bool:
    """Whether two titles are one document's, one of them perhaps without the issuer before 关于.

    Who issued it is told by its signature and seals.
    """
    if same_text(one, two):
        return True
    (head, about, rest), (other_head, _, other) = (
        plain_text(text).partition("关于") for text in (one, two)
    )
    return bool(about) and rest == other != "" and "" in {head, other_head}


def plain_code(text: str) -> str:
    """A certificate's number without the words around it: `第2021086号`, `NO.2021086`."""
    return _CODE_WORDS.sub("", plain_text(text))


@lru_cache(maxsize=4096)
def date_of(text: str) -> PartialDate | None:
    """The date in a field's normal form, or None where it is none."""
    try:
        return parse_date(text)
    except NormalFormError:
        return None


def date_agrees(expected: PartialDate) -> Callable[[str], bool]:
    """A test whether a field's date may be the expected one at a lower precision."""

    def agrees(value: str) -> bool:
        date = date_of(value)
        return date is not None and date.agrees(expected)

    return agrees
