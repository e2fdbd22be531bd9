"""Where a batch is on its way from the inbox to the queue. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.inbox import Progress
from review.desk.batches.inbox import SILENT, Lying, Refusal

STALLED = dt.timedelta(minutes=2)
"""A marked batch that is not taken for so long wants somebody to look at the pipeline."""


class Where(StrEnum):
    """What is happening to a batch."""

    COPYING = "copying"
    WAITING = "waiting"
    REFUSED = "refused"
    TAKEN = "taken"
    READING = "reading"
    JUDGED = "judged"
    FAILED = "failed"
    PUBLISHED = "published"


LIVE = frozenset({Where.COPYING, Where.WAITING, Where.TAKEN, Where.READING, Where.JUDGED})
"""Whatever changes by itself, so that a page looks again."""

WORDS = {
    Where.COPYING: ("…", "正在放入收件箱", "being copied into the inbox"),
    Where.WAITING: ("…", "等待处理", "waiting to be taken"),
    Where.REFUSED: ("✕", "未能接收", "not taken"),
    Where.TAKEN: ("▸", "已接收", "taken in"),
    Where.READING: ("▸", "正在识读", "being read"),
    Where.JUDGED: ("▸", "已核验，正在汇总", "checked, being concluded"),
    Where.FAILED: ("✕", "处理失败", "failed"),
    Where.PUBLISHED: ("✓", "已进入队列", "in the queue"),
}
"""Sign, Chinese and English word."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a batch is, since when, and what the pipeline says of it.

    `quiet` says that what should go on by itself has not for too long. `again` says that the
    marker in the inbox can be touched to have it tried again.
    """

    where: Where
    at: dt.datetime
    progress: Progress | None = None
    refusal: Refusal | None = None
    quiet: bool = False
    again: bool = False

    @property
    def live(self) -> bool:
        """Whether it changes by itself."""
        return self.where in LIVE

    @property
    def stuck(self) -> bool:
        """Whether it does not go on unless somebody does something."""
        return self.quiet or self.where in (Where.REFUSED, Where.FAILED)

    @property
    def sign(self) -> str:
        """Its sign; it never stands alone."""
        return "?" if self.quiet else WORDS[self.where][0]

    @property
    def zh(self) -> str:
        """In Chinese."""
        return WORDS[self.where][1]

    @property
    def en(self) -> str:
        """In English."""
        return WORDS[self.where][2]

    @property
    def share(self) -> int | None:
        """Percent of the known pages that are read, while they are being read."""
        told = self.progress
        if self.where is not Where.READING or told is None or not told.pages_known:
            return None
        return min(100, 100 * told.pages_done // told.pages_known)


def whereabouts(
    lying: Sequence[Lying],
    progress: Progress | None,
    published_at: dt.datetime | None,
    now: dt.datetime,
) -> Whereabouts | None:
    """Where a batch is; None where nothing is known of it.

    The marker's time decides whether the pipeline has heard of what lies there now.
    """
    marked = [one for one in lying if one.ready_at is not None]
    latest = max(marked or lying, key=lambda one: one.ready_at or one.put_at, default=None)
    if latest is not None and latest.refusal is not None:
        return Whereabouts(
            Where.REFUSED, latest.ready_at or latest.put_at, refusal=latest.refusal, again=True
        )
    if latest is not None and latest.ready_at is not None:
        known = max((at for at in (progress and progress.at, published_at) if at), default=None)
        if known is None or known < latest.ready_at:
            return Whereabouts(
                Where.WAITING, latest.ready_at, quiet=now - latest.ready_at > STALLED
            )
    if progress is not None:
        return _as_told(progress, now, again=bool(marked))
    if published_at is not None:
        return Whereabouts(Where.PUBLISHED, published_at, progress)
    return Whereabouts(Where.COPYING, latest.put_at) if latest else None


def _as_told(progress: Progress, now: dt.datetime, *, again: bool) -> Whereabouts:
    where = Where(progress.stage.value)
    quiet = where in LIVE and now - progress.at > SILENT
    return Whereabouts(
        where,
        progress.at,
        progress,
        quiet=quiet,
        again=again and (quiet or where is Where.FAILED),
    )
