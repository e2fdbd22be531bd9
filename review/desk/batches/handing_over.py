"""Handing a whole upload over to the pipeline: into the inbox, and its marker last of all.

Every step can be taken again: where the files lie tells how far it came, so a server that
was killed in between goes on from there. An earlier version of the batch is moved aside,
never removed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import uuid
from collections.abc import Collection
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
from review.desk.batches.whole_trees import bring, sync_folder, sync_folders
from review.desk.models import IncomingBatch, Person
from review.desk.models.uploads import Mode
from storage.failures import DISK_FULL

KEPT = "_replaced"
"""Folder below the inbox with earlier versions of batches; its name makes it no batch."""


def hand_over(
    upload: uuid.UUID, person: Person, now: dt.datetime, mode: Mode | None = None
) -> IncomingBatch:
    """Move the upload into the inbox and mark it ready.

    `mode` is given where it was asked for because the batch appeared meanwhile. Raises
    UploadRefusedError: `E-UPLOAD-UNFINISHED`, `E-UPLOAD-GONE`, `E-UPLOAD-ELSEWHERE`, and as
    `check_mode` does; MachineError: `E-DISK-FULL`, `E-UPLOAD-INBOX`. Whatever it raises, no
    byte is lost. Asking again for what was handed over changes nothing.
    """
    mine = IncomingBatch.objects.filter(pk=upload, person=person)
    done = mine.filter(handed_over_at__isnull=False).first()
    if done is not None:
        return done
    try:
        with transaction.atomic():
            incoming = unfinished(upload, person)
        with folder_of(incoming).handing_over():
            incoming = _decided(upload, person, now, mode)
            _move(incoming, settings.PLACES.inbox)
            _tell(incoming, person, now)
            folder_of(incoming).remove()
    except OSError as e:
        code = "E-DISK-FULL" if e.errno in DISK_FULL else "E-UPLOAD-INBOX"
        raise MachineError(problem(code)) from e
    return incoming


def _decided(
    upload: uuid.UUID, person: Person, now: dt.datetime, mode: Mode | None
) -> IncomingBatch:
    """The upload, from now on closed to its browser; everything is there and it is known as what."""
    with transaction.atomic():
        incoming = unfinished(upload, person)
    begun = incoming.handing_over_at is not None
    with folder_of(incoming).unchanging():
        lost = set() if begun else _lost(incoming)
        with transaction.atomic():
            incoming = unfinished(upload, person)
            whole = begun or _is_whole(incoming, lost)
            if whole:
                _decide(incoming, now, mode)
            incoming.save()
    if not whole:
        raise UploadRefusedError("E-UPLOAD-UNFINISHED")
    return incoming


def _decide(incoming: IncomingBatch, now: dt.datetime, mode: Mode | None) -> None:
    """What becomes of a whole upload; written down before anything is moved."""
    begun = incoming.handing_over_at is not None
    incoming.mode = mode or incoming.mode
    if not begun or (incoming.mode == Mode.NEW and _is_here(incoming)):
        check_mode(
            incoming.batch, Mode(incoming.mode), incoming.person, is_zip=incoming.is_zip, now=now
        )
    if not begun:
        incoming.digest = _digest(incoming)
        incoming.handing_over_at = now
    if incoming.mode != Mode.NEW and not incoming.kept_as:
        name = f"{incoming.batch}.replaced-{now:%Y%m%dT%H%M%SZ}"
        incoming.kept_as = _free(settings.PLACES.inbox / KEPT / name).name


def _lost(incoming: IncomingBatch) -> set[str]:
    """Those of the files counted as whole whose bytes are not in the folder any more.

    What nobody named is removed.
    """
    content = folder_of(incoming).content
    named = incoming.files.filter(refused="")
    known = set(named.values_list("path", flat=True))
    missing = dict(named.filter(complete=True).values_list("path", "size"))
    for folder, _, names in os.walk(content):
        for name in names:
            path = Path(folder, name)
            below = path.relative_to(content).as_posix()
            if below not in known:
                path.unlink()
            elif missing.get(below) == path.lstat().st_size:
                del missing[below]
    return set(missing)


def _is_whole(incoming: IncomingBatch, lost: Collection[str]) -> bool:
    """Whether every file that was named is here; what was lost is to be sent again."""
    incoming.files.filter(refused="", path__in=lost).update(complete=False, sha256="")
    count_files(incoming)
    # Another window is naming the files anew, and may go on to others.
    named_anew = incoming.files.exclude(listing=incoming.listing).exists()
    return not named_anew and 0 < incoming.file_count == incoming.files_done


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
