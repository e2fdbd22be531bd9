"""Receiving a file piece by piece, until it is whole and its SHA-256 is the browser's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F

from evidence.errors import MachineError
from review.desk.batches.incoming import check_own, folder_of, unfinished
from review.desk.batches.refusals import UploadRefusedError, problem
from review.desk.batches.upload_folder import OffsetError, Part, UploadFolder
from review.desk.batches.zip_edges import EDGE_BYTES, zip_refusal
from review.desk.models import IncomingBatch, IncomingFile, Person
from storage.failures import DISK_FULL


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file from `offset` on; `sha256` is the whole file's, with its last piece.

    `again` says that what is here of the file is another content: forget it first.
    """

    offset: int
    data: bytes
    sha256: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """How much of a file is here; `expected` where the piece did not go on from there."""

    received: int
    complete: bool = False
    expected: bool = True


def receive(upload: uuid.UUID, number: int, piece: Piece, person: Person) -> Received:
    """Take a piece; with the last one the file is checked and kept.

    Sending a piece again, or one that does not go on where the file ends, changes nothing.
    Raises UploadRefusedError: `E-UPLOAD-GONE`, `E-UPLOAD-ELSEWHERE` (another person has it),
    `E-UPLOAD-REQUEST`, `E-UPLOAD-HASH` (the file starts again), `E-UPLOAD-NOT-ZIP` and the
    like; MachineError `E-DISK-FULL`, `E-UPLOAD-WRITE`.
    """
    folder = folder_of(_file(upload, number, person).incoming)
    try:
        with folder.changing():
            # While this request waited the upload may have been handed over.
            return _take(folder, _file(upload, number, person), piece, person)
    except OffsetError as e:
        return Received(e.received, expected=False)
    except OSError as e:
        code = "E-DISK-FULL" if e.errno in DISK_FULL else "E-UPLOAD-WRITE"
        raise MachineError(problem(code)) from e


def _take(folder: UploadFolder, file: IncomingFile, piece: Piece, person: Person) -> Received:
    size = len(piece.data)
    if size > settings.UPLOAD_LIMITS.chunk_bytes or piece.offset + size > file.size:
        raise UploadRefusedError("E-UPLOAD-REQUEST")
    if piece.again:
        _forget(file, person)
    with folder.part(file.number) as part:
        # Another window may have sent it while this request waited for its turn.
        if _file(file.incoming_id, file.number, person).complete:
            part.drop()
            return Received(file.size, complete=True)
        part.append(piece.offset, piece.data, settings.UPLOAD_LIMITS.reserve_bytes)
        if file.incoming.is_zip:
            _check_zip(part, file)
        if part.length < file.size:
            return Received(part.length)
        _complete(folder, part, file, piece.sha256, person)
    return Received(file.size, complete=True)


def _file(upload: uuid.UUID, number: int, person: Person) -> IncomingFile:
    """The file, where its upload is open and this person's. Raises UploadRefusedError otherwise."""
    found = (
        IncomingFile.objects.select_related("incoming")
        .filter(
            incoming=upload,
            number=number,
            refused="",
            incoming__handing_over_at__isnull=True,
            incoming__handed_over_at__isnull=True,
        )
        .first()
    )
    if found is None:
        raise UploadRefusedError("E-UPLOAD-GONE")
    check_own(found.incoming, person)
    return found


def _forget(file: IncomingFile, person: Person) -> None:
    """Start a file again."""
    with transaction.atomic():
        unfinished(file.incoming_id, person)
        changed = IncomingFile.objects.filter(pk=file.pk, complete=True).update(
            complete=False, sha256=""
        )
        _add(file, -changed)
    folder_of(file.incoming).forget(file.number, file.path)


def _add(file: IncomingFile, number: int) -> None:
    """Count the file as here whole once more, or once less."""
    IncomingBatch.objects.filter(pk=file.incoming_id).update(
        files_done=F("files_done") + number, bytes_done=F("bytes_done") + number * file.size
    )


def _check_zip(part: Part, file: IncomingFile) -> None:
    """Refuse what is no zip, or cannot be unpacked, as soon as it shows."""
    code = zip_refusal(*part.edges(EDGE_BYTES), whole=part.length == file.size)
    if code:
        part.drop()
        raise UploadRefusedError(code)


def _complete(
    folder: UploadFolder, part: Part, file: IncomingFile, sha256: str, person: Person
) -> None:
    """Check the whole file and move it to its place; the database hears of it last."""
    found = part.sha256()
    if found != sha256:
        part.drop()
        raise UploadRefusedError("E-UPLOAD-HASH")
    folder.keep(part, file.path)
    with transaction.atomic():
        # Whoever took the upload over meanwhile answers for no bytes that another one sent.
        unfinished(file.incoming_id, person)
        changed = IncomingFile.objects.filter(pk=file.pk, complete=False).update(
            complete=True, sha256=found
        )
        _add(file, changed)
