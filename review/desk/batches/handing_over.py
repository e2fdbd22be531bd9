"""Handing a whole upload over to the pipeline: into the inbox, and its marker last of all.

Every step can be taken again: where the files lie tells how far it came, so a server that
was killed in between goes on from there. An earlier version of the batch is moved aside,
never removed.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from evidence.errors import MachineError
from review.desk.batches.extending import extend
from review.desk.batches.inbox import lying_of, marker_of
from review.desk.batches.incoming import check_mode, folder_of, tell, unfinished
from review.desk.batches.listing import count_files
from review.desk.batches.refusals import UploadRefusedError, problem
from review.desk.batches.upload_folder import DISK_FULL
from review.desk.batches.whole_trees import bring, sync_folder, sync_folders
from review.desk.models import IncomingBatch, Person
from review.desk.models.uploads import Mode

KEPT = "_replaced"
"""Folder below the inbox with earlier versions of batches; its name makes it no batch."""


def hand_over(
    upload: uuid.UUID, person: Person, now: dt.datetime, mode: Mode | None = None
) -> IncomingBatch:
    """Move the upload into the inbox and mark it ready.

    `mode` is given where it was asked for because the batch appeared meanwhile. Raises
    UploadRefusedError: `E-UPLOAD-UNFINISHED`, `E-UPLOAD-GONE`, and as `check_mode` does;
    MachineError: `E-DISK-FULL`, `E-UPLOAD-INBOX`. Whatever it raises, no byte is lost. Asking
    again for what was handed over changes nothing.
    """
    done = IncomingBatch.objects.filter(pk=upload, handed_over_at__isnull=False).first()
    if done is not None:
        return done
    try:
        with _alone(upload):
            incoming = _decided(upload, now, mode)
            _move(incoming, settings.PLACES.inbox)
            _tell(incoming, person, now)
            folder_of(incoming).remove()
    except OSError as e:
        code = "E-DISK-FULL" if e.errno in DISK_FULL else "E-UPLOAD-INBOX"
        raise MachineError(problem(code)) from e
    return incoming


@contextmanager
def _alone(upload: uuid.UUID) -> Iterator[None]:
    """One request hands an upload over; another one waits, and finds that it is gone."""
    with transaction.atomic():
        root = folder_of(unfinished(upload)).root
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _decided(upload: uuid.UUID, now: dt.datetime, mode: Mode | None) -> IncomingBatch:
    """The upload, from now on closed to its browser; everything is there and it is known as what."""
    with transaction.atomic():
        incoming = unfinished(upload)
    if incoming.handing_over_at is None and not _is_whole(incoming):
        raise UploadRefusedError("E-UPLOAD-UNFINISHED")
    with transaction.atomic():
        incoming = unfinished(upload)
        begun = incoming.handing_over_at is not None
        incoming.mode = mode or incoming.mode
        if not begun or (incoming.mode == Mode.NEW and _is_here(incoming)):
            check_mode(incoming.batch, Mode(incoming.mode), is_zip=incoming.is_zip, now=now)
        if not begun:
            incoming.digest = _digest(incoming)
            incoming.handing_over_at = now
        if incoming.mode != Mode.NEW and not incoming.kept_as:
            name = f"{incoming.batch}.replaced-{now:%Y%m%dT%H%M%SZ}"
            incoming.kept_as = _free(settings.PLACES.inbox / KEPT / name).name
        incoming.save()
    return incoming


def _is_whole(incoming: IncomingBatch) -> bool:
    """Whether the folder holds exactly the files that were named, each of its length.

    What is there besides is removed; what is missing is to be sent again.
    """
    content = folder_of(incoming).content
    whole = incoming.files.filter(refused="", listing=incoming.listing, complete=True)
    missing = dict(whole.values_list("path", "size"))
    for folder, _, names in os.walk(content):
        for name in names:
            path = Path(folder, name)
            below = path.relative_to(content).as_posix()
            if missing.get(below) == path.lstat().st_size:
                del missing[below]
            else:
                path.unlink()
    with transaction.atomic():
        incoming.files.filter(refused="", path__in=missing).update(complete=False, sha256="")
        count_files(incoming)
        incoming.save()
    return incoming.file_count > 0 and incoming.files_done == incoming.file_count


def _digest(incoming: IncomingBatch) -> str:
    """SHA-256 of the lines that `sha256sum` writes of the files, sorted by path."""
    lines = sorted(
        (path.encode(), sha256)
        for path, sha256 in incoming.files.filter(refused="").values_list("path", "sha256")
    )
    digest = hashlib.sha256()
    for path, sha256 in lines:
        digest.update(sha256.encode() + b"  " + path + b"\n")
    return digest.hexdigest()


def _source(incoming: IncomingBatch) -> Path:
    content = folder_of(incoming).content
    return content / f"{incoming.batch}.zip" if incoming.is_zip else content


def _staged(incoming: IncomingBatch) -> Path:
    """Where the upload waits in the inbox, under a name that is no batch's."""
    return settings.PLACES.inbox / f".incoming-{incoming.pk}"


def _is_here(incoming: IncomingBatch) -> bool:
    """Whether the upload has not got its name in the inbox yet."""
    return _staged(incoming).exists() or _source(incoming).exists()


def _move(incoming: IncomingBatch, inbox: Path) -> None:
    """Into the inbox, under its name, and only then its marker."""
    target = inbox / (f"{incoming.batch}.zip" if incoming.is_zip else incoming.batch)
    if _is_here(incoming):
        staged = _staged(incoming)
        inbox.mkdir(parents=True, exist_ok=True)
        bring(_source(incoming), staged)
        if incoming.mode == Mode.EXTEND and target.exists():
            extend(staged, target)
        if not incoming.is_zip:
            sync_folders(staged)
        _move_aside(incoming, inbox)
        staged.rename(target)
        sync_folder(inbox)
    marker = marker_of(target, is_zip=incoming.is_zip)
    marker.touch()
    sync_folder(marker.parent)


def _move_aside(incoming: IncomingBatch, inbox: Path) -> None:
    """Whatever lies there under this id goes to `_replaced/`, with its marker and note."""
    for lying in lying_of(inbox, incoming.batch):
        if not incoming.kept_as:
            raise UploadRefusedError("E-UPLOAD-EXISTS", modes=[Mode.REPLACE.value])
        kept = inbox / KEPT / incoming.kept_as
        kept.mkdir(parents=True, exist_ok=True)
        for path in lying.belongings:
            if os.path.lexists(path):
                path.rename(_free(kept / path.name))


def _free(path: Path) -> Path:
    """`path`, or the first of `path~2`, `path~3` … that is not there."""
    candidate, n = path, 1
    while os.path.lexists(candidate):
        n += 1
        candidate = path.with_name(f"{path.name}~{n}")
    return candidate


def _tell(incoming: IncomingBatch, person: Person, now: dt.datetime) -> None:
    """The upload is over; the record says what was handed over."""
    refused = incoming.files.exclude(refused="").values_list("refused")
    with transaction.atomic():
        incoming.handed_over_at = now
        incoming.save()
        tell(
            "batch.handed_over",
            person,
            incoming,
            {
                "mode": incoming.mode,
                "files": incoming.file_count,
                "bytes": incoming.byte_count,
                "digest": incoming.digest,
                "refused": dict(refused.annotate(n=Count("pk")).order_by("refused")),
                "kept_as": incoming.kept_as,
            },
        )
