"""What a person wrote into the form of a decision: from the browser, to a draft, to an intent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from evidence.errors import Problem
from review.desk.flow.deciding import DecisionRefusedError, Intent
from review.desk.models.decisions import Choice


@dataclass(frozen=True, slots=True)
class Written:
    """The form's fields as text, whatever stands in them.

    `version` is that of the item it shows; `typed` says when it was last changed, in
    milliseconds of the browser's clock, so that the browser knows the later of two drafts.
    """

    choice: str = ""
    reason: str = ""
    text: str = ""
    supplement: str = ""
    until: str = ""
    version: str = ""
    typed: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Written:
        """The fields among the values of a request or a draft; NUL is no text."""
        return cls(
            **{one.name: str(values.get(one.name) or "").replace("\x00", "") for one in fields(cls)}
        )

    @property
    def content(self) -> dict[str, str]:
        """The fields that say something, as a draft keeps them."""
        return {name: text for name, text in asdict(self).items() if text}

    @property
    def says_something(self) -> bool:
        """Whether anything was chosen or written; a date alone stands there from the start."""
        return any((self.choice, self.reason, self.text.strip(), self.supplement.strip()))

    @property
    def undecided(self) -> Written:
        """What was written, without what was chosen."""
        return replace(self, choice="", reason="")

    def intent(self, version: int, seconds: int | None) -> Intent:
        """What the person wants to decide.

        Raises DecisionRefusedError: `E-DESK-CHOICE` where nothing was chosen, `E-DESK-UNTIL`
        where the day is none.
        """
        if self.choice not in Choice.values:
            raise DecisionRefusedError(
                Problem(
                    "E-DESK-CHOICE",
                    "请先选择决定（A 认可、S 不予认可、D 补充材料、F 转现场、R 退回）；"
                    "填写的内容已保留。",
                    "Choose a decision first (A, S, D, F or R); what you wrote is kept.",
                )
            )
        return Intent(
            choice=Choice(self.choice),
            reason=self.reason,
            version=version,
            text=self.text.strip(),
            supplement=self.supplement.strip() if self.choice == Choice.SUPPLEMENT else "",
            until=self._day() if self.choice == Choice.SUPPLEMENT else None,
            seconds=seconds,
        )

    def _day(self) -> dt.date | None:
        if not self.until:
            return None
        try:
            return dt.date.fromisoformat(self.until)
        except ValueError as e:
            raise DecisionRefusedError(
                Problem(
                    "E-DESK-UNTIL",
                    f"截止日期“{self.until}”不是日期，请写成 2024-04-30 的形式；填写的内容已保留。",
                    f"“{self.until}” is no day; write it as 2024-04-30. What you wrote is kept.",
                )
            ) from e
