"""Values that go on over several lines in their own column, beside other columns.

Reading order puts such lines behind the other columns of a row, and, where a label stands
in the middle of a tall cell, before it.
"""

from __future__ import annotations

from collections.abc import Callable

from evidence.places import Box
from extractors.documents.labels import Labelled, first_rows
from extractors.documents.passages import Passage, joined

LINE_BELOW = "a line of few characters may follow below"
_APART = 3.0
"""Heights between two stretches of a row from which they are two columns."""
_CLOSE = 0.6
"""Heights between two lines of one cell at the most."""
_CHARACTER = 0.8
"""Heights of its line that a character is wide, at least."""
_BESIDE = 1.3
"""Heights that the lines of a cell of two stand from the middle of its label."""


class Cells:
    """The lines of a page that no label introduces, for values that go on in them."""

    def __init__(self, whole: Passage, taken: Callable[[Passage], bool]) -> None:
        rows = [row for row in whole.by_row() if not taken(row)]
        self._free = [cell for row in rows for cell in row.by_line()]

    def whole_value(self, one: Labelled) -> Passage:
        """A label's value with its lines above and below in the same column."""
        label = one.at.box
        if label is None or one.at == one.value:
            return one.value
        first = _first_cell(first_rows(one.value).stripped())
        if not first.text:
            return self._around(label) or first
        below = self._below(first, label)
        above = self._above(first, label)
        beside = _in_row(first, label)
        if len(above) == len(below) + (not beside):
            return joined([*above, first, *below])
        return joined([first, *below]) if below else first

    def _below(self, value: Passage, label: Box) -> list[Passage]:
        found = [value]
        for cell in self._free:
            if _goes_on(found[-1], cell, label.x0):
                found.append(cell)
        return found[1:]

    def _above(self, value: Passage, label: Box) -> list[Passage]:
        found = [value]
        for cell in reversed(self._free):
            if _goes_on(cell, found[0], label.x0) and _in_column(cell, value, label):
                found.insert(0, cell)
        return found[:-1]

    def _around(self, label: Box) -> Passage | None:
        """The two lines of a cell whose label stands between them in the middle."""
        height = max(label.height, 1)
        near = [
            cell
            for cell in self._free
            if cell.box is not None
            and cell.box.x0 >= label.x1 - height / 2
            and abs(cell.box.center[1] - label.center[1]) < _BESIDE * height
        ]
        left = min((cell.box.x0 for cell in near if cell.box is not None), default=0)
        lines = [cell for cell in near if cell.box is not None and cell.box.x0 - left < height]
        over = [c for c in lines if c.box is not None and c.box.center[1] < label.center[1]]
        under = [c for c in lines if c.box is not None and c.box.center[1] > label.center[1]]
        return joined([*over, *under]) if len(over) == len(under) == 1 else None


def begins_at(one: Labelled) -> bool:
    """Whether a value begins beside its label or right below it; a blank one is followed by others.

    The lines of a tall cell stand above and below the middle, where its label is.
    """
    label, first = one.at.box, first_rows(one.value).stripped().box
    if label is None or first is None or one.at == one.value:
        return True
    near = first.y0 - label.y1 < _BESIDE * label.height
    return near and one.at.page == first_rows(one.value).stripped().page


def last_line_is_full(value: Passage) -> bool:
    """Whether the last of several lines is as wide as they are: one of few characters may follow.

    Detectors pass over a line of one character, so that a value seems to end before it.
    """
    boxes = [row.box for row in value.by_row()]
    known = [box for box in boxes if box is not None]
    if len(known) < 2:
        return False
    last = known[-1]
    return last.x1 >= max(box.x1 for box in known[:-1]) - _CHARACTER * last.height


def place_below(line: Box) -> Box:
    """A line with the place of another below it."""
    half = line.height // 2
    return Box(
        max(line.x0 - half, 0),
        line.y0 - line.height // 5,
        line.x1 + half,
        line.y1 + round(1.4 * line.height),
    )


def _first_cell(row: Passage) -> Passage:
    """A row's stretches that stand close together, up to the first wide gap."""
    end, last = 0, None
    for cell in row.by_line():
        box = cell.box
        if last is not None and (box is None or box.x0 - last.x1 > _APART * last.height):
            break
        end, last = row.text.index(cell.text, end) + len(cell.text), box
    return row.cut(0, end)


def _in_row(value: Passage, label: Box) -> bool:
    box = value.box
    return box is not None and label.y0 < box.center[1] < label.y1


def _in_column(cell: Passage, value: Passage, label: Box) -> bool:
    """Whether a cell begins where the value does, to the right of its label."""
    box, own = cell.box, value.box
    if box is None or own is None:
        return False
    return abs(box.x0 - own.x0) < own.height and box.x0 >= label.x1 - own.height / 2


def _goes_on(above: Passage, cell: Passage, left: int) -> bool:
    """Whether a cell stands right below another, in the column that begins at `left`."""
    last, box = above.box, cell.box
    if last is None or box is None or cell.page != above.page:
        return False
    close = -0.5 * last.height < box.y0 - last.y1 < _CLOSE * last.height
    below = box.y0 > last.y0 + 0.5 * last.height
    return close and below and left - last.height <= box.x0 < last.x1
