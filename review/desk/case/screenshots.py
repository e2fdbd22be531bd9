"""Checks a screenshot that a browser sends: hostile bytes until they decode as a picture.

The bytes are kept as they came, not encoded anew: the record's sha256 is that of what the
reviewer took, and a new encoding would be another picture. What browsers are shown later is
the page that the pipeline renders of it, as of every file; the bytes themselves are only
ever an attachment.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image

from evidence.errors import Problem, UploadError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""A screen of 4K has 8 million; a long page some 20."""
_LEAST_SIDE = 100
"""Pixels; on less nobody reads a result."""
_ENDINGS = {"PNG": "png", "JPEG": "jpg"}


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture that decodes: its bytes, its name in the inbox, the sha256 of the bytes."""

    data: bytes
    name: str
    sha256: str


def checked_screenshot(data: bytes) -> Screenshot:
    """The screenshot that these bytes are.

    Raises UploadError: `E-SCREENSHOT-SIZE` (empty or above 10 MB), `E-SCREENSHOT-TYPE` (no
    PNG or JPEG, or damaged), `E-SCREENSHOT-PIXELS` (too many, or too few to be read).
    """
    if not 0 < len(data) <= MOST_BYTES:
        raise UploadError(_SIZE)
    try:
        with warnings.catch_warnings():
            # Pixels are counted below, before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(_ENDINGS)) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS or min(width, height) < _LEAST_SIDE:
                    raise UploadError(_PIXELS)
                picture.load()
                ending = _ENDINGS[picture.format or ""]
    except Image.DecompressionBombError as e:
        raise UploadError(_PIXELS) from e
    except (OSError, ValueError, SyntaxError, KeyError, EOFError, OverflowError) as e:
        raise UploadError(_TYPE) from e
    return Screenshot(data, f"screenshot.{ending}", hashlib.sha256(data).hexdigest())


_SIZE = Problem(
    "E-SCREENSHOT-SIZE",
    "截图为空或超过 10 MB，未予接收；请重新截图（PNG 或 JPEG）。",
    "The screenshot is empty or above 10 MB and was not taken; take it again (PNG or JPEG).",
)
_TYPE = Problem(
    "E-SCREENSHOT-TYPE",
    "截图不是完整的 PNG 或 JPEG 图片，未予接收；请重新截图后选择。",
    "The screenshot is no whole PNG or JPEG and was not taken; take it again.",
)
_PIXELS = Problem(
    "E-SCREENSHOT-PIXELS",
    "截图过大（超过 4000 万像素）或过小（边长不足 100 像素），未予接收；请重新截图。",
    "The screenshot is too large (above 40 million pixels) or too small to read (a side below "
    "100 pixels) and was not taken; take it again.",
)
