"""Pages whose picture is a number, and the reader that reads them: quick, and the same each time.

What disturbs a batch has nothing to do with print, so that no OCR engine is asked. Each look at a
page goes into the file that HEYAN_FAULTS_LOG names.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from extractors.reading.images import Rgb
from extractors.reading.readers.port import SeenLine, SeenText, Spare

LOG, DELAY = "HEYAN_FAULTS_LOG", "HEYAN_FAULTS_DELAY"
"""Variables: the file of looks, and the seconds that a look takes."""
READER = f"{__name__}:NumberReader"
PAGES = 6
"""Pages of each applicant: whose certificate a page is follows from its number."""
_BITS = 20
_BLOCK = 16
_WIDTH, _HEIGHT = 480, 640
_TOP = 64


def page(number: int) -> bytes:
    """The picture of a number, as a PNG."""
    pixels = np.full((_HEIGHT, _WIDTH, 3), 255, np.uint8)
    for bit in range(_BITS):
        if number >> bit & 1:
            left = _BLOCK * (bit + 2)
            pixels[_TOP : _TOP + 3 * _BLOCK, left : left + _BLOCK] = 0
    pixels[_TOP - _BLOCK : _TOP, _BLOCK : _BLOCK * (_BITS + 3)] = 0
    pixels[300:310, 100:380] = 0
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def number_in(image: Rgb) -> int:
    """The number in a picture."""
    row = image[_TOP + _BLOCK, :, 0]
    middles = _BLOCK * (np.arange(_BITS) + 2) + _BLOCK // 2
    return sum(int(row[middle] < 128) << bit for bit, middle in enumerate(middles))


class NumberReader:
    """Sees on each page a certificate that its number makes."""

    name = "numbers"

    def __init__(self) -> None:
        self._seconds = 0.0

    @property
    def engine_seconds(self) -> float:
        """What the delays come to."""
        return self._seconds

    @classmethod
    def version(cls) -> str:
        """Never changes."""
        return "1"

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:  # noqa: ARG002  the port's signature
        """The certificate's lines, after the delay; the look is noted before it."""
        number = number_in(image) if image.shape[:2] == (_HEIGHT, _WIDTH) else 0
        if LOG in os.environ:
            with Path(os.environ[LOG]).open("a", encoding="ascii") as log:
                log.write(f"{number}\n")
        delay = float(os.environ.get(DELAY, "0"))
        time.sleep(delay)
        self._seconds += delay
        return [
            SeenLine(text, ((60, y), (420, y), (420, y + 24), (60, y + 24)), 0.99)
            for y, text in zip(range(150, 600, 60), _lines(number), strict=False)
        ]

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """Nothing stands in the crops."""
        return [SeenText("", 0.0) for _ in crops]


def name_of(serial: int) -> str:
    """What the applicant of that number is called."""
    return f"张{chr(0x4E00 + serial)}军"


def _lines(number: int) -> list[str]:
    return [
        "荣誉证书",
        f"{name_of((number - 1) // PAGES)}同志在第{number}号工程中成绩突出",
        "被评为先进个人，特发此证",
        "新乡市人民政府",
        "二〇二三年五月八日",
    ]
