"""Where people's decisions brought an application, as the rosters word it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.findings import Finding, Outcome

_WHOLE = "申报整体"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs for a decision, and on which day; `role` where it was not the review itself."""

    person: str
    on: dt.date
    role: str = ""

    def __str__(self) -> str:
        return f"{self.role} {self.person} {self.on.isoformat()}".strip()


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision in force (谁审核、谁签名、谁负责: 六(四)).

    `claim` is the 序号 of the claim, None for the application as a whole; `about` names
    something else that was decided (抽查). `word` is what was decided, `reason` why, in words.
    `settled` are the findings that kept the application from passing and that it accepts.
    """

    accepts: bool
    word: str
    claim: int | None
    reason: str
    signatures: tuple[Signature, ...]
    settled: tuple[Finding, ...] = ()
    about: str = ""

    @property
    def subject(self) -> str:
        """What was decided about: `第1项`."""
        return self.about or (_WHOLE if self.claim is None else f"第{self.claim}项")

    @property
    def signed(self) -> str:
        """Who signed and when: `王审核员 2024-04-08，复核 李复核员 2024-04-09`."""
        return "，".join(str(one) for one in self.signatures)

    def as_basis(self, titles: Sequence[str]) -> str:
        """依据: what a person accepted; `titles` name the rules of what it settles."""
        accepted = f"{self.subject} {'、'.join(titles)}".strip()
        return f"人工认可：{accepted}（{self.signed}）"

    @property
    def as_reason(self) -> str:
        """原因: what a person decided against a pass, and why."""
        return f"{self.word}　{self.subject}：{self.reason}（{self.signed}）"


@dataclass(frozen=True, slots=True)
class Concluded:
    """The roster of an application, in place of the machine's outcome alone.

    `against` are the findings that nobody settled, worst first.
    """

    outcome: Outcome
    rulings: tuple[Ruling, ...] = ()
    against: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> tuple[Ruling, ...]:
        """What people accepted of what the machine did not."""
        return tuple(one for one in self.rulings if one.accepts)

    @property
    def refused(self) -> tuple[Ruling, ...]:
        """Every other decision."""
        return tuple(one for one in self.rulings if not one.accepts)

    @property
    def settled(self) -> frozenset[Finding]:
        """The findings that people accepted."""
        return frozenset(finding for one in self.accepted for finding in one.settled)

    @property
    def claims_accepted(self) -> frozenset[int]:
        """The claims that people accepted."""
        return frozenset(one.claim for one in self.accepted if one.claim is not None)

    @property
    def claims_refused(self) -> frozenset[int]:
        """The claims that people did not accept: nothing of them carries a pass."""
        return frozenset(one.claim for one in self.refused if one.claim is not None)
