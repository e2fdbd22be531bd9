"""Tesseract through pytesseract: the independent second reader, selectable as the first.

The one module that knows the external program: its language data, its time
limit, its ways to fail.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytesseract
from PIL import Image

from evidence.errors import MachineError, Problem, UploadError
from extractors.reading.images import Rgb, scaled
from extractors.reading.readers.port import SeenLine, SeenText, Spare

_LANGUAGE = "chi_sim"
_SECONDS = 30
_LINE = "--psm 7"
_PAGE = "--psm 3"
_CROP_HEIGHT = 64


class TesseractReader:
    """Tesseract 5 with simplified Chinese; one process a call, one thread."""

    name = "tesseract"

    @classmethod
    def version(cls) -> str:
        """The installed program's version. Raises MachineError where there is none."""
        try:
            return str(pytesseract.get_tesseract_version())
        except (pytesseract.TesseractNotFoundError, SystemExit) as e:
            raise MachineError(_missing("tesseract-ocr")) from e

    def __init__(self) -> None:
        try:
            languages = pytesseract.get_languages()
        except (pytesseract.TesseractNotFoundError, SystemExit) as e:
            raise MachineError(_missing("tesseract-ocr")) from e
        if _LANGUAGE not in languages:
            raise MachineError(_missing("tesseract-ocr-chi-sim"))
        self._seconds = 0.0

    @property
    def engine_seconds(self) -> float:
        """Wall time spent in the program since the reader was made."""
        return self._seconds

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """Find and read every line; looked for at no more than `long_side` pixels.

        The program finds and reads at once: nothing is spared.
        """
        del spare
        factor = min(1.0, long_side / max(image.shape[:2]))
        words = self._words(scaled(image, factor), _PAGE)
        lines: dict[tuple[int, int, int], list[int]] = {}
        for index, text in enumerate(words["text"]):
            if text.strip():
                key = (
                    words["block_num"][index],
                    words["par_num"][index],
                    words["line_num"][index],
                )
                lines.setdefault(key, []).append(index)
        return [_line(words, indexes, factor) for indexes in lines.values()]

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """Read crops that hold one line each: text and confidence."""
        read = []
        for crop in crops:
            words = self._words(scaled(crop, max(_CROP_HEIGHT / crop.shape[0], 1.0)), _LINE)
            kept = [i for i, text in enumerate(words["text"]) if text.strip()]
            confidence = min((float(words["conf"][i]) / 100 for i in kept), default=0.0)
            text = " ".join(words["text"][i] for i in kept)
            read.append(SeenText(text, max(confidence, 0.0)))
        return read

    def _words(self, image: Rgb, config: str) -> dict[str, Any]:
        start = time.perf_counter()
        try:
            words: dict[str, Any] = pytesseract.image_to_data(
                Image.fromarray(np.ascontiguousarray(image)),
                lang=_LANGUAGE,
                config=config,
                timeout=_SECONDS,
                output_type=pytesseract.Output.DICT,
            )
        except (RuntimeError, pytesseract.TesseractError, OSError, UnicodeDecodeError) as e:
            raise UploadError(
                Problem(
                    "E-TESSERACT",
                    "第二识别引擎 tesseract 未能完成，本处未经复读。",
                    "The second reader, tesseract, did not finish; this place was not read twice.",
                )
            ) from e
        finally:
            self._seconds += time.perf_counter() - start
        return words


def _line(words: dict[str, Any], indexes: list[int], factor: float) -> SeenLine:
    x0 = min(words["left"][i] for i in indexes)
    y0 = min(words["top"][i] for i in indexes)
    x1 = max(words["left"][i] + words["width"][i] for i in indexes)
    y1 = max(words["top"][i] + words["height"][i] for i in indexes)
    x0, y0, x1, y1 = (round(v / factor) for v in (x0, y0, x1, y1))
    confidence = min(float(words["conf"][i]) for i in indexes) / 100
    text = " ".join(words["text"][i] for i in indexes)
    return SeenLine(text, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), max(confidence, 0.0))


def _missing(package: str) -> Problem:
    return Problem(
        "E-TESSERACT-MISSING",
        f"未安装 {package}。请运行：apt-get install {package}",
        f"{package} is not installed. Run: apt-get install {package}",
    )
