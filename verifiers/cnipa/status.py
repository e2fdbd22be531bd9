"""What a patent's printed status means (facts of the vocabulary: the notice file)."""

from __future__ import annotations

from enum import StrEnum

from evidence.names import normal_text
from evidence.register import OfficialRecord
from verifiers.notices.notice import Vocabulary


class PatentState(StrEnum):
    """Whether a patent is in force, worst first."""

    VOID = "void"
    NOT_GRANTED = "not_granted"
    PARTLY_VOID = "partly_void"
    ENDED = "ended"
    UNKNOWN = "unknown"
    IN_FORCE = "in_force"
    NOT_SHOWN = "not_shown"


_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无"})


def state_of(record: OfficialRecord, words: Vocabulary) -> PatentState:
    """The worse of what both status fields of a record mean."""
    states = [_meaning(text, words) for text in (record.legal_status, record.case_status)]
    return min(states, key=list(PatentState).index)


def _meaning(text: str, words: Vocabulary) -> PatentState:
    """In force only by the whole word; anything worse already by how it begins."""
    status = normal_text(text)
    if status in _NOTHING:
        return PatentState.NOT_SHOWN
    if status in words.patent_in_force:
        return PatentState.IN_FORCE
    for state, beginnings in (
        (PatentState.PARTLY_VOID, words.patent_partly_void),
        (PatentState.VOID, words.patent_void),
        (PatentState.ENDED, words.patent_ended),
        (PatentState.NOT_GRANTED, words.patent_not_granted),
    ):
        if status.startswith(beginnings):
            return state
    return PatentState.UNKNOWN
