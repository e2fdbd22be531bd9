"""Whether a record is recent enough to carry a proof, by the notice's limit."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from evidence.register import OfficialRecord
from verifiers.cnipa.moments import days_before
from verifiers.notices.notice import Thresholds


class Age(StrEnum):
    """How old a record was when the batch arrived."""

    RECENT = "recent"
    STALE = "stale"
    UNKNOWN = "unknown"


def age_of(record: OfficialRecord, limits: Thresholds, received: dt.datetime | None) -> Age:
    """A record's age against `official_record_days`; unknown where either time is."""
    days = days_before(record, received) if received is not None else None
    if days is None:
        return Age.UNKNOWN
    return Age.STALE if days > limits.official_record_days else Age.RECENT


def recent_enough(record: OfficialRecord, limits: Thresholds, received: dt.datetime | None) -> bool:
    """Whether its age lets a record carry a proof; of an unknown age the notice decides."""
    age = age_of(record, limits, received)
    return age is Age.RECENT or (age is Age.UNKNOWN and not limits.official_record_time_required)
