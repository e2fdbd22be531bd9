"""Beginning an upload and giving it up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from evidence.batch_names import validate_batch_id
from review.desk.batches.inbox import earlier_version
from review.desk.batches.own_places import is_of_own_office, is_of_own_places
from review.desk.batches.refusals import UploadRefusedError
from review.desk.batches.upload_folder import UploadFolder
from review.desk.models import IncomingBatch, Person
from review.desk.models.uploads import Mode
from review.desk.record.chain import append_event


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to upload; `go_on` says that another person's upload is meant."""

    batch: str
    is_zip: bool
    mode: Mode = Mode.NEW
    go_on: bool = False


def folder_of(incoming: IncomingBatch) -> UploadFolder:
    """Where the bytes of an upload lie."""
    return UploadFolder(settings.PLACES.unfinished / str(incoming.pk))


def unfinished(upload: uuid.UUID, person: Person) -> IncomingBatch:
    """The person's upload, locked until the transaction ends.

    Raises UploadRefusedError: `E-UPLOAD-GONE` where it was handed over or given up, and as
    `check_own` does.
    """
    found = _locked().filter(pk=upload).first()
    if found is None:
        raise UploadRefusedError("E-UPLOAD-GONE")
    check_own(found, person)
    return found


def check_own(incoming: IncomingBatch, person: Person) -> None:
    """Raise UploadRefusedError (`E-UPLOAD-ELSEWHERE`) where the upload is another person's.

    Whoever wants to go on with it says so first (`begin`), and the record tells of it.
    """
    if incoming.person_id != person.pk:
        raise _elsewhere(incoming, may_go_on=True)


def _elsewhere(incoming: IncomingBatch, *, may_go_on: bool) -> UploadRefusedError:
    return UploadRefusedError(
        "E-UPLOAD-ELSEWHERE",
        by=incoming.person.display_name,
        since=incoming.started_at.isoformat(),
        may_go_on=may_go_on,
    )


def _locked() -> QuerySet[IncomingBatch]:
    """Unfinished uploads with whose they are, locked until the transaction ends."""
    return (
        IncomingBatch.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(handed_over_at__isnull=True)
    )


def begin(wish: Wish, person: Person, now: dt.datetime) -> IncomingBatch:
    """A new upload, or the unfinished one of the same batch; its files are named next.

    Raises BatchError: `E-BATCH-ID`, `E-UPLOAD-ELSEWHERE` where another upload of the batch is
    unfinished, `E-UPLOAD-PLACES` where it is none of theirs, and as `check_mode` does.
    """
    validate_batch_id(wish.batch)
    _sweep()
    with transaction.atomic():
        earlier = _locked().filter(batch=wish.batch).first()
        if earlier is not None:
            return _go_on(earlier, wish, person, now)
        check_mode(wish.batch, wish.mode, person, is_zip=wish.is_zip, now=now)
        incoming = IncomingBatch.objects.create(
            pk=uuid.uuid4(),
            person=person,
            batch=wish.batch,
            is_zip=wish.is_zip,
            mode=wish.mode,
            listing=1,
            started_at=now,
        )
        tell(
            "batch.upload_started",
            person,
            incoming,
            {"zip": wish.is_zip, "mode": wish.mode.value},
        )
        return incoming


def _sweep() -> None:
    """Remove the bytes of uploads that are over, which a killed server may have left."""
    folders = list(settings.PLACES.unfinished.glob("*-*-*-*-*"))
    # Asked after the folders were listed: no row comes later than its folder.
    known = IncomingBatch.objects.filter(handed_over_at__isnull=True).values_list("pk", flat=True)
    names = {str(pk) for pk in known}
    for folder in folders:
        if folder.name not in names:
            UploadFolder(folder).remove()


def _go_on(earlier: IncomingBatch, wish: Wish, person: Person, now: dt.datetime) -> IncomingBatch:
    same_form = earlier.is_zip == wish.is_zip
    if not same_form or (earlier.person != person and not wish.go_on):
        raise _elsewhere(earlier, may_go_on=same_form)
    if earlier.handing_over_at is None:
        if wish.mode is not Mode.NEW:
            earlier.mode = wish.mode
        check_mode(wish.batch, Mode(earlier.mode), person, is_zip=wish.is_zip, now=now)
        earlier.listing += 1
    _take_over(earlier, person)
    earlier.save()
    return earlier


def _take_over(incoming: IncomingBatch, person: Person) -> None:
    """The upload is this person's from now on. Raises UploadRefusedError (`E-UPLOAD-PLACES`)."""
    if incoming.person == person:
        return
    if not is_of_own_office(person, incoming):
        raise UploadRefusedError("E-UPLOAD-PLACES")
    tell("batch.upload_taken_over", person, incoming, {"from": incoming.person.username})
    incoming.person = person


def check_mode(batch: str, mode: Mode, person: Person, *, is_zip: bool, now: dt.datetime) -> None:
    """Whether this person's upload may become the batch, as far as what is there now goes.

    Raises UploadRefusedError: `E-UPLOAD-PLACES` where it is not for them to change;
    `E-UPLOAD-BUSY` while the batch is processed; `E-UPLOAD-EXISTS`, with the `modes` to choose
    from, where it is there and the upload does not say what it means.
    """
    there = earlier_version(batch, is_zip=is_zip, now=now)
    if (there.busy or there.modes) and not is_of_own_places(person, batch):
        raise UploadRefusedError("E-UPLOAD-PLACES")
    if there.busy:
        raise UploadRefusedError("E-UPLOAD-BUSY")
    if there.modes and mode not in there.modes:
        raise UploadRefusedError("E-UPLOAD-EXISTS", modes=[one.value for one in there.modes])


def give_up(upload: uuid.UUID, person: Person, *, take_over: bool = False) -> str:
    """Remove an unfinished upload and its bytes; returns the batch's id.

    `take_over` says that another person's is meant. Raises UploadRefusedError: `E-UPLOAD-GONE`
    where it is being handed over already, `E-UPLOAD-ELSEWHERE`, `E-UPLOAD-PLACES`.
    """
    with transaction.atomic():
        incoming = _locked().filter(pk=upload, handing_over_at__isnull=True).first()
        if incoming is None:
            raise UploadRefusedError("E-UPLOAD-GONE")
        if take_over:
            _take_over(incoming, person)
        check_own(incoming, person)
        folder = folder_of(incoming)
        tell(
            "batch.upload_given_up",
            person,
            incoming,
            {"files": incoming.files_done, "bytes": incoming.bytes_done},
        )
        incoming.delete()
        transaction.on_commit(folder.remove)
    return incoming.batch


def tell_refusal(code: str, upload: uuid.UUID | None, person: Person) -> None:
    """Keep in the record that an upload was refused as a whole; one without any file is dropped."""
    with transaction.atomic():
        found = IncomingBatch.objects.filter(handed_over_at__isnull=True)
        incoming = found.filter(pk=upload).first() if upload else None
        if incoming is None:
            append_event("batch.upload_refused", person.username, detail={"code": code})
            return
        tell("batch.upload_refused", person, incoming, {"code": code})
        if not incoming.files_done and incoming.handing_over_at is None:
            folder = folder_of(incoming)
            incoming.delete()
            transaction.on_commit(folder.remove)


def tell(action: str, person: Person, incoming: IncomingBatch, detail: Mapping[str, Any]) -> None:
    """Append an event about an upload to the record."""
    append_event(
        action,
        person.username,
        f"batch/{incoming.batch}",
        batch=incoming.batch,
        detail={"upload": str(incoming.pk), **detail},
    )
