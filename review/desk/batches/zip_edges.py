"""What the first and last bytes tell of a zip; its inside is intake's to judge. Pure."""

from __future__ import annotations

EDGE_BYTES = 65_557
"""An end record of 22 bytes, and the longest comment that may follow it."""
_ENTRY = b"PK\x03\x04"
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1


def zip_refusal(head: bytes, tail: bytes, *, whole: bool) -> str:
    """The code of why a zip is not taken; empty where it is.

    `whole` says that `tail` is the file's end. Of an encrypted zip the first entry tells.
    """
    if len(head) < 8 and not whole:
        return ""
    if not head.startswith((_ENTRY, _END)):
        return "E-UPLOAD-NOT-ZIP"
    if head.startswith(_ENTRY) and int.from_bytes(head[6:8], "little") & _ENCRYPTED:
        return "E-UPLOAD-ZIP-ENCRYPTED"
    return "E-UPLOAD-ZIP-CUT" if whole and _END not in tail else ""
