"""Lines a reader saw, carried back into upright page pixels."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.places import Box, Quad, around
from evidence.readings import Channel, Line
from extractors.frames import Affine
from extractors.reading.readers.port import SeenLine

_SLANT = 0.02
"""Rise per run from which a line counts as slanted and keeps its four corners."""


def placed(
    seen: Iterable[SeenLine],
    reader: str,
    channel: Channel,
    *,
    factor: float,
    offset: tuple[int, int] = (0, 0),
    least: float = 0.0,
) -> tuple[Line, ...]:
    """Lines in page pixels: divided by `factor`, moved by `offset`, the least sure left out."""
    lines = []
    for line in seen:
        if line.confidence < least:
            continue
        quad = tuple(
            (round(x / factor) + offset[0], round(y / factor) + offset[1]) for x, y in line.quad
        )
        corners: Quad = (quad[0], quad[1], quad[2], quad[3])
        lines.append(
            Line(
                text=line.text,
                box=around(corners),
                confidence=round(line.confidence, 4),
                reader=reader,
                channel=channel,
                quad=corners if _slanted(corners) else None,
                sure=line.sure,
                places=line.places,
            )
        )
    return tuple(lines)


def turned_box(box: Box, turn: int, width: int, height: int) -> Box:
    """A box of a page of `width` × `height` after the page was turned clockwise."""
    if turn == 90:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    if turn == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if turn == 270:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    return box


def framed_box(box: Box, matrix: Affine) -> Box:
    """The box around a box of the upright page in the frame it was straightened in."""
    (a, b, c), (d, e, f) = matrix
    xs = [a * x + b * y + c for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    ys = [d * x + e * y + f for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    return Box(round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys)))


def _slanted(quad: Quad) -> bool:
    (x0, y0), (x1, y1), _, _ = quad
    return abs(y1 - y0) > _SLANT * max(abs(x1 - x0), 1) and abs(y1 - y0) > 2
