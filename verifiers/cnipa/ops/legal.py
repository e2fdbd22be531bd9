"""INPADOC's legal events of Chinese patents, and what they say of a patent's state.

Source: facts §3 for the codes of CNIPA's gazette and EPO's older ones; WIPO ST.17 is not used by
CN. A missing event says nothing: OPS is late, so that no event makes a patent "in force".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from evidence.register import LegalEvent
from verifiers.cnipa.ops.badgerfish import attribute, every, text
from verifiers.cnipa.ops.biblio import chinese_document_id, iso_date

_CODE = re.compile(r"[A-Z0-9]{1,8}")
_FAMILIES = ("ops:world-patent-data", "ops:patent-family", "ops:family-member")


class Effect(Enum):
    """What an event does to a patent."""

    NONE = auto()
    ENDS = auto()
    RESTORES = auto()
    VOIDS = auto()
    VOIDS_PARTLY = auto()
    WITHDRAWN = auto()
    CHANGES_PATENTEE = auto()
    CHANGES_ENTRIES = auto()
    """Of the inventors, among others (CB03)."""


_CODES: dict[str, tuple[str, Effect]] = {
    "GR01": ("授权", Effect.NONE),
    "C14": ("授权", Effect.NONE),
    "PB01": ("公布", Effect.NONE),
    "C06": ("公布", Effect.NONE),
    "SE01": ("实质审查的生效", Effect.NONE),
    "C10": ("实质审查的生效", Effect.NONE),
    "CF01": ("未缴年费专利权终止", Effect.ENDS),
    "C19": ("未缴年费专利权终止", Effect.ENDS),
    "C17": ("专利权终止", Effect.ENDS),
    "CX01": ("专利权有效期届满", Effect.ENDS),
    "EXPY": ("专利权有效期届满", Effect.ENDS),
    "AV01": ("放弃专利权", Effect.ENDS),
    "C25": ("放弃专利权", Effect.ENDS),
    "RGAV": ("放弃专利权", Effect.ENDS),
    "RR01": ("权利的恢复", Effect.RESTORES),
    "IW01": ("专利权全部无效", Effect.VOIDS),
    "IP01": ("专利权部分无效", Effect.VOIDS_PARTLY),
    "C35": ("专利权部分无效", Effect.VOIDS_PARTLY),
    "C02": ("视为撤回", Effect.WITHDRAWN),
    "TR01": ("专利权的转移", Effect.CHANGES_PATENTEE),
    "C41": ("专利权的转移", Effect.CHANGES_PATENTEE),
    "ASS": ("专利权的转移", Effect.CHANGES_PATENTEE),
    "CP01": ("专利权人的姓名或者名称、地址的变更", Effect.CHANGES_PATENTEE),
    "CP02": ("专利权人的姓名或者名称、地址的变更", Effect.CHANGES_PATENTEE),
    "CP03": ("专利权人的姓名或者名称、地址的变更", Effect.CHANGES_PATENTEE),
    "CB03": ("著录事项变更", Effect.CHANGES_ENTRIES),
}
"""Each code with CNIPA's name of it (事务). C35 is of whole or partial invalidation: it is partial
at least. C17 and C19 are the lapses of before 2010."""
_STATES = (Effect.VOIDS, Effect.VOIDS_PARTLY, Effect.ENDS, Effect.WITHDRAWN)
"""Worst first."""


@dataclass(frozen=True, slots=True)
class History:
    """The events of one application (docdb number), oldest first.

    `doubtful` where one names another document, has no date, or is of an unknown code that OPS
    marks as bad for the patent.
    """

    application: str
    events: tuple[LegalEvent, ...]
    doubtful: bool

    @property
    def status(self) -> str:
        """The state that an event brought about, in CNIPA's words; empty where none did.

        A restored patent (RR01) is not ended by what was before; nothing restores a void one.
        """
        restored = max((e.date for e in self.events if _effect(e) is Effect.RESTORES), default="")
        granted = any(event.code in {"GR01", "C14"} for event in self.events)
        for effect in _STATES:
            for event in reversed(self.events):
                if _effect(event) is not effect:
                    continue
                if effect is Effect.ENDS and event.date < restored:
                    continue
                if effect is Effect.WITHDRAWN and granted:
                    continue
                return event.label
        return ""

    def changed_since(self, published: str) -> tuple[str, ...]:
        """Fields that a publication of that day need not show as they are now."""
        effects = {_effect(event) for event in self.events if event.date > published}
        fields = {Effect.CHANGES_PATENTEE: "patentees", Effect.CHANGES_ENTRIES: "inventors"}
        return tuple(name for effect, name in fields.items() if effect in effects)


def histories(payload: object) -> Iterator[History]:
    """What an answer of the legal service tells, one history a family member of CN."""
    for member in every(payload, *_FAMILIES):
        application = _number(member, "application-reference")
        if not application:
            continue
        own = {application, _number(member, "publication-reference")}
        found = [_event(node, own) for node in every(member, "ops:legal")]
        yield History(
            application,
            _ordered(event for event, _ in found if event is not None),
            any(doubtful for _, doubtful in found),
        )


def joined(application: str, told: Sequence[History]) -> History:
    """The history of one application, however many parts it was told in."""
    return History(
        application,
        _ordered(event for one in told for event in one.events),
        any(one.doubtful for one in told),
    )


def _ordered(events: Iterable[LegalEvent]) -> tuple[LegalEvent, ...]:
    return tuple(sorted(set(events), key=lambda event: (event.date, event.code)))


def _event(node: object, own: set[str]) -> tuple[LegalEvent | None, bool]:
    """An event and whether there is doubt; no event where it is another document's or undated."""
    code = text(node, "ops:L008EP") or attribute(node, "code")
    document = text(node, "ops:L003EP")
    date = iso_date(text(node, "ops:L007EP"))
    if document not in own or not date or not _CODE.fullmatch(code):
        return None, True
    label, _ = _CODES.get(code, ("", Effect.NONE))
    return LegalEvent(code, date, label), code not in _CODES and attribute(node, "infl") == "-"


def _number(member: object, reference: str) -> str:
    for one in every(member, reference):
        number, _ = chinese_document_id(one)
        if number:
            return number
    return ""


def _effect(event: LegalEvent) -> Effect:
    return _CODES.get(event.code, ("", Effect.NONE))[1]
