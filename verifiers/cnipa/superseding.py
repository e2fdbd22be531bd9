"""Which of several official records of one patent a person should believe in which field.

Records are never overwritten: all are kept, and for each field some of them stand while
others are history.

- What may lawfully change is the patentees (transfer, 专利法第十条), the inventors (著录事项
  变更, 专利审查指南第一部分第一章6.7) and the status. There a record yields to one that is surely
  later (`moments.surely_later`), shows another value and shows it without doubt.
- Number, type, title, filing date, grant date and grant number of a granted patent do not
  change. A record from before the grant shows no grant yet, and an empty value says nothing;
  two different values are a contradiction that a person sees, whatever their times.
- Of two records neither of which is surely later, both stand: where they differ they contradict
  each other. So a record without a time supersedes nothing that has one.
- A status that is worse always counts, however old; a status in force lifts a worse one only
  where the law knows the way back (`_lifted`). Source: facts §1, legal-status vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence

from evidence.dates import parse_date
from evidence.errors import NormalFormError
from evidence.names import normal_text
from evidence.register import OfficialRecord
from verifiers.cnipa.moments import surely_later
from verifiers.cnipa.status import PatentState, restored, state_of
from verifiers.cnipa.values import comparable
from verifiers.notices.notice import Vocabulary
from verifiers.rules.days import in_china

CHANGEABLE = frozenset({"inventors", "patentees"})
"""Fields besides the status that may lawfully change after the grant."""
_STATUS = frozenset({"legal_status", "case_status"})
_WHOSE = frozenset({"patent_number", "site"})
"""Fields that say whose record it is; one that is in doubt about them replaces no other."""
_AWAITS_RESTORATION = "等恢复"


def standing(records: Sequence[OfficialRecord], name: str) -> list[OfficialRecord]:
    """The records whose value of a field stands, in the order given; the others are history."""
    if name not in CHANGEABLE:
        return list(records)
    return [
        record for record in records if not any(_replaces(other, record, name) for other in records)
    ]


def _replaces(later: OfficialRecord, earlier: OfficialRecord, name: str) -> bool:
    value = comparable(later, name)
    return (
        value not in {"", comparable(earlier, name)}
        and comparable(earlier, name) != ""
        and not {name, *_WHOSE} & set(later.doubts)
        and surely_later(later, earlier)
    )


def standing_states(
    records: Sequence[OfficialRecord], words: Vocabulary
) -> dict[OfficialRecord, PatentState]:
    """What the status of each record means, without those that a later one lifted."""
    states = {record: state_of(record, words) for record in records}
    in_force = [
        record
        for record, state in states.items()
        if state is PatentState.IN_FORCE and not {*_STATUS, *_WHOSE} & set(record.doubts)
    ]
    return {
        record: state
        for record, state in states.items()
        if not any(_lifted(record, state, later) for later in in_force)
    }


def _lifted(record: OfficialRecord, state: PatentState, later: OfficialRecord) -> bool:
    """Whether a surely later record in force makes a worse one history.

    An ended patent comes back by restoration alone (专利法实施细则第六条): the earlier record awaits
    it (等恢复), or the later one tells of it (RR01). What was not granted yet on a day before the
    day of grant is granted now. Whatever is void or unknown stays so.
    """
    if not surely_later(later, record):
        return False
    if state is PatentState.ENDED:
        texts = (record.legal_status, record.case_status)
        awaits = any(_AWAITS_RESTORATION in normal_text(text) for text in texts)
        return awaits or restored(later)
    return state is PatentState.NOT_GRANTED and _before_grant(record, later)


def _before_grant(record: OfficialRecord, later: OfficialRecord) -> bool:
    if record.known_at is None or "grant_date" in later.doubts:
        return False
    try:
        granted = parse_date(later.grant_date)
    except NormalFormError:
        return False
    return granted.day is not None and in_china(record.known_at).date() < granted.first
