"""Ruled forms: label cells, and what stands in the cells beside them.

A narrow cell breaks its label over several lines (`参加工作时` / `间`), and some
applicants type the value right behind the label; both are put together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.places import Box
from extractors.documents.layout import rows
from extractors.documents.page_text import TextLine
from extractors.documents.passages import Passage, passage

CLOSE = 0.7
"""Gap between the lines of one cell, in line heights, at most."""


@dataclass(frozen=True, slots=True)
class LabelCell:
    """A label and where its cell's print stands; `inside` is a value typed behind it."""

    label: str
    box: Box
    lines: tuple[TextLine, ...]
    inside: Passage | None


def label_cells(lines: Sequence[TextLine], labels: Iterable[str]) -> list[LabelCell]:
    """The label cells among these lines, each line in one cell, longest labels first."""
    found: list[LabelCell] = []
    free, taken = list(lines), set[int]()
    alone = [(line, passage([[line]])) for line in lines]
    for label in sorted(labels, key=len, reverse=True):
        for line, whole in alone:
            if id(line) in taken:
                continue
            cell = _cell(label, line, whole, free)
            if cell is not None:
                found.append(cell)
                taken.update(id(one) for one in cell.lines)
                free = [one for one in free if id(one) not in taken]
    return found


def value_beside(cell: LabelCell, cells: Sequence[LabelCell], lines: Sequence[TextLine]) -> Passage:
    """What stands right of a label, up to the next label of the same row."""
    if cell.inside is not None and cell.inside.text:
        return cell.inside
    used = {id(line) for other in cells for line in other.lines}
    top, bottom = cell.box.y0, cell.box.y1
    next_label = min(
        (
            other.box.x0
            for other in cells
            if other.box.x0 > cell.box.x1 and _level(other.box, top, bottom)
        ),
        default=1 << 30,
    )
    beside = [
        line
        for line in lines
        if id(line) not in used
        and cell.box.x1 - 2 <= line.box.center[0] < next_label
        and line.box.x0 >= cell.box.x0
        and _level(line.box, top, bottom)
    ]
    return passage(rows(beside)).flat()


def text_of(line: TextLine) -> str:
    """A line's squeezed text."""
    return passage([[line]]).text


def _cell(
    label: str, line: TextLine, whole: Passage, lines: Sequence[TextLine]
) -> LabelCell | None:
    text = whole.text
    if text.rstrip(":") == label:
        return LabelCell(label, line.box, (line,), None)
    if text.startswith(label) and (len(label) > 2 or text[len(label) :].startswith(":")):
        return LabelCell(label, line.box, (line,), whole.cut(len(label)).stripped(" :\t\n"))
    if len(text) >= min(2, len(label) - 1) and label.startswith(text):
        below = _rest(label[len(text) :], line, lines)
        if below:
            box = line.box
            for one in below:
                box = box.union(one.box)
            return LabelCell(label, box, (line, *below), None)
    return None


def _rest(rest: str, above: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines below that complete a label, empty where none do."""
    for line in lines:
        text = text_of(line)
        if (
            line is above
            or not text
            or not rest.startswith(text)
            or not _below(above.box, line.box)
        ):
            continue
        if text == rest:
            return [line]
        further = _rest(rest[len(text) :], line, lines)
        if further:
            return [line, *further]
    return []


def _below(above: Box, box: Box) -> bool:
    gap = box.y0 - above.y1
    across = min(above.x1, box.x1) - max(above.x0, box.x0)
    lower = box.center[1] > above.center[1] + 0.3 * above.height
    return lower and gap < CLOSE * above.height and across > 0.5 * min(above.width, box.width)


def _level(box: Box, top: int, bottom: int) -> bool:
    common = min(box.y1, bottom) - max(box.y0, top)
    return common > 0.5 * min(box.height, bottom - top)
