"""Whether a printed list of results is whole, by the total that the site itself states.

A list of which a part was printed says nothing of the patents that it does not show.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from evidence.documents import Certainty, Document, DocumentKind


def is_complete(documents: Sequence[Document]) -> bool | None:
    """Whether all lists among the documents of a file are whole; None where one does not say."""
    lists: dict[tuple[Hashable, ...], set[str]] = {}
    totals: dict[tuple[Hashable, ...], int] = {}
    for document in documents:
        if document.kind is not DocumentKind.PATENT_SEARCH_RESULT:
            continue
        total = _total(document)
        if total is None:
            return None
        key = _list_of(document)
        totals[key] = total
        numbers = lists.setdefault(key, set())
        numbers.update(field.value for field in document.all("patent_number"))
    if not lists:
        return None
    return all(len(numbers) >= totals[key] for key, numbers in lists.items())


def _total(document: Document) -> int | None:
    field = document.first("result_count")
    if field is None or field.certainty is Certainty.DOUBTFUL or not field.value.isdigit():
        return None
    return int(field.value)


def _list_of(document: Document) -> tuple[Hashable, ...]:
    """What the results of one list share: its statement, or over several pages what it states."""
    site, total, page = (document.first(name) for name in ("site", "result_count", "result_page"))
    stated = (site.value if site else "", total.value if total else "")
    pages = page.value.rpartition("/")[2] if page else "1"
    if pages == "1":
        return (*stated, total.page if total else None, total.box if total else None)
    return (*stated, pages)
