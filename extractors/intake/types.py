"""What a file is, from its content and never from its name.

The few types that we read are told by their own signatures; puremagic only
gives a name to what we do not read. The limits of an image are judged from
its header: nothing is decoded here.
"""

from __future__ import annotations

import codecs
import struct
import warnings
from typing import BinaryIO

import puremagic
from PIL import Image

from evidence.errors import Problem
from extractors.intake.limits import Limits

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 64 * 1024

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
BMP = "image/bmp"
WEBP = "image/webp"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFD = "application/ofd"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
HEIC = "image/heic"
HTML = "text/html"
TEXT = "text/plain"
EMPTY = "inode/x-empty"
EXECUTABLE = "application/x-executable"
UNKNOWN = "application/octet-stream"

IMAGES = frozenset({JPEG, PNG, TIFF, BMP, WEBP})
READABLE = IMAGES | {PDF}
"""What the readers take."""
TABLES = frozenset({CSV, XLSX})
"""What is taken under cnipa/ besides: exports of the official sites."""

_EXECUTABLES = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"dex\n",
)
_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"{\\rtf", "application/rtf"),
)
_ZIPPED = (
    (b"OFD.xml", OFD),
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"ppt/presentation.xml", PPTX),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# C0 controls that no text file holds; tab, line feed, form feed and return it may.
_NOT_TEXT = frozenset(range(32)) - {9, 10, 12, 13}


def media_type(head: bytes, tail: bytes = b"") -> str:
    """The media type of a file that begins with `head` and ends with `tail`.

    A few KiB of each suffice. `application/octet-stream` where nobody knows it.
    """
    if not head:
        return EMPTY
    return _signed(head) or _zipped(head, tail) or _portable(head) or _text(head) or _named(head)


def image_problem(file: BinaryIO, limits: Limits) -> Problem | None:
    """Why an image is too large to be decoded, judged from its header.

    None where it is not, and where the header cannot be read: what is wrong
    with such a file is for the reader to find out, on all of its bytes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file) as image:
                width, height = image.size
        except Image.DecompressionBombError:
            return _too_many_pixels(limits)
        except (OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError):
            return None
    if width * height > limits.image_pixels or max(width, height) > limits.image_side:
        return _too_many_pixels(limits, (width, height))
    return None


def type_problem(found: str, accepted: frozenset[str]) -> Problem | None:
    """Why a file of this type is not read, or None where it is among `accepted`."""
    if found in accepted:
        return None
    if found == EMPTY:
        return Problem(
            "E-EMPTY",
            "文件为空（0 字节）；请重新上传。",
            "The file is empty (0 bytes); upload it again.",
        )
    if found == EXECUTABLE:
        return Problem(
            "E-EXECUTABLE",
            "文件内容是可执行程序而非材料，已保存但不予打开；请上传 PDF 或图片。",
            "By its content the file is a program, no document; it is kept and never opened. "
            "Upload a PDF or an image.",
        )
    zh, en = _ADVICE.get(found, _OTHER_ADVICE)
    if accepted >= TABLES and found in (OLE, HTML):
        # What the official sites call .xls is often one of these.
        zh, en = _AS_XLSX
    return Problem(
        "E-UNSUPPORTED-TYPE",
        f"不识读此类文件（{found}），已保存并转人工查看；{zh}。",
        f"Files of this type ({found}) are not read; it is kept for a person to look at. {en}.",
    )


_AS_PDF = ("可另存为 PDF 后重新上传", "Save it as PDF and upload that")
_AS_XLSX = ("可另存为 XLSX 后重新放入", "Save it as XLSX and put that in its place")
_AS_JPEG = ("可转换为 JPG 后重新上传", "Convert it to JPEG and upload that")
_UNPACK = ("请解压后逐个上传其中的文件", "Unpack it and upload the files inside")
_OTHER_ADVICE = ("请上传 PDF 或图片", "Upload a PDF or an image")
_ADVICE = {
    OFD: _AS_PDF,
    DOCX: _AS_PDF,
    PPTX: _AS_PDF,
    XLSX: _AS_PDF,
    OLE: _AS_PDF,
    HTML: _AS_PDF,
    TEXT: _AS_PDF,
    CSV: _AS_PDF,
    "application/rtf": _AS_PDF,
    HEIC: _AS_JPEG,
    "image/gif": _AS_JPEG,
    ZIP: _UNPACK,
    "application/vnd.rar": _UNPACK,
    "application/x-7z-compressed": _UNPACK,
    "application/gzip": _UNPACK,
}


def _too_many_pixels(limits: Limits, size: tuple[int, int] | None = None) -> Problem:
    zh = f"（{size[0]}×{size[1]} 像素）" if size else ""
    en = f" ({size[0]} × {size[1]} pixels)" if size else ""
    most = f"{limits.image_pixels:,}"
    return Problem(
        "E-PIXELS",
        f"图片过大{zh}，超过 {most} 像素的上限，未解码；请以较低分辨率重新扫描上传。",
        f"The image is too large{en}: above the limit of {most} pixels, it was not decoded. "
        "Scan it at a lower resolution and upload it again.",
    )


def _signed(head: bytes) -> str | None:
    if head.startswith(_EXECUTABLES):
        return EXECUTABLE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:2] == b"BM" and len(head) >= 18 and head[14] in _BITMAP_HEADERS:
        return BMP
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in _HEIC_BRANDS else "video/mp4"
    return next((found for signature, found in _SIGNATURES if head.startswith(signature)), None)


def _zipped(head: bytes, tail: bytes) -> str | None:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None
    # Names of a zip's parts stand unpacked in its directory, at its end.
    return next((found for name, found in _ZIPPED if name in tail or name in head), ZIP)


def _portable(head: bytes) -> str | None:
    # Readers of PDF accept its mark anywhere in the first 1024 bytes.
    return PDF if b"%PDF-" in head[:1024] else None


def _text(head: bytes) -> str | None:
    """text/html or text/plain where the bytes are text in an encoding we know."""
    if head.startswith(_BOMS[1:]):
        return TEXT
    if _NOT_TEXT & set(head):
        return None
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            # A character cut in two at the end of the head is no fault of the file.
            text = decoder.decode(head, final=len(head) < HEAD_BYTES)
        except UnicodeDecodeError:
            continue
        start = text.lstrip("\ufeff \t\r\n")[:200].lower()
        return HTML if start.startswith(("<!doctype html", "<html", "<table")) else TEXT
    return None


def _named(head: bytes) -> str:
    try:
        return puremagic.magic_string(head)[0].mime_type or UNKNOWN
    except (puremagic.PureError, ValueError, IndexError):
        return UNKNOWN
