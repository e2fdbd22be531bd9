"""Tables on pages: a row of headings, and rows of cells below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.documents.labels import Labelled
from extractors.documents.layout import rows
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import Passage, passage

FEWEST = 3
"""Known headings in one row that make it the head of a table."""


def table_records(page: PageText, headings: Mapping[str, str]) -> list[list[Labelled]]:
    """The rows below a row of known headings, as labelled values.

    A row whose first columns are empty goes on with the row above it.
    """
    grid = rows(page.lines)
    for n, row in enumerate(grid):
        head = [(line, passage([[line]]).text.strip(":")) for line in row]
        columns = [(line, text) for line, text in head if text in headings]
        if len(columns) >= FEWEST:
            return _below(grid[n + 1 :], [line for line, _ in head], columns, headings)
    return []


def _below(
    grid: Sequence[Sequence[TextLine]],
    heads: Sequence[TextLine],
    columns: Sequence[tuple[TextLine, str]],
    headings: Mapping[str, str],
) -> list[list[Labelled]]:
    records: list[dict[str, list[TextLine]]] = []
    key = next((text for _, text in columns if headings[text] == "patent_number"), columns[0][1])
    names = {id(line): text for line, text in columns}
    for row in grid:
        cells: dict[str, list[TextLine]] = {}
        for line in row:
            head = min(heads, key=lambda head: abs(head.box.center[0] - line.box.center[0]))
            if id(head) in names:
                cells.setdefault(names[id(head)], []).append(line)
        if key in cells:
            records.append(cells)
        elif records:
            for name, lines in cells.items():
                records[-1].setdefault(name, []).extend(lines)
    return [
        [
            Labelled(name, headings[name], _cell(lines), _cell(lines))
            for name, lines in record.items()
        ]
        for record in records
    ]


def _cell(lines: Sequence[TextLine]) -> Passage:
    return passage([line] for line in lines)
