"""The default reader, which also keeps how much CPU time its engine took, and the second reader's.

The engine is what the library does that is called, from the picture it is handed to the lines it
gives back (its own scaling, both networks, boxes, crops, characters), the loading of library and
models, and the process of tesseract. Whatever is ours is outside: what makes that picture, what
chooses the lines that are spared, what checks the answers, what hands a picture to tesseract.

Each process that reads writes its own figures into the folder that HEYAN_CLOCK_FOLDER names.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from evidence.places import Quad
from extractors.reading.images import Rgb
from extractors.reading.readers.port import SeenLine, SeenText, Spare
from extractors.reading.readers.rapid import RapidReader

FOLDER_VARIABLE = "HEYAN_CLOCK_FOLDER"
READER = f"{__name__}:ClockedReader"
"""For HEYAN_READER."""


@dataclass(frozen=True, slots=True)
class Clocked:
    """Seconds of CPU of processes that read: in the engine, in starting up, in all else of theirs.

    Starting up is everything until the engine is loaded, half of the first page included; `telling`
    is what keeping these figures takes, which no other reader does.
    """

    engine: float = 0.0
    start: float = 0.0
    beside: float = 0.0
    telling: float = 0.0


class ClockedReader(RapidReader):
    """Counts its engine's seconds of CPU; not thread-safe, as the default reader."""

    def __init__(self) -> None:
        self._start, self._telling = time.process_time(), 0.0
        super().__init__()
        self._cpu = time.process_time() - self._start
        self._tell()

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """As the default reader."""
        started, ours = time.process_time(), 0.0

        def clocked(read: Sequence[SeenLine], unread: Sequence[Quad]) -> Sequence[bool]:
            nonlocal ours
            asked = time.process_time()
            answer = spare(read, unread) if spare else ()
            ours += time.process_time() - asked
            return answer

        try:
            return super().find(image, long_side, clocked if spare else None)
        finally:
            self._count(started + ours)

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
        now, others = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        told = Clocked(
            engine=self._cpu + others.ru_utime + others.ru_stime,
            start=self._start,
            beside=now - self._start - self._cpu - self._telling,
            telling=self._telling,
        )
        path = Path(os.environ[FOLDER_VARIABLE], str(os.getpid()))
        path.write_text(json.dumps(asdict(told)))
        self._telling += time.process_time() - now


def clocked_in(folder: Path) -> Clocked:
    """What all processes told together."""
    told = [Clocked(**json.loads(path.read_text())) for path in folder.iterdir()]
    return Clocked(*(sum(getattr(one, field.name) for one in told) for field in fields(Clocked)))
