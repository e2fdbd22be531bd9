"""Uploads that are not handed over yet, as pages show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from review.desk.batches.incoming import folder_of
from review.desk.models import IncomingBatch

SILENT = dt.timedelta(minutes=2)
"""An upload of which nothing came for so long is interrupted."""


@dataclass(frozen=True, slots=True)
class Sending:
    """An unfinished upload: how many of its bytes are here, and whether more are coming."""

    incoming: IncomingBatch
    bytes_here: int
    heard_at: dt.datetime
    coming: bool

    @property
    def share(self) -> int:
        """Percent of its bytes that are here."""
        whole = self.incoming.byte_count
        return min(100, 100 * self.bytes_here // whole) if whole else 0

    @property
    def whole(self) -> bool:
        """Whether every file is here, so that only handing over is left."""
        incoming = self.incoming
        return 0 < incoming.file_count == incoming.files_done


def sendings(now: dt.datetime) -> dict[str, Sending]:
    """Every unfinished upload, by the batch's id."""
    found = IncomingBatch.objects.filter(handed_over_at__isnull=True).select_related("person")
    return {incoming.batch: _sending(incoming, now) for incoming in found}


def sending_of(batch: str, now: dt.datetime) -> Sending | None:
    """The unfinished upload of a batch; None where there is none."""
    found = IncomingBatch.objects.filter(batch=batch, handed_over_at__isnull=True)
    incoming = found.select_related("person").first()
    return _sending(incoming, now) if incoming else None


def _sending(incoming: IncomingBatch, now: dt.datetime) -> Sending:
    folder = folder_of(incoming)
    heard_at = max(incoming.started_at, folder.heard_at() or incoming.started_at)
    return Sending(
        incoming=incoming,
        bytes_here=incoming.bytes_done + folder.received_of_parts(),
        heard_at=heard_at,
        coming=now - heard_at < SILENT,
    )
