"""When a site said something, as far as records tell, and which of two records is surely later."""

from __future__ import annotations

import datetime as dt

from evidence.register import OfficialRecord
from verifiers.rules.days import in_china


def surely_later(one: OfficialRecord, other: OfficialRecord) -> bool:
    """Whether a site certainly said `one` after what it said in `other`.

    Only the time that a page itself shows (`as_of`) tells that it is new. When a record was
    brought bounds it from above only: an old page may be brought late. So `other` was said by
    the time it shows or was brought at, and `one` must show a later time of its own. A time
    read with doubt is none. One without hour and minute is a whole day, and of one day neither
    is later.
    """
    doubtful = time_doubtful(one) or time_doubtful(other)
    if one.as_of is None or other.known_at is None or doubtful:
        return False
    later, earlier = in_china(one.as_of), in_china(other.known_at)
    if dt.time.min in {later.time(), earlier.time()}:
        return later.date() > earlier.date()
    return later > earlier


def time_doubtful(record: OfficialRecord) -> bool:
    """Whether the time that a page shows was read with doubt, or lies after it was brought."""
    if "as_of" in record.doubts:
        return True
    if record.as_of is None or record.brought_at is None:
        return False
    return shown_too_late(record.as_of, record.brought_at)


def shown_too_late(as_of: dt.datetime, there: dt.datetime) -> bool:
    """Whether a page shows a time after it was there; a day's grace is for clocks that differ."""
    return in_china(as_of) - in_china(there) > dt.timedelta(days=1)


def moment_text(record: OfficialRecord) -> str:
    """The time of a record for a sentence, by the review body's clock; empty where unknown."""
    if record.known_at is None:
        return ""
    moment = in_china(record.known_at)
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time.min else f"{moment:%Y-%m-%d %H:%M}"


def days_before(record: OfficialRecord, received: dt.datetime) -> int | None:
    """Days from a record's time to a batch's arrival, negative after it; None where unknown."""
    if record.known_at is None or time_doubtful(record):
        return None
    return (in_china(received).date() - in_china(record.known_at).date()).days
