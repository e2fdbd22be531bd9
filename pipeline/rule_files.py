"""The files of notice and whitelist as an operator wants to know them: valid, and of today.

Read anew from their files each time, for somebody may just have changed one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import verifiers
from evidence.errors import DataError, Problem
from pipeline.tables import table
from verifiers.authorities.entries import Authority
from verifiers.authorities.whitelist import authorities_from
from verifiers.data_files import text_of_file
from verifiers.notices.notice import Notice, notice_from
from verifiers.rules.registry import check_notice
from verifiers.version import rules_version

DATA = Path(verifiers.__file__).parent
_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """What notices and whitelist hold, and what is wrong with any of their files."""

    notices: tuple[Notice, ...]
    authorities: tuple[Authority, ...]
    notice_problems: tuple[Problem, ...] = ()
    whitelist_problems: tuple[Problem, ...] = ()

    @property
    def newest(self) -> Notice | None:
        """The notice that a batch is judged by where it names none."""
        return max(self.notices, key=lambda one: (one.issued, one.id), default=None)


def today() -> dt.date:
    """The day in China, whose notices these are."""
    return dt.datetime.now(_CHINA).date()


def read_rule_files(folder: Path = DATA) -> RuleFiles:
    """Every notice and the whitelist below a folder; what is wrong is told, not raised."""
    notices, wrong = [], []
    for file in sorted((folder / "notices").glob("*.yaml")):
        try:
            notice = notice_from(text_of_file(file), file.stem)
            check_notice(notice)
        except DataError as e:
            wrong.append(e.problem)
        else:
            notices.append(notice)
    try:
        listed = authorities_from(text_of_file(folder / "authorities" / "authorities.yaml"))
    except DataError as e:
        return RuleFiles(tuple(notices), (), tuple(wrong), (e.problem,))
    return RuleFiles(tuple(notices), tuple(listed.entries), tuple(wrong))


def figures_of_rules(files: RuleFiles, today: dt.date) -> dict[str, Any]:
    """Notices with the days they have left, and how well the whitelist is known."""
    newest = files.newest
    return {
        "notices": notice_table(files.notices, today),
        "days_left": days_left(newest, today) if newest else 0,
        "authorities": len(files.authorities),
        "authorities_out_of_date": len(out_of_date(files.authorities, today)),
        "files_with_errors": len(files.notice_problems) + len(files.whitelist_problems),
        "rules_version": rules_version(),
    }


def notice_table(notices: Sequence[Notice], today: dt.date) -> Any:
    """Each notice and whether it is in force."""
    return table(
        ["notice", "number", "from", "until", "days left"],
        [
            (one.id, one.document_number, one.effective_from, one.effective_until,
             days_left(one, today))
            for one in notices
        ],
    )  # fmt: skip


def days_left(notice: Notice, today: dt.date) -> int:
    """Days until the notice ends, its last day included; negative once it has ended."""
    return (notice.effective_until - today).days


def out_of_date(authorities: Sequence[Authority], today: dt.date) -> list[Authority]:
    """The entries that the whitelist itself says nothing certain about any more."""
    return [
        one
        for one in authorities
        if any(day is not None and day < today for day in (one.valid_until, one.uncertain_after))
    ]
