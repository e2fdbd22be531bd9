"""What a patent's printed status means (facts of the vocabulary: the notice file)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from evidence.names import normal_text
from evidence.register import LegalEvent, OfficialRecord
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
_ENDS = {
    **dict.fromkeys(
        ("CF01", "CX01", "EXPY", "C25", "RGAV", "AV01", "C17", "C19"), PatentState.ENDED
    ),
    "IW01": PatentState.VOID,
    **dict.fromkeys(("IP01", "C35"), PatentState.PARTLY_VOID),
    "C02": PatentState.NOT_GRANTED,
}
"""Events that end a patent, by the codes of 公布公告 and INPADOC. Source: facts §1, §3; C17, C19
and C35 are those of before 2010."""
_RESTORED = "RR01"
_GRANTED = frozenset({"GR01", "C14"})
_UNDONE = {
    PatentState.ENDED: frozenset({_RESTORED}),
    PatentState.NOT_GRANTED: frozenset({_RESTORED}) | _GRANTED,
}
"""What takes an end back when it happens after it; nothing does for a patent that is void."""


def state_of(record: OfficialRecord, words: Vocabulary) -> PatentState:
    """The worst of what both status fields and the events of a record mean.

    Events may only make it worse: that none tells of an end does not show a patent in force.
    """
    states = [_meaning(text, words) for text in (record.legal_status, record.case_status)]
    states += [state for _, state in ends(record.events)]
    return min(states, key=list(PatentState).index)


def end_texts(record: OfficialRecord) -> list[str]:
    """The events of a record that end the patent, for a sentence: `CF01 专利权的终止 2023-05-20`."""
    return [
        " ".join(part for part in (_code(event), event.label, event.date) if part)
        for event, _ in ends(record.events)
    ]


def restored(record: OfficialRecord) -> bool:
    """Whether a record tells of 权利的恢复 (RR01)."""
    return any(_code(event) == _RESTORED for event in record.events)


def ends(events: Sequence[LegalEvent]) -> Iterator[tuple[LegalEvent, PatentState]]:
    """The ends that no later event took back. On one day the end counts."""
    for event in events:
        state = _ENDS.get(_code(event))
        undoing = _UNDONE.get(state, frozenset()) if state else frozenset()
        undone = any(
            _code(other) in undoing and event.date and other.date > event.date for other in events
        )
        if state is not None and not undone:
            yield event, state


def _code(event: LegalEvent) -> str:
    return event.code.strip().upper()


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
