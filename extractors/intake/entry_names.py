"""Names of a zip's entries: as text, as a path on this disk, as something to show."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib

_NAME_BYTES = 255
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075


def entry_name(info: zipfile.ZipInfo) -> str:
    """The entry's name, with `/` between folders.

    A name without the UTF-8 flag is cp437 by the standard, but UTF-8 or GBK by
    the habit of the programs that write Chinese ones.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG:
        raw = name.encode("cp437")
        name = _unicode_path(info.extra, raw) or _guessed(raw)
    # After decoding: 0x5C is also the second byte of many GBK characters.
    return name.replace("\\", "/")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in Info-ZIP's Unicode Path field, where it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            try:
                name = body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
            return name if struct.unpack_from("<L", body, 1)[0] == zlib.crc32(raw) else None
        at += 4 + size
    return None


def _guessed(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def safe_parts(name: str) -> list[str] | None:
    """The folders and file that `name` leads through, each fit for the disk.

    None where it leads out of the folder it is unpacked into, or nowhere.
    """
    parts = [part for part in name.split("/") if part not in ("", ".")]
    absolute = name.startswith("/") or (len(name) > 1 and name[1] == ":" and name[0].isascii())
    if absolute or ".." in parts or not parts:
        return None
    return [_disk_name(part) for part in parts]


def _disk_name(part: str) -> str:
    """A name the disk takes: no control characters, at most 255 bytes.

    Names that fit into 255 bytes of GBK may not fit in UTF-8; such a name is
    cut, keeps its extension, and gets the sum of the whole to stay apart.
    """
    name = _printable(part)
    if len(name.encode()) <= _NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 8:
        stem, extension = name, ""
    ending = f"~{zlib.crc32(name.encode()):08x}{dot if extension else ''}{extension}"
    cut = stem.encode()[: _NAME_BYTES - len(ending.encode())].decode(errors="ignore")
    return cut + ending


def shown_path(name: str) -> str:
    """The entry's path as text that opens nothing: `..` and roots are spelled out."""
    parts = ["%2E%2E" if part == ".." else part for part in name.split("/")]
    cleaned = "/".join(part for part in parts if part not in ("", "."))
    return unicodedata.normalize("NFC", _printable(cleaned))


def _printable(text: str) -> str:
    return "".join("_" if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
