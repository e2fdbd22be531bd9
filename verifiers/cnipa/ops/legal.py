"""INPADOC's legal events of Chinese patents, and what they say of a patent's state.

Source: facts §3 for the codes of CNIPA's gazette and EPO's older ones. A missing event says
nothing: OPS is late, so that no event makes a patent "in force".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evidence.register import LegalEvent
from verifiers.cnipa.ops.badgerfish import attribute, every, text
from verifiers.cnipa.ops.biblio import chinese_document_id, iso_date
from verifiers.cnipa.status import PatentState, ends

_CODE = re.compile(r"[A-Z0-9]{1,8}")
_FAMILIES = ("ops:world-patent-data", "ops:patent-family", "ops:family-member")
_LABELS = {
    **dict.fromkeys(("GR01", "C14"), "授权"),
    **dict.fromkeys(("PB01", "C06"), "公布"),
    **dict.fromkeys(("SE01", "C10"), "实质审查的生效"),
    **dict.fromkeys(("CF01", "C19"), "未缴年费专利权终止"),
    "C17": "专利权终止",
    **dict.fromkeys(("CX01", "EXPY"), "专利权有效期届满"),
    **dict.fromkeys(("AV01", "C25", "RGAV"), "放弃专利权"),
    "RR01": "权利的恢复",
    "IW01": "专利权全部无效",
    **dict.fromkeys(("IP01", "C35"), "专利权部分无效"),
    "C02": "视为撤回",
    **dict.fromkeys(("TR01", "C41", "ASS"), "专利权的转移"),
    **dict.fromkeys(("CP01", "CP02", "CP03"), "专利权人的姓名或者名称、地址的变更"),
    "CB03": "著录事项变更",
}
"""Each code with CNIPA's name of it (事务). C35 is of whole or partial invalidation: it is partial
at least. What each does to the patent: verifiers.cnipa.status."""
_CHANGES = {
    "patentees": frozenset({"TR01", "C41", "ASS", "CP01", "CP02", "CP03"}),
    "inventors": frozenset({"CB03"}),
}
"""Fields of a record, and the events after which they may be others."""


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
        """The worst state that an event brought about, in CNIPA's words; empty where none did."""
        order = list(PatentState).index
        found = min(ends(self.events), key=lambda end: order(end[1]), default=None)
        return found[0].label if found else ""

    def changed_since(self, published: str) -> tuple[str, ...]:
        """Fields that a publication of that day need not show as they are now."""
        later = {event.code for event in self.events if event.date > published}
        return tuple(name for name, codes in _CHANGES.items() if codes & later)


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
    if not document or document not in own or not date or not _CODE.fullmatch(code):
        return None, True
    is_bad = code not in _LABELS and attribute(node, "infl") == "-"
    return LegalEvent(code, date, _LABELS.get(code, "")), is_bad


def _number(member: object, reference: str) -> str:
    for one in every(member, reference):
        number, _ = chinese_document_id(one)
        if number:
            return number
    return ""
