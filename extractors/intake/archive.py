"""A batch that comes as one zip, unpacked without trusting it.

What is wrong with one entry refuses that entry, and everything else is taken.
What endangers the machine (too many entries, too many bytes) refuses the
batch: the zip itself is kept, so nothing is lost.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence.errors import BatchError, Problem
from extractors.intake.entry_names import entry_name, safe_parts, shown_path
from extractors.intake.limits import Limits
from extractors.intake.store import link, special_file, too_large
from extractors.whole_files import disk_full
from storage.failures import DISK_FULL

_CHUNK = 1024 * 1024
_DECIDING = frozenset(
    {"batch.toml", "applications.csv", "applications.xlsx", "claims.csv", "claims.xlsx"}
)
_EVIDENCE = frozenset({"uploads", "cnipa"})
_DIRECTORY_BYTES_PER_ENTRY = 300
_ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
_METHODS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry of the zip that was not unpacked, and why.

    `path` is relative to the zip's root and safe to show, not to open.
    """

    path: str
    size: int
    problem: Problem


def unpack(archive: Path, into: Path, limits: Limits) -> list[RefusedEntry]:
    """Unpacks a zip below the empty folder `into`; returns what was left out.

    Raises BatchError: `E-ZIP-DAMAGED`, `E-ZIP-ENTRIES`, `E-ZIP-SIZE`; MachineError
    `E-DISK-FULL`.
    """
    refused: list[RefusedEntry] = []
    taken: set[Path] = set()
    total = 0
    with _opened(archive, limits) as container:
        for info in container.infolist():
            name = entry_name(info)
            if info.is_dir() or name.endswith("/") or _is_system(name):
                continue
            try:
                _check(info, name, limits)
                target = _free(into, _parts(name), taken)
                total += _extract(container, info, target, limits, limits.zip_total_bytes - total)
            except _EntryRefusedError as e:
                refused.append(RefusedEntry(shown_path(name), info.file_size, e.problem))
    return refused


class _EntryRefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _opened(archive: Path, limits: Limits) -> zipfile.ZipFile:
    try:
        with archive.open("rb") as file:
            directory = directory_size(file)
        if directory > limits.zip_entries * _DIRECTORY_BYTES_PER_ENTRY:
            raise _too_many(limits)
        container = zipfile.ZipFile(archive)
    except (*_DAMAGE, NotImplementedError, OSError) as e:
        raise _damaged_batch() from e
    if len(container.infolist()) > limits.zip_entries:
        container.close()
        raise _too_many(limits)
    return container


def directory_size(file: BinaryIO) -> int:
    """Bytes of a zip's central directory, as its end record states them.

    zipfile reads the whole directory into memory before anyone can count.
    Raises zipfile.BadZipFile where there is no end record.
    """
    file.seek(0, os.SEEK_END)
    end = file.tell()
    file.seek(max(0, end - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("no end of central directory")
    size = int(struct.unpack_from("<L", tail, at + 12)[0])
    if size == 0xFFFFFFFF:
        locator = tail.rfind(b"PK\x06\x07", 0, at)
        if locator < 0:
            raise zipfile.BadZipFile("no zip64 locator")
        file.seek(struct.unpack_from("<Q", tail, locator + 8)[0])
        size = int(struct.unpack_from("<Q", file.read(56).ljust(56, b"\0"), 40)[0])
    return size


def _is_system(name: str) -> bool:
    return name.split("/", 1)[0] == "__MACOSX"


def _check(info: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise _EntryRefusedError(link(name.rsplit("/", 1)[-1]))
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise _EntryRefusedError(special_file(name.rsplit("/", 1)[-1]))
    if info.flag_bits & _ENCRYPTED_FLAGS:
        raise _EntryRefusedError(
            Problem(
                "E-ZIP-ENCRYPTED",
                "压缩包内的该文件已加密，无法解压；请去除密码后重新打包提交。",
                "The entry is encrypted and cannot be unpacked; pack it again without a password.",
            )
        )
    if info.compress_type not in _METHODS:
        raise _EntryRefusedError(
            Problem(
                "E-ZIP-METHOD",
                f"压缩包内的该文件采用不支持的压缩方法（{info.compress_type}）；请重新打包提交。",
                f"The entry is packed by a method that is not supported ({info.compress_type}); "
                "pack it again.",
            )
        )
    if info.file_size > limits.zip_entry_bytes:
        raise _EntryRefusedError(too_large(limits.zip_entry_bytes))
    if info.file_size > limits.zip_ratio_from_bytes and info.file_size > limits.zip_ratio * max(
        info.compress_size, 1
    ):
        raise _EntryRefusedError(
            Problem(
                "E-ZIP-RATIO",
                f"压缩包内的该文件解压后膨胀超过 {limits.zip_ratio} 倍，疑似压缩炸弹，未解压；"
                "如确为材料，请以原文件夹提交。",
                f"The entry grows more than {limits.zip_ratio} times when unpacked, like a zip "
                "bomb, and was left packed; if it is genuine, submit the folder instead.",
            )
        )


def _parts(name: str) -> list[str]:
    parts = safe_parts(name)
    if parts is None:
        raise _EntryRefusedError(
            Problem(
                "E-ZIP-PATH",
                "压缩包内的路径指向文件夹之外，未解压；请重新打包后提交。",
                "The entry's path leads out of the folder; it was not unpacked. Pack it again.",
            )
        )
    return parts


def _free(into: Path, parts: list[str], taken: set[Path]) -> Path:
    """A path below `into` that no earlier entry has; a second one of a name gets `~2`."""
    *folders, name = parts
    target = into.joinpath(*folders, name)
    if target in taken and name.lower() in _DECIDING and not _EVIDENCE & set(folders):
        raise BatchError(
            Problem(
                "E-ZIP-TWICE",
                f"压缩包内有两个同名的“{name}”，无法判断以哪个为准；请只保留一个后重新提交。",
                f"The zip holds two files named “{name}”, and nothing says which one counts; "
                "keep one and submit again.",
            )
        )
    stem, dot, extension = name.rpartition(".") if "." in name[1:] else (name, "", "")
    n = 1
    while target in taken:
        n += 1
        target = into.joinpath(*folders, f"{stem}~{n}{dot}{extension}")
    taken.add(target)
    return target


def _extract(
    container: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, limits: Limits, room: int
) -> int:
    """Unpacks one entry and returns its bytes, counted as they come out."""
    size = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file, container.open(info) as packed:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > room:
                    raise _too_big(limits)
                file.write(chunk)
    except (*_DAMAGE, NotImplementedError, RuntimeError) as e:
        target.unlink(missing_ok=True)
        raise _EntryRefusedError(_damaged_entry()) from e
    except OSError as e:
        if e.errno in DISK_FULL:
            raise disk_full() from e
        raise _EntryRefusedError(_untakable(e)) from e
    return size


def _damaged_batch() -> BatchError:
    return BatchError(
        Problem(
            "E-ZIP-DAMAGED",
            "压缩包已损坏或不是 ZIP 文件，未取出任何文件；请重新打包提交，或直接提交文件夹。",
            "The zip is damaged or no zip at all, and nothing was taken from it; "
            "pack it again, or submit the folder.",
        )
    )


def _too_many(limits: Limits) -> BatchError:
    return BatchError(
        Problem(
            "E-ZIP-ENTRIES",
            f"压缩包内的文件超过 {limits.zip_entries} 个，未解压；请分批提交，或直接提交文件夹。",
            f"The zip holds more than {limits.zip_entries} files and was not unpacked; "
            "submit it in parts, or submit the folder.",
        )
    )


def _too_big(limits: Limits) -> BatchError:
    most = f"{limits.zip_total_bytes / 2**30:,.1f} GiB"
    return BatchError(
        Problem(
            "E-ZIP-SIZE",
            f"压缩包解压后超过 {most} 的上限，已停止；请分批提交，或直接提交文件夹。",
            f"Unpacked, the zip is above the limit of {most}, and unpacking was stopped; "
            "submit it in parts, or submit the folder.",
        )
    )


def _damaged_entry() -> Problem:
    return Problem(
        "E-ZIP-ENTRY",
        "压缩包内的该文件已损坏，无法解压；请重新打包提交。",
        "The entry is damaged and cannot be unpacked; pack it again.",
    )


def _untakable(error: OSError) -> Problem:
    """A name that the disk does not take, or a file where a folder should be."""
    if error.errno is None:
        # bz2 reports damaged data so.
        return _damaged_entry()
    reason = os.strerror(error.errno)
    return Problem(
        "E-ZIP-NAME",
        f"压缩包内的该文件名无法写入磁盘（{reason}）；请缩短或更改文件名后重新打包提交。",
        f"The entry's name cannot be written to disk ({reason}); "
        "shorten or change it and pack again.",
    )
