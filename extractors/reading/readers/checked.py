"""A reader whose answers are checked before anything is built on them.

A reader of one's own, or one on another machine, may answer nonsense: that
must cost the line, never the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from evidence.errors import Problem, UploadError
from evidence.places import Quad
from extractors.reading.images import Rgb
from extractors.reading.readers.port import Reader, SeenLine, SeenText, Spare

_LONGEST = 2000
"""Characters that no line of print has."""


class CheckedReader:
    """The reader it wraps, with lines that cannot be left out and quads kept inside the picture."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.name

    @property
    def engine_seconds(self) -> float:
        """Wall time spent in the wrapped reader's engine."""
        return self._reader.engine_seconds

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """Every line that may be one."""
        height, width = image.shape[:2]
        lines = []
        for line in self._reader.find(image, long_side, spare):
            quad = _inside(line.quad, width, height)
            if quad is not None and _sound(line.text, line.confidence):
                lines.append(
                    replace(
                        line,
                        quad=quad,
                        sure=_fitting(line.sure, line.text),
                        places=_fitting(line.places, line.text),
                    )
                )
        return lines

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """One answer a crop, empty where it cannot be one.

        Raises UploadError (`E-READER-ANSWER`) where there are more or fewer answers than crops.
        """
        seen = self._reader.read_crops(crops)
        if len(seen) != len(crops):
            raise UploadError(
                Problem(
                    "E-READER-ANSWER",
                    "识别引擎的回答与所问不符；请人工查看。",
                    f"The reader gave {len(seen)} answers for {len(crops)} crops; look at the page.",
                )
            )
        return [
            _fitted(one) if _sound(one.text, one.confidence) else SeenText("", 0.0) for one in seen
        ]


def _sound(text: object, confidence: object) -> bool:
    return (
        isinstance(text, str)
        and len(text) <= _LONGEST
        and isinstance(confidence, int | float)
        and math.isfinite(confidence)
        and 0 <= confidence <= 1
    )


def _fitted(seen: SeenText) -> SeenText:
    sure, places = _fitting(seen.sure, seen.text), _fitting(seen.places, seen.text)
    return replace(seen, sure=sure, places=places)


def _fitting(values: tuple[float, ...], text: str) -> tuple[float, ...]:
    """One value a character, or none."""
    return values if len(values) == len(text) else ()


def _inside(quad: Quad, width: int, height: int) -> Quad | None:
    """The quad with its corners on the picture; None for one that has no area there."""
    try:
        moved = [(min(max(int(x), 0), width), min(max(int(y), 0), height)) for x, y in quad]
    except (TypeError, ValueError, OverflowError):
        return None
    if len(moved) != 4:
        return None
    xs, ys = {x for x, _ in moved}, {y for _, y in moved}
    return (moved[0], moved[1], moved[2], moved[3]) if len(xs) > 1 and len(ys) > 1 else None
