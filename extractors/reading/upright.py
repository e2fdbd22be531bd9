"""Which quarter turn makes a page upright, judged by how well its lines read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evidence.places import Quad, around
from extractors.reading.images import Rgb, cut, turned
from extractors.reading.readers.checked import CheckedReader
from extractors.reading.readers.port import SeenLine

_SAMPLE = 6
_READS_WELL = 0.85
_CLEARLY_BETTER = 0.1


def upright_turn(image: Rgb, seen: Sequence[SeenLine], reader: CheckedReader) -> int:
    """The clockwise turn (0, 90, 180, 270) for a page whose lines were seen at 0.

    Print that stands on its side is seen as tall boxes; print upside down
    reads badly, and its crops read well when turned.
    """
    if not seen:
        return 0
    longest = sorted(seen, key=lambda line: -_length(line.quad))[:_SAMPLE]
    if sum(_tall(line.quad) for line in longest) * 2 > len(longest):
        crops = [cut(image, around(line.quad)) for line in longest if _tall(line.quad)]
        return 90 if _score(reader, crops, 90) >= _score(reader, crops, 270) else 270
    confidence = sum(line.confidence for line in longest) / len(longest)
    if confidence >= _READS_WELL:
        return 0
    crops = [cut(image, around(line.quad)) for line in longest]
    return 180 if _score(reader, crops, 180) > confidence + _CLEARLY_BETTER else 0


def _score(reader: CheckedReader, crops: Sequence[Rgb], turn: int) -> float:
    read = reader.read_crops([np.ascontiguousarray(turned(crop, turn)) for crop in crops])
    return sum(seen.confidence for seen in read) / max(len(read), 1)


def _length(quad: Quad) -> int:
    box = around(quad)
    return max(box.width, box.height)


def _tall(quad: Quad) -> bool:
    box = around(quad)
    return box.height > 1.5 * box.width
