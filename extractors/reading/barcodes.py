"""QR codes and barcodes. Their text is data: it is compared, never opened."""

from __future__ import annotations

from dataclasses import replace

import zxingcpp

from evidence.places import Box
from evidence.readings import Barcode
from extractors.frames import to_frame
from extractors.reading.images import Rgb, scaled, shrunk
from extractors.reading.lines import framed_box
from extractors.reading.sheet import Sheet

_LONG_SIDE = 2000
_FORMATS = "QRCode,Code39,Code128"
"""What patents' papers carry, dark on light. Looking for every other kind took four times as long."""
_TEXT_LIMIT = 512


def find_barcodes(sheet: Sheet) -> tuple[Barcode, ...]:
    """Every barcode on the page, top to bottom, with boxes in the sheet's pixels.

    They are looked for on the page as it is, which need not lie level for that.

    A second look at double size is taken where a small page shows none.
    """
    side = max(sheet.upright.shape[:2])
    factor = min(1.0, _LONG_SIDE / side)
    found = _decode(shrunk(sheet.upright, factor), factor)
    if not found and side < _LONG_SIDE // 2:
        found = _decode(scaled(sheet.upright, 2.0), 2.0)
    if sheet.frame is not None:
        matrix = to_frame(sheet.frame, sheet.upright.shape[1], sheet.upright.shape[0])
        found = [replace(code, box=framed_box(code.box, matrix)) for code in found]
    return tuple(sorted(found, key=lambda code: (code.box.y0, code.box.x0, code.text)))


def _decode(image: Rgb, factor: float) -> list[Barcode]:
    codes = []
    for code in zxingcpp.read_barcodes(image, formats=zxingcpp.barcode_formats_from_str(_FORMATS), try_invert=False):
        corners = code.position
        points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
        xs, ys = [p.x for p in points], [p.y for p in points]
        box = Box(*(round(v / factor) for v in (min(xs), min(ys), max(xs), max(ys))))
        if code.text:
            codes.append(Barcode(str(code.format), code.text[:_TEXT_LIMIT], box))
    return codes
