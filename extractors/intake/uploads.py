"""Every file under uploads/ and cnipa/: stored first, then judged.

As many uploads come out as files went in. Names are never trusted: links are
not followed, only regular files are opened, and what a file is is told by
its content.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from evidence.batch_names import (
    CNIPA,
    LOCK_BYTES,
    LOCK_PREFIX,
    READY_MARKER,
    SYSTEM_NAMES,
    UPLOADS,
)
from evidence.errors import BatchError, Problem, UploadError
from evidence.uploads import Admission, Origin, Upload
from extractors.intake import types
from extractors.intake.batch import Batch
from extractors.intake.limits import Limits
from extractors.intake.store import ByteStore, too_large
from extractors.intake.walking import Found, opened, walk

_SPACES = re.compile(r"\s+")
_CHUNK = 1024 * 1024
_APPLE_DOUBLE = b"\x00\x05\x16\x07"


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of the batch as it was found, before it is opened.

    `path` is what records call it: `/`, NFC, unique in the batch. `names` lead
    to it on disk from the batch's root, empty where it never was on disk.
    `problem` is why it will not be opened.
    """

    path: str
    applicant: str | None
    origin: Origin
    names: tuple[str, ...]
    size: int
    media_type: str = ""
    problem: Problem | None = None


def list_files(batch: Batch, limits: Limits | None = None) -> list[BatchFile]:
    """Every file under uploads/ and cnipa/, sorted by path, none of them opened.

    The marker `_READY` and what operating systems leave behind are no uploads.
    Raises BatchError (`E-BATCH-FILES`) where there are more than a batch may hold.
    """
    limits = limits or Limits()
    found: list[BatchFile] = []
    for folder in (UPLOADS, CNIPA):
        for file in walk(batch.root, (folder,), limits):
            if len(found) >= limits.batch_files:
                raise BatchError(_too_many(limits))
            if not is_system(batch.root, file):
                found.append(_file(file))
    for entry in batch.refused:
        shown = PurePosixPath(entry.path).parts
        found.append(_file(Found((), shown, entry.size, problem=entry.problem)))
    return _kept_apart(found)


def handed_in_too(batch: Batch, files: Sequence[BatchFile]) -> dict[str, tuple[str, ...]]:
    """The results in cnipa/ whose bytes applicants handed in as well: who, by path.

    Only files of the same size are read. One that cannot be read now is not among them.
    """
    official = [file for file in files if file.origin is Origin.CNIPA and file.problem is None]
    sizes = {file.size for file in official}
    others = [
        file
        for file in files
        if file.applicant is not None and file.problem is None and file.size in sizes
    ]
    sizes = {file.size for file in others}
    by_content: dict[str, dict[str, None]] = {}
    for file in others:
        by_content.setdefault(_content(batch, file), {})[file.applicant or ""] = None
    found = {
        file.path: tuple(by_content.get(_content(batch, file), {}))
        for file in official
        if file.size in sizes
    }
    return {path: applicants for path, applicants in found.items() if applicants}


def _content(batch: Batch, file: BatchFile) -> str:
    """The SHA-256 of a file; that of no other where it cannot be read."""
    try:
        digest = hashlib.sha256()
        with opened(batch.root, file.names) as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()
    except (UploadError, OSError):
        return f"unread {file.path}"


def take_uploads(
    batch: Batch,
    store: ByteStore,
    limits: Limits | None = None,
    only: Collection[str] | None = None,
) -> list[Upload]:
    """One Upload for every file (or for those whose path is in `only`), sorted by path.

    Raises MachineError where the store cannot be written; whatever is wrong
    with a file is in its record.
    """
    limits = limits or Limits()
    return [
        take(batch.root, file, store, limits)
        for file in list_files(batch, limits)
        if only is None or file.path in only
    ]


def take(root: Path, file: BatchFile, store: ByteStore, limits: Limits) -> Upload:
    """Stores one file, then tells its type and judges it by its limits."""
    if file.problem is not None:
        return _upload(file, "", file.size, file.media_type, Admission.REFUSED, file.problem)
    try:
        with opened(root, file.names) as content:
            stored = store.put(content, limits.stored_file_bytes)
    except UploadError as e:
        return _upload(file, "", file.size, types.UNKNOWN, Admission.REFUSED, e.problem)
    with store.bring(stored.sha256).open("rb") as content:
        media_type = _media_type(content, stored.size)
        if file.origin is Origin.CNIPA and media_type == types.TEXT:
            media_type = types.CSV
        admission, problem = _judge(content, media_type, stored.size, file, limits)
    return _upload(file, stored.sha256, stored.size, media_type, admission, problem)


def application_id(text: str) -> str:
    """The 申报编号 in normal width without white space, as folders and tables write it."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def _judge(
    content: BinaryIO, media_type: str, size: int, file: BatchFile, limits: Limits
) -> tuple[Admission, Problem | None]:
    accepted = types.READABLE | (types.TABLES if file.origin is Origin.CNIPA else frozenset())
    problem = types.type_problem(media_type, accepted)
    if problem is not None:
        refused = media_type in (types.EMPTY, types.EXECUTABLE)
        return (Admission.REFUSED if refused else Admission.UNSUPPORTED), problem
    if size > limits.file_bytes:
        return Admission.REFUSED, too_large(limits.file_bytes)
    if media_type in types.IMAGES:
        content.seek(0)
        problem = types.image_problem(content, limits)
        if problem is not None:
            return Admission.REFUSED, problem
    if file.origin is Origin.APPLICANT and file.applicant is None:
        return Admission.ACCEPTED, _nobodys()
    return Admission.ACCEPTED, None


def _media_type(content: BinaryIO, size: int) -> str:
    head = content.read(types.HEAD_BYTES)
    content.seek(max(0, size - types.TAIL_BYTES))
    return types.media_type(head, content.read(types.TAIL_BYTES))


def _upload(
    file: BatchFile,
    sha256: str,
    size: int,
    media_type: str,
    admission: Admission,
    problem: Problem | None,
) -> Upload:
    return Upload(
        path=file.path,
        applicant=file.applicant,
        origin=file.origin,
        sha256=sha256,
        size=size,
        media_type=media_type or types.UNKNOWN,
        admission=admission,
        problem=problem,
    )


def _file(found: Found) -> BatchFile:
    origin = Origin.CNIPA if found.shown[0] == CNIPA else Origin.APPLICANT
    owned = origin is Origin.APPLICANT and len(found.shown) > 2
    return BatchFile(
        path=unicodedata.normalize("NFC", "/".join(found.shown)),
        applicant=(application_id(found.shown[1]) or None) if owned else None,
        origin=origin,
        names=found.names,
        size=found.size,
        media_type=found.media_type,
        problem=found.problem,
    )


def _kept_apart(files: list[BatchFile]) -> list[BatchFile]:
    """The files with unique paths: names that differ on disk may be one in NFC."""
    taken: set[str] = set()
    apart = []
    for file in sorted(files, key=lambda file: (file.path, file.names)):
        path, n = file.path, 1
        while path in taken:
            n += 1
            pure = PurePosixPath(file.path)
            path = str(pure.with_name(f"{pure.stem}~{n}{pure.suffix}"))
        taken.add(path)
        apart.append(replace(file, path=path))
    return sorted(apart, key=lambda file: file.path)


def is_system(root: Path, file: Found) -> bool:
    """Whether the file was left by a program, or marks a folder, and was handed in by nobody.

    Evidence may be named like a companion file: there, its content decides.
    """
    if file.problem is not None:
        return False
    name = file.names[-1]
    if name == READY_MARKER or name.lower() in SYSTEM_NAMES:
        return True
    if name.startswith(LOCK_PREFIX):
        return file.size <= LOCK_BYTES
    if not name.startswith("._"):
        return False
    try:
        with opened(root, file.names) as content:
            return content.read(4) == _APPLE_DOUBLE
    except UploadError:
        return False


def _nobodys() -> Problem:
    return Problem(
        "E-NO-APPLICANT",
        f"文件不在任何申报人的文件夹内；请移入 {UPLOADS}/申报编号/ 后重新提交，或由工作人员认领。",
        f"The file is in no applicant's folder; move it into {UPLOADS}/<application id>/ "
        "and submit again, or let a person say whose it is.",
    )


def _too_many(limits: Limits) -> Problem:
    return Problem(
        "E-BATCH-FILES",
        f"批次中的文件超过 {limits.batch_files} 个，未处理；请分成几个批次提交。",
        f"The batch holds more than {limits.batch_files} files and was not taken; "
        "submit it as several batches.",
    )
