"""Whether it was memory that was short."""

from __future__ import annotations

import cv2


def short_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory could not be had; OpenCV says so in one of its own."""
    # cv2.error carries `code`, of which its own types say nothing.
    return isinstance(error, MemoryError) or (
        isinstance(error, cv2.error) and getattr(error, "code", None) == cv2.Error.StsNoMem
    )
