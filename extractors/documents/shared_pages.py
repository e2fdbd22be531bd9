"""Two papers copied onto one page: side by side, or one above the other.

People copy two certificates onto one sheet to save paper. Read as one they
give one certificate with the fields of both; each is a document of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from evidence.documents import DocumentKind
from evidence.places import Box
from extractors.documents.classify import classify, titled
from extractors.documents.layout import is_vertical, page_passage
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import squeezed_text

_FEWEST = 4
"""Lines that each of two papers has at least."""
_CLEAR = 6.0
"""The weight from which a part is a paper although its title was not read."""
_APART = 0.3
"""Share of the page's width or height that the titles of two papers stand apart at least."""
_PAPERS = frozenset(
    {
        DocumentKind.AWARD_CERTIFICATE,
        DocumentKind.PATENT_CERTIFICATE,
        DocumentKind.SKILL_CERTIFICATE,
        DocumentKind.DIPLOMA,
    }
)

Side = Callable[[Box], bool]


def papers_on(page: PageText) -> list[PageText]:
    """The papers on a page, each with its own lines, seals and bar codes; mostly the page itself."""
    lines = [line for line in page.lines if not is_vertical(line)]
    titles = [line for line in lines if titled(line.text) in _PAPERS or _is_bare(line)]
    cuts = [
        *(
            cut
            for one, two in combinations(titles, 2)
            for cut in _between(page, lines, one.box, two.box)
        ),
        *(cut for title in titles for cut in _above(page, lines, title.box)),
    ]
    for first in cuts:
        parts = [_part(page, first), _part(page, _other(first))]
        if all(_is_paper(part) for part in parts):
            return parts
    return [page]


def _is_bare(line: TextLine) -> bool:
    """Whether a line is a title that names no kind by itself."""
    return squeezed_text(line.text) == "证书"


def _other(side: Side) -> Side:
    return lambda box: not side(box)


def _is_paper(part: PageText) -> bool:
    kind = classify(page_passage(part))
    clear = kind.title or kind.weight >= _CLEAR
    return len(part.lines) >= _FEWEST and clear and kind.kind in _PAPERS


def _between(page: PageText, lines: list[TextLine], one: Box, two: Box) -> Iterator[Side]:
    """Where a page may be cut between two titles so that no line is cut."""
    wide, high = page.page.width, page.page.height
    left, right = sorted((one, two), key=lambda box: box.center[0])
    if right.center[0] - left.center[0] > _APART * wide and left.x1 < right.x0:
        x = _widest_gap([(line.box.x0, line.box.x1) for line in lines], left.x1, right.x0)
        if x is not None:
            yield lambda box: box.center[0] < x
    upper, lower = sorted((one, two), key=lambda box: box.center[1])
    if lower.center[1] - upper.center[1] > _APART * high:
        y = _widest_gap([(line.box.y0, line.box.y1) for line in lines], upper.y1, lower.y0)
        if y is not None:
            yield lambda box: box.center[1] < y


def _above(page: PageText, lines: list[TextLine], title: Box) -> Iterator[Side]:
    """Where a page may be cut above a title, for a paper there whose own title was not read."""
    y = _widest_gap([(line.box.y0, line.box.y1) for line in lines], round(0.5 * title.y0), title.y0)
    if y is not None and title.center[1] > _APART * page.page.height:
        yield lambda box: box.center[1] < y


def _widest_gap(spans: list[tuple[int, int]], start: int, end: int) -> float | None:
    """The middle of the widest stretch between start and end that no span touches."""
    best, middle, reached = 0, None, start
    for low, high in sorted(span for span in spans if span[1] > start and span[0] < end):
        if low - reached > best:
            best, middle = low - reached, (low + reached) / 2
        reached = max(reached, high)
    if end - reached > best:
        middle = (end + reached) / 2
    return middle


def _part(page: PageText, inside: Side) -> PageText:
    return replace(
        page,
        lines=tuple(line for line in page.lines if inside(line.box)),
        layer=tuple(line for line in page.layer if inside(line.box)),
        second=tuple(line for line in page.second if inside(line.box)),
        seals=tuple(seal for seal in page.seals if inside(seal.box)),
        barcodes=tuple(code for code in page.barcodes if inside(code.box)),
    )
