"""From the pipeline to the desk's database: a batch, its cases and their items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from evidence.cases import Case, PublishedBatch
from review.desk.publishing.published import Published

__all__ = ["Published", "publish"]


def publish(
    batch: PublishedBatch, cases: Iterable[Case], now: dt.datetime | None = None
) -> Published:
    """Bring a batch and its cases into the desk's database, whole or not at all.

    Cases are taken a few at a time, so that they may be made as they are asked for.
    Raises DataError (`E-DESK-CASES`) where an applicant is in it twice, and MachineError where
    the database cannot take it: `E-DESK-BUSY`, `E-DISK-FULL`, `E-DESK-DATABASE`.
    """
    # The flow of an item reads cases from this package, and a publication needs the flow.
    from review.desk.publishing.publication import bring  # noqa: PLC0415

    return bring(batch, cases, now)
