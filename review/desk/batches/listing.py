"""Naming the files of an upload: which are here already, which are to come, which are refused."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q, Sum

from evidence.batch_names import CONFIG_NAME
from review.desk.batches.incoming import folder_of, tell, unfinished
from review.desk.batches.refusals import UploadRefusedError
from review.desk.batches.upload_folder import UploadFolder
from review.desk.batches.upload_paths import path_on_disk, refusal_of, shown_path
from review.desk.models import IncomingBatch, IncomingFile, Person
from review.desk.models.uploads import Mode


@dataclass(frozen=True, slots=True)
class Named:
    """What the server answers to one named file: its number and how much is here, or a refusal.

    `sha256` is set where the file is here whole.
    """

    number: int = 0
    received: int = 0
    sha256: str = ""
    refused: str = ""


def name_files(
    upload: uuid.UUID, listing: int, files: Sequence[tuple[str, int]], person: Person
) -> list[Named]:
    """What is here of each of these files (path, size), in the same order.

    Raises UploadRefusedError: `E-UPLOAD-GONE` where another window began a newer listing,
    `E-UPLOAD-ELSEWHERE`, `E-UPLOAD-REQUEST`, `E-UPLOAD-FILES` where there are too many at once or in all.
    """
    limits = settings.UPLOAD_LIMITS
    if len(files) > limits.listed_files:
        raise UploadRefusedError("E-UPLOAD-REQUEST")
    with transaction.atomic():
        incoming = _of_listing(upload, listing, person)
        if incoming.files.filter(listing=listing).count() + len(files) > limits.files:
            raise UploadRefusedError("E-UPLOAD-FILES")
        return _Naming(incoming).name([(path_on_disk(path), size) for path, size in files])


def close_listing(upload: uuid.UUID, listing: int, person: Person) -> IncomingBatch:
    """All files are named: what only an earlier listing named is dropped, the rest counted.

    Raises UploadRefusedError: `E-UPLOAD-EMPTY`, `E-UPLOAD-BYTES`, `E-DISK-FULL`, `E-UPLOAD-GONE`,
    `E-UPLOAD-ELSEWHERE`.
    """
    with transaction.atomic():
        incoming = _of_listing(upload, listing, person)
        _drop(incoming, folder_of(incoming))
        codes = count_files(incoming)
        incoming.save()
        _check_whole(incoming)
        if codes:
            tell("batch.upload_refused", person, incoming, {"files": codes})
    return incoming


class _Naming:
    """Matches the files that a browser names with those that are here."""

    def __init__(self, incoming: IncomingBatch) -> None:
        self._incoming = incoming
        self._folder = folder_of(incoming)
        last = incoming.files.aggregate(last=Max("number"))["last"]
        self._next = 0 if last is None else last + 1
        self._new: list[IncomingFile] = []
        self._again: list[IncomingFile] = []

    def name(self, files: Sequence[tuple[str, int]]) -> list[Named]:
        """One answer a file."""
        refused = [self._refusal(path, size) for path, size in files]
        # What is refused may be a text that no database takes.
        good = [path for (path, _), code in zip(files, refused, strict=True) if not code]
        known = {row.path: row for row in self._incoming.files.filter(refused="", path__in=good)}
        answers = [
            self._name(path, size, code, known)
            for (path, size), code in zip(files, refused, strict=True)
        ]
        IncomingFile.objects.bulk_create(self._new)
        IncomingFile.objects.bulk_update(self._again, ["listing", "size", "sha256", "complete"])
        return answers

    def _name(self, path: str, size: int, refused: str, known: dict[str, IncomingFile]) -> Named:
        row = known.get(path)
        if not refused and row is not None and row.listing == self._incoming.listing:
            refused = "E-UPLOAD-TWICE"
        if refused:
            self._add(shown_path(path), size, refused)
            return Named(refused=refused)
        if row is None:
            known[path] = row = self._add(path, size)
            return Named(row.number)
        self._match(row, size)
        received = row.size if row.complete else self._folder.received(row.number)
        return Named(row.number, received, row.sha256)

    def _refusal(self, path: str, size: int) -> str:
        limits = settings.UPLOAD_LIMITS
        if not self._incoming.is_zip:
            return refusal_of(path, size, limits)
        if path != f"{self._incoming.batch}.zip":
            return "E-UPLOAD-NOT-ZIP"
        return "E-UPLOAD-ZIP-LARGE" if size > limits.zip_bytes else ""

    def _add(self, path: str, size: int, refused: str = "") -> IncomingFile:
        row = IncomingFile(
            incoming=self._incoming,
            number=self._next,
            listing=self._incoming.listing,
            path=path,
            size=size,
            refused=refused,
        )
        self._next += 1
        self._new.append(row)
        return row

    def _match(self, row: IncomingFile, size: int) -> None:
        """A file that was named before; of another length it is another file."""
        if row.size != size:
            self._folder.forget(row.number, row.path)
            row.size, row.sha256, row.complete = size, "", False
        row.listing = self._incoming.listing
        self._again.append(row)


def _of_listing(upload: uuid.UUID, listing: int, person: Person) -> IncomingBatch:
    incoming = unfinished(upload, person)
    if incoming.listing != listing or incoming.handing_over_at is not None:
        raise UploadRefusedError("E-UPLOAD-GONE")
    return incoming


def _drop(incoming: IncomingBatch, folder: UploadFolder) -> None:
    """Drop what an earlier listing named and this one does not."""
    left = incoming.files.exclude(listing=incoming.listing)
    for number, path in left.filter(refused="").values_list("number", "path"):
        folder.forget(number, path)
    left.delete()


def count_files(incoming: IncomingBatch) -> dict[str, int]:
    """Count what is to come and what is here; returns the numbers of refused files by code."""
    whole = Q(complete=True)
    counts = incoming.files.filter(refused="").aggregate(
        files=Count("pk"),
        bytes=Sum("size", default=0),
        files_done=Count("pk", filter=whole),
        bytes_done=Sum("size", filter=whole, default=0),
    )
    incoming.file_count, incoming.byte_count = counts["files"], counts["bytes"]
    incoming.files_done, incoming.bytes_done = counts["files_done"], counts["bytes_done"]
    refused = incoming.files.exclude(refused="").values_list("refused")
    return dict(refused.annotate(n=Count("pk")).order_by("refused"))


def _check_whole(incoming: IncomingBatch) -> None:
    """Refuse what is no batch, or more than there is room for, whatever its files are."""
    limits = settings.UPLOAD_LIMITS
    if incoming.byte_count > limits.batch_bytes:
        raise UploadRefusedError("E-UPLOAD-BYTES")
    accepted = incoming.files.filter(refused="")
    if not incoming.is_zip and incoming.mode != Mode.EXTEND:
        accepted = accepted.exclude(path=CONFIG_NAME)
    if not accepted.exists():
        raise UploadRefusedError("E-UPLOAD-EMPTY")
    received = folder_of(incoming).received_of_parts() + incoming.bytes_done
    missing = incoming.byte_count - received
    free = shutil.disk_usage(settings.PLACES.own).free
    if free - missing < limits.reserve_bytes:
        raise UploadRefusedError("E-DISK-FULL", missing=missing, free=free)
