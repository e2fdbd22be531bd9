"""Pages of a printout on which no number stands: what they say of a patent's state is not lost.

A print of one patent may go on over pages that repeat no number (法律状态, 事务). A state that
they show belongs to the patent of the print; where it differs from the first page's, two values
in one document are a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evidence.documents import Document, DocumentKind

_STATES = frozenset({"legal_status", "case_status", "legal_event"})
_TELLS_APART = ("title", "application_date", "grant_number", "grant_date")
"""Fields of which a patent has one value each."""


def with_states(documents: Iterable[Document]) -> list[Document]:
    """The documents of an upload, numberless results' states told of the patent they go with.

    That is the only patent of the upload, or the one on the page before. Such a page stays a
    document as well.
    """
    found = list(documents)
    for at, page in enumerate(tuple(found)):
        states = tuple(field for field in page.fields if field.name in _STATES)
        if not _is_result(page) or page.first("patent_number") or not states:
            continue
        owner = _owner(found, at)
        if owner is not None and _may_be_of(page, found[owner]):
            one = found[owner]
            looks = dict(zip(one.pages + page.pages, one.looks + page.looks, strict=True))
            found[owner] = replace(
                one,
                fields=(*one.fields, *states),
                pages=tuple(sorted(looks)),
                looks=tuple(looks[number] for number in sorted(looks)),
            )
    return found


def _owner(documents: Sequence[Document], at: int) -> int | None:
    """Where the numbered result is that a numberless one goes with."""
    numbered = {
        n: {field.value for field in one.all("patent_number")}
        for n, one in enumerate(documents)
        if _is_result(one) and one.first("patent_number")
    }
    if len(set().union(*numbered.values())) == 1:
        return next(iter(numbered))
    before = [n for n in numbered if n < at]
    last = before[-1] if before else None
    if last is not None and max(documents[last].pages) + 1 == min(documents[at].pages):
        return last
    return None


def _may_be_of(page: Document, one: Document) -> bool:
    """Whether nothing that a patent has once is said differently."""
    for name in _TELLS_APART:
        there, here = ({field.value for field in part.all(name)} for part in (one, page))
        if there and here and not there & here:
            return False
    return True


def _is_result(document: Document) -> bool:
    return document.kind is DocumentKind.PATENT_SEARCH_RESULT
