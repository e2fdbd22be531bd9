"""The review desk, from here: the only module of the pipeline that meets Django.

Everything is imported where it is used, so that reading and judging never load it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from evidence.cases import Case, PublishedBatch

DESK_VARIABLE = "HEYAN_DESK_URL"
DEFAULT_DESK = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What publishing a batch changed at the desk.

    Items newly `opened`, `kept` as they were, `returned` because the evidence behind a
    decision changed, `withdrawn` because nothing is left to decide; applicants `sampled`.
    """

    applicants: int
    opened: int
    kept: int
    returned: int
    withdrawn: int
    sampled: int


def batch_address(batch: str) -> str:
    """Where the desk shows a batch."""
    return f"{os.environ.get(DESK_VARIABLE, DEFAULT_DESK).rstrip('/')}/batches/{batch}/"


def publish(batch: PublishedBatch, cases: Sequence[Case]) -> QueueCounts:
    """Bring a batch into the desk's queue, in one transaction; decisions are never touched."""
    from review.desk.ready import prepare  # noqa: PLC0415  sets Django up before its models load

    prepare()
    from review.desk.publishing import publish as publish_at_desk  # noqa: PLC0415

    return QueueCounts(**asdict(publish_at_desk(batch, cases)))
