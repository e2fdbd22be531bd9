"""Who made a list, on which decisions it rests, and the digest of its content."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass

from review.rosters.heading import BatchRun
from review.rosters.people import Roster

_SHOWN = 16
"""Characters of the digest on paper, in groups of four; the record has all of them."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint (编制信息) of a list that rests on people's decisions.

    `maker` is who made the list; `as_of` the time of the last decision that it rests on, by
    the review body's clock, never that of making it: the same decisions give the same bytes.
    """

    maker: str
    as_of: dt.datetime
    digest: str

    @property
    def line(self) -> str:
        """One line at the foot of the list."""
        return f"编制人：{self.maker}　　{self.content}"

    @property
    def content(self) -> str:
        """What the list says and rests on, whoever makes it."""
        moment = f"{self.as_of:%Y-%m-%d %H:%M}"
        return f"依据截至 {moment} 的审查决定　　内容摘要：{shortened(self.digest)}"


def shortened(digest: str) -> str:
    """A digest as it stands on paper: `3f2a 91c0 77de 0b4a`."""
    shown = digest[:_SHOWN]
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))


def content_digest(run: BatchRun, roster: Roster) -> str:
    """SHA-256 in hex of what the list says: its heading and every row in order."""
    content = {
        "title": roster.title,
        "notice": run.notice_line,
        "body": run.review_body,
        "batch": run.batch,
        "scope": run.scope,
        "units": [asdict(unit) for unit in roster.units],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
