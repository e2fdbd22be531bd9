"""What a batch and its parts are called, for whoever writes or takes one (docs/batch-format.md)."""

from __future__ import annotations

import re

from evidence.errors import BatchError, Problem

UPLOADS = "uploads"
CNIPA = "cnipa"
CONFIG_NAME = "batch.toml"
TABLE_NAMES = ("applications", "claims")
TABLE_TYPES = ("csv", "xlsx")

READY_MARKER = "_READY"
"""Lies in a folder, or beside a zip as `NAME.zip._READY`, once the batch is there whole."""
REFUSED_SUFFIX = "._REFUSED"
"""Beside a batch that cannot be taken, a note with this ending: code, Chinese, English line."""
NOTES_SUFFIX = "._NOTES"
"""Beside official results that were taken: what of them could not be used, as in a refusal."""

SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized"})
"""Files, in lower case, that operating systems leave behind and nobody hands in."""
SYSTEM_FOLDERS = frozenset({"@eaDir", ".fseventsd", ".Spotlight-V100", ".Trashes", "$RECYCLE.BIN"})
LOCK_PREFIX = "~$"
LOCK_BYTES = 1024
"""Word and WPS write 54 to 165 bytes about who has the document open, under this prefix."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SHARD_ENDING = re.compile(r"-s\d{3}\Z")


def validate_batch_id(name: str) -> str:
    """`name`, where it may be a batch id. Raises BatchError `E-BATCH-ID` where not."""
    if _ID.fullmatch(name) and not _SHARD_ENDING.search(name):
        return name
    raise BatchError(
        Problem(
            "E-BATCH-ID",
            f"“{name}”不能作为批次编号：只能用英文字母、数字、_ 和 -，以字母或数字开头，不超过64个字符，"
            "且不以 -s加三位数字 结尾；请重命名文件夹或压缩包。",
            f"“{name}” cannot be a batch id: letters A-Z, digits, _ and -, beginning with a letter "
            "or digit, at most 64 characters, not ending in -s and three digits. "
            "Rename the folder or zip.",
        )
    )


def is_part(name: str) -> bool:
    """Whether something of this name directly in the batch's folder is part of the format."""
    stem, _, extension = name.lower().rpartition(".")
    return name in (UPLOADS, CNIPA, CONFIG_NAME, READY_MARKER) or (
        stem in TABLE_NAMES and extension in TABLE_TYPES
    )
