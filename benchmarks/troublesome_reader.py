"""The default reader, but marked pages kill it or make it hang.

The mark is the shade of the page's top left pixel; `marked` draws such pages.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
from PIL import Image

from extractors.reading.images import Rgb
from extractors.reading.readers.port import SeenLine, Spare
from extractors.reading.readers.rapid import RapidReader

DIES, HANGS = 11, 22


class TroublesomeReader(RapidReader):
    """Dies by SIGSEGV on one mark and sleeps for an hour on the other."""

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """Misbehave on a marked page, else read."""
        mark = int(image[0, 0, 0])
        if mark == DIES:
            os.kill(os.getpid(), signal.SIGSEGV)
        if mark == HANGS:
            time.sleep(3600)
        return super().find(image, long_side, spare)


def marked(path: Path, mark: int) -> None:
    """A page with that mark and enough ink not to be blank."""
    pixels = np.full((600, 800, 3), 255, np.uint8)
    pixels[200:400, 200:600] = 0
    pixels[:8, :8] = mark
    Image.fromarray(pixels).save(path)
