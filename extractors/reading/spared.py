"""Print that nobody needs: the legal text below the entries of a patent certificate.

It is the same on all of them and makes a third of what reading one costs. Its first
line is read all the same, for it names the office (国家知识产权局依照中华人民共和国专利法……).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.places import Box, Quad, around
from extractors.reading.readers.port import SeenLine

_TITLE = re.compile(r"(?:发明|实用新型|外观设计)专利证书")
_ENTRY = re.compile(r"(?:专利号|专利申请日|专利权人|授权公告日|授权公告号|地址|发明人|设计人)[:：]")
_BLANKS = re.compile(r"\s+")
_FEWEST = 3
"""Lines that a paragraph of legal text has at least; wrapped lists of names have fewer."""
_EDGE = 2.5
"""Line heights by which the left edges of a paragraph's lines differ at most: its indent."""
_PITCH = 2.2
"""Line heights from one line of a paragraph to the next at most."""


def legal_text(read: Sequence[SeenLine], unread: Sequence[Quad]) -> list[bool]:
    """Which of the unread long lines need not be read, as the lines read so far show.

    None where they do not show a patent certificate with its entries; else the lines of a
    paragraph below the lowest entry but its first.
    """
    texts = [(_BLANKS.sub("", line.text), around(line.quad)) for line in read]
    if not any(_TITLE.fullmatch(text) for text, _ in texts):
        return [False] * len(unread)
    entries = [box.y1 for text, box in texts if _ENTRY.search(text)]
    if len(entries) < _FEWEST:
        return [False] * len(unread)
    below = sorted(
        (box for box in map(around, unread) if box.y0 > max(entries)), key=lambda box: box.y0
    )
    spared = [box for run in _paragraphs(below) if len(run) >= _FEWEST for box in run[1:]]
    return [around(quad) in spared for quad in unread]


def _paragraphs(boxes: Sequence[Box]) -> list[list[Box]]:
    """Lines set one below the other from about the same left edge."""
    runs: list[list[Box]] = []
    for box in boxes:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and box.y0 - last.y0 < _PITCH * last.height
            and abs(box.x0 - last.x0) < _EDGE * last.height
        ):
            runs[-1].append(box)
        else:
            runs.append([box])
    return runs
