"""A PDF's own text with boxes. A claim about what the page shows, not a reading of it."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from evidence.places import Box
from evidence.readings import Channel, Line, Reading

NAME = "text_layer"
# Its warnings about fonts go to the terminal once a glyph, and change no text.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
_CHARACTER_LIMIT = 20_000
_PICTURE = 0.5
"""Share of the page from which a picture is the page itself."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The layer as a reading, and whether it lies over a picture of the page, as a scanner's does."""

    reading: Reading
    over_picture: bool


def read_text_layer(path: Path, number: int, width: int, height: int) -> TextLayer | None:
    """The text layer of page `number` as lines, or None where there is none.

    `width` and `height` are pixels of the page as rendered, before any turn;
    boxes are given in these. A text layer that cannot be parsed is no text layer.
    """
    try:
        with closing(pdfplumber.open(path, pages=[number])) as pdf:
            page = pdf.pages[0]
            if not 0 < len(page.chars) <= _CHARACTER_LIMIT:
                return None
            scale_x, scale_y = width / float(page.width), height / float(page.height)
            found = page.extract_text_lines(return_chars=False, strip=True)
            over_picture = any(_area(one) > _PICTURE * _area(page) for one in page.images)
    except (PdfminerException, PDFException, ValueError, KeyError, TypeError, IndexError):
        return None
    lines = tuple(
        Line(
            text=line["text"],
            box=Box(
                round(line["x0"] * scale_x),
                round(line["top"] * scale_y),
                round(line["x1"] * scale_x),
                round(line["bottom"] * scale_y),
            ),
            confidence=1.0,
            reader=NAME,
            channel=Channel.TEXT_LAYER,
        )
        for line in found
        if line["text"].strip()
    )
    if not lines:
        return None
    reading = Reading(number, NAME, Channel.TEXT_LAYER, 1.0, None, lines)
    return TextLayer(reading, over_picture)


def _area(one: Any) -> float:
    width, height = (
        (one["width"], one["height"]) if isinstance(one, dict) else (one.width, one.height)
    )
    return float(width) * float(height)
