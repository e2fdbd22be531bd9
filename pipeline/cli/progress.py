"""How far the reading is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn

from extractors.reading.pool import OnProgress
from extractors.reading.pool import Progress as Pages
from pipeline.cli.voice import Voice

_LINE_SECONDS = 10.0
_MINUTE = 60


class Pace:
    """Rate and time left, from the pages that were really read."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._started = clock()

    def rate(self, pages: Pages) -> float:
        """Pages a second since the start; 0 where none was read yet."""
        seconds = self._clock() - self._started
        fresh = pages.pages_done - pages.pages_cached
        return fresh / seconds if seconds > 0 else 0.0

    def seconds_left(self, pages: Pages) -> float | None:
        """Time for the pages known of; None where nothing was read yet."""
        rate = self.rate(pages)
        return (pages.pages_known - pages.pages_done) / rate if rate else None


def described(voice: Voice, pages: Pages, pace: Pace) -> str:
    """`已读 12/60 页，1.1 页/秒，约剩 43 秒`."""
    left = pace.seconds_left(pages)
    rate = f"{pace.rate(pages):.1f}"
    left_zh, left_en = _time_left(left)
    done, known = pages.pages_done, pages.pages_known
    return voice.choose(
        f"已读 {done}/{known} 页，{rate} 页/秒，约剩 {left_zh}",
        f"{done}/{known} pages, {rate} pages/s, {left_en} left",
    )


def _time_left(seconds: float | None) -> tuple[str, str]:
    """In words, which nobody takes for a time of day: 23:15 could be either."""
    if seconds is None:
        return "?", "?"
    if seconds < _MINUTE:
        return f"{int(seconds)} 秒", f"{int(seconds)} s"
    minutes = math.ceil(seconds / _MINUTE)
    if minutes < _MINUTE:
        return f"{minutes} 分", f"{minutes} min"
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min"


@contextmanager
def reading_progress(voice: Voice, *, quiet: bool) -> Iterator[OnProgress]:
    """A listener for the reading; what it shows is gone when the reading is."""
    if quiet:
        yield lambda _: None
    elif voice.aside.is_terminal:
        with _bar(voice) as (bar, task):
            pace = Pace(time.monotonic)
            yield lambda pages: bar.update(
                task,
                completed=pages.pages_done,
                total=pages.pages_known,
                told=described(voice, pages, pace),
            )
    else:
        yield _lines(voice, time.monotonic)


@contextmanager
def _bar(voice: Voice) -> Iterator[tuple[Progress, TaskID]]:
    columns = (BarColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=voice.aside, transient=True) as bar:
        yield bar, bar.add_task("", total=None, told="")


def _lines(voice: Voice, clock: Callable[[], float]) -> OnProgress:
    pace, told = Pace(clock), [clock()]

    def tell(pages: Pages) -> None:
        if clock() - told[0] >= _LINE_SECONDS:
            told[0] = clock()
            voice.aside.print(described(voice, pages, pace))

    return tell
