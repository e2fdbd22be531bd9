"""The batch as it was handed in: one folder, or one zip of it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import unicodedata
from dataclasses import asdict, dataclass
from io import BufferedReader
from pathlib import Path

from evidence.batch_names import (
    CNIPA,
    CONFIG_NAME,
    READY_MARKER,
    UPLOADS,
    is_part,
    validate_batch_id,
)
from evidence.errors import BatchError, Problem
from extractors.intake.archive import RefusedEntry, unpack
from extractors.intake.config import BatchConfig, read_config
from extractors.intake.limits import Limits
from extractors.intake.store import ByteStore
from extractors.whole_files import disk_errors

_CONTENT = "content"
_REFUSED = "refused.json"


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch folder that can be taken from.

    `root` is the folder with uploads/ in it, also where the batch came as a
    zip; `refused` are the zip's entries that were left packed; `archive` is the
    sha256 of the zip, None for a folder; `problems` concern the batch as a whole.
    """

    id: str
    root: Path
    config: BatchConfig
    problems: tuple[Problem, ...] = ()
    refused: tuple[RefusedEntry, ...] = ()
    archive: str | None = None


def open_batch(
    source: Path, work: Path, limits: Limits | None = None, store: ByteStore | None = None
) -> Batch:
    """Opens a batch folder, or unpacks a zip of one below `work`.

    Where `store` is given, a zip is kept there whole before it is unpacked.
    A zip that was unpacked before is not unpacked again.

    Raises BatchError: `E-BATCH-MISSING`, `E-BATCH-KIND`, `E-BATCH-ID`,
    `E-BATCH-EMPTY`, `E-BATCH-CONFIG`, and those of `archive.unpack`.
    """
    limits = limits or Limits()
    # Not resolved: a link to a batch folder keeps the name it was given.
    source = source.absolute()
    if source.is_dir():
        return _open_folder(validate_batch_id(source.name), source, limits)
    if not source.exists():
        raise BatchError(
            Problem(
                "E-BATCH-MISSING",
                f"找不到批次“{source}”；请检查路径。",
                f"There is no batch at “{source}”; check the path.",
            )
        )
    if not source.is_file() or source.suffix.lower() != ".zip":
        raise BatchError(
            Problem(
                "E-BATCH-KIND",
                f"“{source.name}”既不是文件夹也不是 .zip 文件；请提交批次文件夹或其 ZIP 压缩包。",
                f"“{source.name}” is neither a folder nor a .zip; "
                "submit the batch's folder or a zip of it.",
            )
        )
    return _open_archive(validate_batch_id(source.stem), source, work, limits, store)


def _open_folder(
    batch_id: str,
    root: Path,
    limits: Limits,
    refused: tuple[RefusedEntry, ...] = (),
    archive: str | None = None,
) -> Batch:
    try:
        names = sorted(entry.name for entry in root.iterdir())
    except OSError as e:
        raise BatchError(
            Problem(
                "E-BATCH-READ",
                f"无法读取批次文件夹（{e.strerror}）；请检查权限。",
                f"The batch folder cannot be read ({e.strerror}); check its permissions.",
            )
        ) from e
    known = {name for name in names if is_part(name)}
    if not known - {CONFIG_NAME, READY_MARKER} and not any(_is_evidence(e.path) for e in refused):
        raise BatchError(
            Problem(
                "E-BATCH-EMPTY",
                f"批次中没有 {UPLOADS}/ 文件夹，也没有 applications 或 claims 表；"
                "请按批次格式说明整理后重新提交。",
                f"The batch has neither a folder {UPLOADS}/ nor a table of applications or claims; "
                "arrange it as the batch format says and submit it again.",
            )
        )
    strangers = [name for name in names if name not in known and not name.startswith((".", "~$"))]
    problems = tuple(_outside(entry) for entry in refused if not _is_evidence(entry.path))
    if strangers:
        problems += (_stray(strangers),)
    return Batch(
        id=batch_id,
        root=root,
        config=read_config(root / CONFIG_NAME, limits),
        problems=problems,
        refused=tuple(entry for entry in refused if _is_evidence(entry.path)),
        archive=archive,
    )


def _open_archive(
    batch_id: str, source: Path, work: Path, limits: Limits, store: ByteStore | None
) -> Batch:
    with _opened(source) as file:
        sha256 = (
            store.put(file).sha256 if store else hashlib.file_digest(file, "sha256").hexdigest()
        )
    place = work / f"{batch_id}-{sha256[:16]}"
    if not place.is_dir():
        _unpack_whole(source, place, limits)
    root = _content_root(place / _CONTENT)
    # Refused paths are in NFC, and begin at the zip's root.
    inner = unicodedata.normalize("NFC", root.name)
    prefix = "" if root.parent == place else f"{inner}/"
    entries = json.loads((place / _REFUSED).read_text(encoding="utf-8"))
    refused = tuple(
        RefusedEntry(entry["path"].removeprefix(prefix), entry["size"], Problem(**entry["problem"]))
        for entry in entries
    )
    return _open_folder(batch_id, root, limits, refused, sha256)


def _opened(source: Path) -> BufferedReader:
    try:
        return source.open("rb")
    except OSError as e:
        raise BatchError(
            Problem(
                "E-BATCH-READ",
                f"无法读取“{source.name}”（{e.strerror}）；请检查权限。",
                f"“{source.name}” cannot be read ({e.strerror}); check its permissions.",
            )
        ) from e


def _unpack_whole(source: Path, place: Path, limits: Limits) -> None:
    """Unpacks into a temporary folder and renames it: `place` is whole or not there."""
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        with disk_errors(place.parent):
            (temporary / _CONTENT).mkdir(parents=True)
            refused = unpack(source, temporary / _CONTENT, limits)
            if refused and not any((temporary / _CONTENT).iterdir()):
                # Nothing came out: the whole zip is encrypted, or packed in an odd way.
                raise BatchError(refused[0].problem)
            text = json.dumps([asdict(entry) for entry in refused], ensure_ascii=False, indent=1)
            (temporary / _REFUSED).write_text(text, encoding="utf-8")
            os.sync()  # after a power cut, too, the folder has that name only with all its bytes
            try:
                temporary.rename(place)
            except OSError:
                # Somebody else unpacked the same bytes meanwhile.
                if not place.is_dir():
                    raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _content_root(content: Path) -> Path:
    """The zip's root, or the one folder in it that holds the batch."""
    entries = sorted(content.iterdir())
    if any(is_part(entry.name) for entry in entries):
        return content
    folders = [entry for entry in entries if entry.is_dir()]
    return folders[0] if len(folders) == 1 else content


def _is_evidence(path: str) -> bool:
    return path.startswith((f"{UPLOADS}/", f"{CNIPA}/"))


def _outside(entry: RefusedEntry) -> Problem:
    return Problem(
        entry.problem.code,
        f"{entry.path}：{entry.problem.zh}",
        f"{entry.path}: {entry.problem.en}",
    )


def _stray(names: list[str]) -> Problem:
    shown = "、".join(names[:5]) + ("…" if len(names) > 5 else "")
    return Problem(
        "E-BATCH-STRAY",
        f"批次文件夹中有不属于批次格式的内容，未处理：{shown}；材料应放在 {UPLOADS}/申报编号/ 下。",
        f"The batch folder holds what is no part of a batch, and it was left alone: {shown}. "
        f"Evidence belongs into {UPLOADS}/<application id>/.",
    )
