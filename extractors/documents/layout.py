"""Lines of a page in reading order: rows, columns, facing pages."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.places import Box
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import Passage, passage

ONE_ROW = 0.5
"""Share of the lower line's height that lines of one row have in common."""
GUTTER = 0.02
"""Half the width, in pages, of the strip that no line may cross between facing pages."""


def rows(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """The lines as rows from top to bottom, each from left to right."""
    found: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: (line.box.center[1], line.box.x0)):
        row = next((row for row in reversed(found[-3:]) if _belongs(line.box, row)), None)
        if row is None:
            found.append([line])
        else:
            row.append(line)
    for row in found:
        row.sort(key=lambda line: (line.box.x0, line.box.y0))
    return found


def page_passage(page: PageText) -> Passage:
    """The page's text in reading order: facing pages one after the other."""
    return passage(row for part in facing_pages(page) for row in rows(part))


def facing_pages(page: PageText) -> list[list[TextLine]]:
    """The lines of the left and of the right page where two lie side by side, else all."""
    lines = [line for line in page.lines if not is_vertical(line)]
    if page.page.width < 1.2 * page.page.height or len(lines) < 6:
        return [lines]
    middle, strip = page.page.width / 2, GUTTER * page.page.width
    if any(line.box.x0 < middle - strip and line.box.x1 > middle + strip for line in lines):
        return [lines]
    left = [line for line in lines if line.box.center[0] < middle]
    right = [line for line in lines if line.box.center[0] >= middle]
    return [left, right] if len(left) > 2 and len(right) > 2 else [lines]


def is_vertical(line: TextLine) -> bool:
    """Whether a line of several characters stands upright, as numbers in margins do."""
    return len(line.text.strip()) > 2 and line.box.height > 2.5 * max(line.box.width, 1)


def _belongs(box: Box, row: list[TextLine]) -> bool:
    middle = box.x0 + box.x1
    near = min(row, key=lambda line: abs(line.box.x0 + line.box.x1 - middle)).box
    low, high = sorted((near.height, box.height))
    if high > 3 * max(low, 1):
        return abs(near.center[1] - box.center[1]) < 0.15 * high
    common = min(near.y1, box.y1) - max(near.y0, box.y0)
    apart = min(near.x1, box.x1) - max(near.x0, box.x0)
    return common > max(ONE_ROW * low, 0.35 * high) and apart <= 0.4 * min(near.width, box.width)
