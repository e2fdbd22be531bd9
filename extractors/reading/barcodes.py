"""QR codes and barcodes. Their text is data: it is compared, never opened."""

from __future__ import annotations

import zxingcpp

from evidence.places import Box
from evidence.readings import Barcode
from extractors.reading.images import Rgb, scaled

_LONG_SIDE = 2000
_TEXT_LIMIT = 512


def find_barcodes(image: Rgb) -> tuple[Barcode, ...]:
    """Every barcode on the page, top to bottom, with boxes in page pixels.

    A second look at double size is taken where a small page shows none.
    """
    factor = min(1.0, _LONG_SIDE / max(image.shape[:2]))
    found = _decode(image, factor)
    if not found and max(image.shape[:2]) < _LONG_SIDE // 2:
        found = _decode(image, 2.0)
    return tuple(sorted(found, key=lambda code: (code.box.y0, code.box.x0, code.text)))


def _decode(image: Rgb, factor: float) -> list[Barcode]:
    codes = []
    for code in zxingcpp.read_barcodes(scaled(image, factor)):
        corners = code.position
        points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
        xs, ys = [p.x for p in points], [p.y for p in points]
        box = Box(*(round(v / factor) for v in (min(xs), min(ys), max(xs), max(ys))))
        if code.text:
            codes.append(Barcode(str(code.format), code.text[:_TEXT_LIMIT], box))
    return codes
