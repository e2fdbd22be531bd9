"""Stored bytes to page pixels. Everything here may be hostile and runs in a worker.

pypdfium2 renders PDFs, Pillow decodes images; neither is thread-safe, and each
opens its file anew for each page, so that a page can be read, retried or
given up alone. Every handle is closed before the function returns.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ctypes import c_void_p
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from evidence.errors import Problem, UploadError
from extractors.reading.images import Rgb
from extractors.reading.settings import ReadingSettings, StoredFile

PDF = "application/pdf"
_POINTS_PER_INCH = 72
_LARGE_PIXELS = 24_000_000
"""Phone cameras make 48 million and more; no certificate needs them."""


class DamagedError(UploadError):
    """The bytes themselves are at fault: no other try will render them."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page's pixels as the file shows them, and their resolution (0 unknown)."""

    image: Rgb
    dpi: int


def count_pages(file: StoredFile, settings: ReadingSettings) -> int:
    """How many pages the file has.

    Raises UploadError: `E-PDF-ENCRYPTED`, `E-PDF-DAMAGED`, `E-IMAGE-DAMAGED`,
    `E-PAGES` (none, or more than the limit).
    """
    if file.media_type == PDF:
        with _pdf(file.path) as document:
            pages = len(document)
    else:
        with _image(file.path, settings) as image:
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if not 1 <= pages <= settings.page_limit:
        raise UploadError(
            Problem(
                "E-PAGES",
                f"文件有{pages}页，允许1至{settings.page_limit}页；请拆分后重新上传。",
                f"The file has {pages} pages; 1 to {settings.page_limit} are allowed. "
                "Split it and upload it again.",
            )
        )
    return pages


def render_page(file: StoredFile, number: int, settings: ReadingSettings) -> Rendered:
    """The pixels of page `number` (from 1), as the file shows it.

    Images keep their own pixels, halved (or thirded) where they have more than
    24 million; PDF pages are rendered at `pdf_dpi`, less where the long side
    would pass `pdf_long_side`. Raises UploadError as
    `count_pages` does; MemoryError where the pixels find no room, which is no damage.
    """
    if file.media_type == PDF:
        return _render_pdf_page(file.path, number, settings)
    with _image(file.path, settings) as image:
        frame = ImageSequence.Iterator(image)[number - 1] if number > 1 else image
        try:
            shown = _smaller(frame)
            ImageOps.exif_transpose(shown, in_place=True)
            rgb = _on_white(shown)
        except (OSError, ValueError, SyntaxError, EOFError) as e:
            raise DamagedError(_damaged_image()) from e
        dpi = image.info.get("dpi", (0, 0))
    return Rendered(np.array(rgb, dtype=np.uint8), _whole_dpi(dpi))


def _render_pdf_page(path: Path, number: int, settings: ReadingSettings) -> Rendered:
    with _pdf(path) as document:
        try:
            with closing(document[number - 1]) as page:
                longest = max(*page.get_size(), 1.0)
                scale = min(settings.pdf_dpi / _POINTS_PER_INCH, settings.pdf_long_side / longest)
                pixels = _drawn(page, scale)
        except pypdfium2.PdfiumError as e:
            raise DamagedError(_damaged_pdf()) from e
    return Rendered(pixels, round(scale * _POINTS_PER_INCH))


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Rgb:
    """The page drawn on white, into memory of ours: a bitmap of the library's is filled twice and copied.

    Raises PdfiumError where the page has no size, MemoryError where its pixels find no room.
    """
    raw = pypdfium2.raw
    width, height = (math.ceil(side * scale) for side in page.get_size())
    pixels = np.full((height, width, 3), 255, dtype=np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(
        width, height, raw.FPDFBitmap_BGR, pixels.ctypes.data_as(c_void_p), pixels.strides[0]
    )
    if not bitmap:
        raise pypdfium2.PdfiumError("no bitmap of this size")
    try:
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return pixels


@contextmanager
def _pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as e:
        if getattr(e, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UploadError(
                Problem(
                    "E-PDF-ENCRYPTED",
                    "PDF已加密，无法打开；请上传未加密的文件。",
                    "The PDF is encrypted and cannot be opened; upload it without a password.",
                )
            ) from e
        raise DamagedError(_damaged_pdf()) from e
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _image(path: Path, settings: ReadingSettings) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP", "MPO"))
    except Image.DecompressionBombError as e:
        raise DamagedError(_too_many_pixels(settings)) from e
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as e:
        raise DamagedError(_damaged_image()) from e
    with image:
        if image.width * image.height > settings.pixel_limit:
            raise DamagedError(_too_many_pixels(settings))
        yield image


def _smaller(image: Image.Image) -> Image.Image:
    """A very large picture at a whole fraction of its size, before it fills the memory."""
    factor = math.ceil(math.sqrt(image.width * image.height / _LARGE_PIXELS))
    if factor <= 1:
        return image
    image.draft("RGB", (image.width // factor, image.height // factor))
    factor = math.ceil(math.sqrt(image.width * image.height / _LARGE_PIXELS))
    if factor <= 1:
        return image
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.reduce(factor)


def _on_white(image: Image.Image) -> Image.Image:
    """RGB; transparency on white, 16-bit grey scaled down to 8."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        pixels = np.asarray(image, dtype=np.float32)
        top = max(float(pixels.max(initial=0)), 1.0)
        return Image.fromarray((pixels * (255 / top)).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _whole_dpi(dpi: object) -> int:
    try:
        return max(round(float(dpi[0])), 0)  # type: ignore[index]  # whatever the file says
    except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError):
        return 0


def _damaged_pdf() -> Problem:
    return Problem(
        "E-PDF-DAMAGED",
        "PDF文件已损坏，无法打开；请重新扫描或导出后上传。",
        "The PDF is damaged and cannot be opened; scan or export it again.",
    )


def _damaged_image() -> Problem:
    return Problem(
        "E-IMAGE-DAMAGED",
        "图片文件已损坏或不完整；请重新扫描或拍照后上传。",
        "The image is damaged or incomplete; scan or photograph it again.",
    )


def _too_many_pixels(settings: ReadingSettings) -> Problem:
    return Problem(
        "E-PIXELS",
        f"图片像素超过上限（{settings.pixel_limit // 1_000_000}百万）；请以300 dpi以下重新扫描。",
        f"The image has more than {settings.pixel_limit // 1_000_000} million pixels; "
        "scan it again at 300 dpi or less.",
    )
