"""What stands at the head of every file of a batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

_CHINA = dt.timezone(dt.timedelta(hours=8))
"""The time of batch.toml where it names no zone: never that of the machine."""


@dataclass(frozen=True, slots=True)
class BatchRun:
    """One batch under one notice, as its output files name it.

    `notice_title` is the notice's own title, `notice_number` its 发文字号,
    empty where unknown; `rules_version` is the content hash of rules, notice
    and whitelist; `received_at` is when the review body received the batch.
    None of them is the time of the run: the same input gives the same bytes.
    `rule_titles` has the notice's short name of each rule, for people who do
    not know the ids; a rule without one is named by its id.
    """

    batch: str
    notice_id: str
    notice_title: str
    review_body: str
    rules_version: str
    received_at: dt.datetime | None = None
    notice_number: str = ""
    rule_titles: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""

    @property
    def notice_line(self) -> str:
        """Title and number on one line: `《关于……的通知》（新人社办〔2024〕22号）`."""
        title = self.notice_title or self.notice_id
        quoted = title if title.startswith("《") else f"《{title}》"
        return f"{quoted}（{self.notice_number}）" if self.notice_number else quoted

    def rule_title(self, rule: str) -> str:
        """The rule in a few words of the notice."""
        return self.rule_titles.get(rule, rule)

    @property
    def file_date(self) -> dt.datetime:
        """The creation date written into files: a fixed day where none was received."""
        moment = self.received_at or dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=_CHINA)
        return moment.astimezone(dt.UTC).replace(microsecond=0)
