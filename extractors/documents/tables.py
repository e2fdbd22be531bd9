"""Tables on pages: a row of headings, and rows of cells below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evidence.places import Box
from extractors.documents.labels import Labelled
from extractors.documents.layout import rows
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import Passage, passage, squeezed_text

FEWEST = 3
"""Known headings in one row that make it the head of a table."""
CLEAR = 1.25
"""Times the second widest gap that the gap between two rows of cells is, where they are told apart."""
_ROOM = 1.7
"""Times the usual pitch of a line's characters from which there is room between two of them."""
_NEAR = 2.0
"""Heights of a heading that a cell beside it stands away at the most."""
_WITHIN = 0.8
"""Line heights between two lines of one cell at the most."""
_FEWEST_PITCHES = 4
"""Characters of a line whose usual pitch can be told."""
_VALUE = re.compile(r"[0-9]{2}|[:：].")
_NUMBERED = re.compile(r"[0-9]{2}")
_ADDRESS = re.compile(r"https?[:：]|www\.", re.IGNORECASE)
"""An address is printed by the browser below a table, and is no cell of it."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row as labelled values.

    `apart` says whether its neighbours are told apart: where they are not, a line of a
    wrapped cell may be the neighbour's. `several` says that another row stands in it, of which
    the key was not read. `run_together` has the headings of cells of which a line was read
    together with the next column's.
    """

    cells: tuple[Labelled, ...]
    apart: bool
    several: bool
    run_together: frozenset[str]


def table_rows(page: PageText, headings: Mapping[str, str], key: str) -> list[TableRow]:
    """The rows below a row of known headings.

    A row is known by its cell below the heading of the field `key`; lines of other cells
    above and below that belong to the row on their side of the widest gap.
    """
    grid = rows(page.lines)
    for n, row in enumerate(grid):
        heads = [(line, passage([[line]]).text) for line in row]
        known = [(line, text) for line, text in heads if text in headings]
        told = any(headings[text] == key for _, text in known)
        if told and len(known) >= FEWEST and not any(_VALUE.search(text) for _, text in heads):
            below = [line for later in grid[n + 1 :] for line in later]
            return _rows(below, [line for line, _ in heads], dict(_by_id(known)), headings, key)
    return []


def _by_id(known: Sequence[tuple[TextLine, str]]) -> list[tuple[int, str]]:
    return [(id(line), text) for line, text in known]


def _rows(
    lines: Sequence[TextLine],
    heads: Sequence[TextLine],
    names: Mapping[int, str],
    headings: Mapping[str, str],
    key: str,
) -> list[TableRow]:
    cells_of = (_parted(line, heads) for line in lines if not _ADDRESS.search(line.text))
    lines = [part for parts in cells_of for part in parts]
    columns = [(line, head) for line in lines if (head := _head_of(line, heads)) is not None]
    keys = [line for line, head in columns if headings.get(names.get(id(head), ""), "") == key]
    numbered = [line for line in keys if _NUMBERED.search(passage([[line]]).text)]
    found = []
    for (top, _), (bottom, sure) in pairwise(_edges(lines, numbered)):
        cells: dict[str, list[TextLine]] = {}
        together: set[str] = set()
        for line, head in columns:
            if top <= line.box.center[1] < bottom:
                if id(head) in names:
                    cells.setdefault(names[id(head)], []).append(line)
                over = [other for other in heads if other is head or _reaches(line, other)]
                if len(over) > 1:
                    together |= {names.get(id(other), "") for other in over}
        here = [line for line, _ in columns if top <= line.box.center[1] < bottom]
        labelled = tuple(
            Labelled(name, headings[name], _cell(of), _cell(of)) for name, of in cells.items()
        )
        found.append(TableRow(labelled, sure, _is_several(here), frozenset(together)))
    return _both_sides(found)


def _both_sides(found: list[TableRow]) -> list[TableRow]:
    """Rows of which neither edge is in doubt count as told apart."""
    edges = [True, *(row.apart for row in found)]
    return [
        replace(row, apart=above and below)
        for row, (above, below) in zip(found, pairwise(edges), strict=True)
    ]


def _parted(line: TextLine, heads: Sequence[TextLine]) -> list[TextLine]:
    """A line that was read over two columns, cut where room is left at the second one's edge.

    It stays whole where another reading has more than a part of it.
    """
    seen = [at for at, char in enumerate(line.text) if not char.isspace()]
    if len(seen) < _FEWEST_PITCHES or not line.places:
        return [line]
    if any(squeezed_text(one.text) not in squeezed_text(line.text) for one in line.others):
        return [line]
    middles = {at: line.box.x0 + line.places[at] * line.box.width for at in seen}
    steps = sorted(middles[b] - middles[a] for a, b in pairwise(seen))
    pitch = steps[len(steps) // 2]
    cuts = [
        b
        for a, b in pairwise(seen)
        if middles[b] - middles[a] >= _ROOM * pitch
        and any(middles[a] < head.box.x0 < middles[b] for head in heads)
    ]
    ends = [seen[0], *cuts, len(line.text)]
    return [_part(line, start, end, pitch) for start, end in pairwise(ends)] if cuts else [line]


def _part(line: TextLine, start: int, end: int, pitch: float) -> TextLine:
    """The characters of a line from `start` to before `end`, as a line."""
    places = [line.box.x0 + place * line.box.width for place in line.places[start:end]]
    left = max(round(places[0] - pitch / 2), line.box.x0)
    right = min(round(places[-1] + pitch / 2), line.box.x1)
    box = Box(left, line.box.y0, right, line.box.y1)
    return replace(
        line,
        text=line.text[start:end].rstrip(),
        box=box,
        sure=line.sure[start:end],
        places=tuple((place - left) / max(box.width, 1) for place in places),
        others=(),
    )


def _head_of(line: TextLine, heads: Sequence[TextLine]) -> TextLine | None:
    """The heading that a line stands below; None where its column has none."""
    box = line.box

    def away(head: TextLine) -> float:
        return min(abs(head.box.x0 - box.x0), abs(head.box.center[0] - box.center[0]))

    head = min(heads, key=away)
    shared = min(box.x1, head.box.x1) - max(box.x0, head.box.x0)
    return head if shared > 0 or away(head) < _NEAR * head.box.height else None


def _reaches(line: TextLine, head: TextLine) -> bool:
    """Whether a line goes on into the column of another heading."""
    return line.box.x0 < head.box.center[0] < line.box.x1 - line.box.height / 2


def _edges(lines: Sequence[TextLine], keys: Sequence[TextLine]) -> list[tuple[float, bool]]:
    """Where rows of cells end from top to bottom, and whether each edge is clear."""
    if not keys:
        return []
    edges: list[tuple[float, bool]] = [(0.0, True)]
    for one, two in pairwise(keys):
        edges.append(_widest_gap(lines, one, two))
    last = keys[-1].box.y1
    for line in sorted(lines, key=lambda line: line.box.y0):
        if line.box.y1 > last and line.box.y0 - last < _WITHIN * line.box.height:
            last = line.box.y1
    return [*edges, (last + 1.0, True)]


def _is_several(lines: Sequence[TextLine]) -> bool:
    """Whether a gap runs through a row of cells that no lines of one cell leave between them."""
    reached = float("inf")
    for line in sorted(lines, key=lambda line: line.box.y0):
        if line.box.y0 - reached > _WITHIN * line.box.height:
            return True
        reached = line.box.y1 if reached == float("inf") else max(reached, line.box.y1)
    return False


def _widest_gap(lines: Sequence[TextLine], one: TextLine, two: TextLine) -> tuple[float, bool]:
    """The middle of the widest stretch without print between two rows, and whether it is clear."""
    spans = sorted(
        (line.box.y0, line.box.y1)
        for line in lines
        if line.box.y1 > one.box.y0 and line.box.y0 < two.box.y1
    )
    gaps, reached = [], float(one.box.y1)
    for top, bottom in spans:
        if top > reached and reached < two.box.y0:
            gaps.append((top - reached, (top + reached) / 2))
        reached = max(reached, bottom)
    gaps.sort(reverse=True)
    if not gaps:
        return (one.box.center[1] + two.box.center[1]) / 2, False
    return gaps[0][1], len(gaps) < 2 or gaps[0][0] >= CLEAR * gaps[1][0]


def _cell(lines: Sequence[TextLine]) -> Passage:
    return passage([line] for line in sorted(lines, key=lambda line: line.box.y0))
