"""Rows of a list as they are meant: what a line break parted is one row again.

Names set one after the other with 、 between them break anywhere, also within a name; a unit
in brackets breaks within the brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.documents.passages import Passage, joined

_PAGE_MARK = re.compile(
    r"^[-—–一_·.]+[0-9]{1,3}[-—–一_·.]*$|^[0-9]{1,3}[-—–]+$|^第[0-9]{1,3}页.{0,8}$"
)
_BRACKETS = re.compile(r"\([^()]*\)?|^[0-9一二三四五六七八九十]{1,3}[、,]")
_OPEN = re.compile(r"\([^()]{0,40}$")
_CLOSES = re.compile(r"^[^()]{1,40}\)")
_ENUMERATED = re.compile(r"[、,;]")
_BEGINS = re.compile(
    r"^(?:[(]?[0-9一二三四五六七八九十]{1,3}[).、]|附件?[0-9:]|[^:、,;]{2,30}:|[^、,;]{2,30}\([^()]*[0-9一二三四五六七八九十][人名位个][^()]*\))"
)
_ENDS = re.compile(r"[。:]$|名单$")
_MARGIN = 1.8
"""Heights of print that a full line may end before the widest one."""


def logical_rows(rows: Iterable[Passage]) -> list[Passage]:
    """The rows without page numbers, each whole."""
    printed = [row for row in rows if not _PAGE_MARK.match(row.flat().text)]
    edge = max((row.box.x1 for row in printed if row.box is not None), default=0)
    found: list[Passage] = []
    goes_on = False
    for row in printed:
        if found and goes_on and _may_follow(found[-1], row):
            found[-1] = joined([found[-1], row]).flat()
        else:
            found.append(row)
        goes_on = _goes_on(found[-1], row, edge)
    return found


def _may_follow(above: Passage, row: Passage) -> bool:
    text = row.flat().text
    if _OPEN.search(above.text):
        return _CLOSES.match(text) is not None
    return len(row.by_line()) == 1 and not _BEGINS.match(text)


def _goes_on(whole: Passage, row: Passage, edge: int) -> bool:
    """Whether a row is broken at the margin: within brackets, or in an enumeration."""
    if len(row.by_line()) > 1 or row.box is None:
        return False
    if _OPEN.search(whole.text):
        return True
    outside = _BRACKETS.sub("", whole.text)
    if not _ENUMERATED.search(outside) or _ENDS.search(outside):
        return False
    full = row.box.x1 >= edge - _MARGIN * row.box.height
    return full or outside[-1:] in "、,;"
