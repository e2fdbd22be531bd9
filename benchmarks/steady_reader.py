"""A reader that costs a set time a page and reads the same on the same page every time.

For benchmarks in which something else than OCR is the point: `HEYAN_READER=benchmarks.
steady_reader:SteadyReader`, seconds a page in `HEYAN_STEADY_SECONDS`.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Sequence

from extractors.reading.images import Rgb
from extractors.reading.readers.port import SeenLine, SeenText, Spare

SECONDS = "HEYAN_STEADY_SECONDS"


class SteadyReader:
    """Reads one line a page that only depends on its pixels."""

    name = "steady"

    def __init__(self) -> None:
        self.engine_seconds = 0.0

    @classmethod
    def version(cls) -> str:
        """One version: what it reads never changes."""
        return "1"

    def find(
        self,
        image: Rgb,
        long_side: int,  # noqa: ARG002  the port's signature
        spare: Spare | None = None,  # noqa: ARG002  the port's signature
    ) -> list[SeenLine]:
        """A line with the checksum of the pixels, after the set time."""
        seconds = float(os.environ.get(SECONDS, "0"))
        time.sleep(seconds)
        self.engine_seconds += seconds
        text = f"第{zlib.crc32(image.tobytes())}号"
        return [SeenLine(text, ((10, 10), (90, 10), (90, 30), (10, 30)), 0.99)]

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """The same of each crop, at once."""
        return [SeenText(f"第{zlib.crc32(crop.tobytes())}号", 0.99) for crop in crops]
