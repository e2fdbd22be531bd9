"""The default reader, which also keeps how much CPU time its engine took, and the second reader's.

Each process that reads writes its own figure into the folder that HEYAN_CLOCK_FOLDER names.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Sequence
from pathlib import Path

from extractors.reading.images import Rgb
from extractors.reading.readers.port import SeenLine, SeenText, Spare
from extractors.reading.readers.rapid import RapidReader

FOLDER_VARIABLE = "HEYAN_CLOCK_FOLDER"


class ClockedReader(RapidReader):
    """Its engine's seconds of CPU, with the loading of models; tesseract is a child process."""

    def __init__(self) -> None:
        started = time.process_time()
        super().__init__()
        self._cpu = time.process_time() - started
        self._tell()

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """As the default reader."""
        started = time.process_time()
        try:
            return super().find(image, long_side, spare)
        finally:
            self._count(started)

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """As the default reader."""
        started = time.process_time()
        try:
            return super().read_crops(crops)
        finally:
            self._count(started)

    def _count(self, started: float) -> None:
        self._cpu += time.process_time() - started
        self._tell()

    def _tell(self) -> None:
        others = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = self._cpu + others.ru_utime + others.ru_stime
        Path(os.environ[FOLDER_VARIABLE], str(os.getpid())).write_text(str(seconds))


def seconds_in(folder: Path) -> float:
    """What all processes told together."""
    return sum(float(path.read_text()) for path in folder.iterdir())
