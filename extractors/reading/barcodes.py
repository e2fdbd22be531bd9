"""QR codes and barcodes. Their text is data: it is compared, never opened."""

from __future__ import annotations

from dataclasses import replace

import zxingcpp

from evidence.places import Box
from evidence.readings import Barcode
from extractors.reading.images import Rgb, scaled
from extractors.reading.sheet import Sheet
from extractors.reading.skew import CROOKED

_LONG_SIDE = 2400
_FORMATS = "QRCode,Code39,Code128"
"""What patents' papers carry. Looking for every other kind took four times as long."""
_TEXT_LIMIT = 512


def find_barcodes(sheet: Sheet) -> tuple[Barcode, ...]:
    """Every barcode on the page, top to bottom, with boxes in the sheet's pixels.

    A page that lies nearly level is looked at as it is; beyond `CROOKED` no line crosses all of the
    bars, and for its lines the page was laid level already. A second look at double size is taken
    where a small page shows none.
    """
    frame = sheet.frame
    is_level = frame is None or abs(frame.degrees) < CROOKED
    image = sheet.upright if is_level else sheet.whole
    side = max(image.shape[:2])
    found = _decode(image, min(1.0, _LONG_SIDE / side))
    if not found and side < _LONG_SIDE // 2:
        found = _decode(image, 2.0)
    if frame is not None and is_level:
        found = [replace(code, box=sheet.framed(code.box)) for code in found]
    return tuple(sorted(found, key=lambda code: (code.box.y0, code.box.x0, code.text)))


def _decode(image: Rgb, factor: float) -> list[Barcode]:
    formats = zxingcpp.barcode_formats_from_str(_FORMATS)
    codes = []
    # Averaged and not just looked at: a module may be less than two pixels.
    for code in zxingcpp.read_barcodes(scaled(image, factor), formats=formats):
        corners = code.position
        points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
        xs, ys = [p.x for p in points], [p.y for p in points]
        box = Box(*(round(v / factor) for v in (min(xs), min(ys), max(xs), max(ys))))
        if code.text:
            codes.append(Barcode(str(code.format), code.text[:_TEXT_LIMIT], box))
    return codes
