"""Never more requests a minute than OPS allows, nor any while it says stop.

The library's own throttler goes on where OPS says black without a Retry-After, waits for hours
where it gives one, and cannot be told the time; so this middleware stands in its place.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from epo_ops.middlewares import Middleware
from epo_ops.middlewares.throttle.utils import service_for_url

from evidence.codec import decode, encode
from evidence.errors import DataError, Problem, SourceError
from verifiers.cnipa.ops import problems

_MINUTE = 60.0
_MARGIN = 1.02
"""Clocks of two machines do not run alike."""
_UNTOLD = 15
"""Requests a minute of a service whose rate OPS has not told yet: half of the least it ever tells."""
_SERVICE = re.compile(r"(\w+)=(\w+):(\d{1,6})(?!\d)")
HOUR_BYTES = 450_000_000
WEEK_BYTES = 4_000_000_000
"""What an account without a subscription may fetch. Source: facts §3."""
_PAUSES: Mapping[str, float] = {
    "E-OPS-THROTTLED": _MINUTE,
    "E-OPS-UNREACHABLE": 5 * _MINUTE,
    "E-OPS-BROKEN": 5 * _MINUTE,
    "E-OPS-ROBOT": 60 * _MINUTE,
    "E-OPS-QUOTA-HOUR": 60 * _MINUTE,
    "E-OPS-QUOTA-WEEK": 24 * 60 * _MINUTE,
}
"""Seconds for which nothing is asked after the source failed so; the rest is tried at once."""


@dataclass(slots=True)
class _Standing:
    """What is known of the source, kept between runs: times are seconds since 1970."""

    limits: dict[str, int] = field(default_factory=dict)
    asked: dict[str, list[float]] = field(default_factory=dict)
    closed_until: float = 0.0
    closed: Problem | None = None


class Pace(Middleware):  # type: ignore[misc]  # the library has no types
    """Waits before each request, learns from each answer, and remembers both in a file.

    `file` is where the standing is kept, so that the next run, or another process that holds the
    same lock, goes on at the same pace; None keeps it in memory. `now` gives seconds since 1970.
    """

    def __init__(
        self,
        file: Path | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file = file
        self._now = now
        self._sleep = sleep
        self._standing = _load(file)

    def process_request(self, env: object, url: str, data: object, **kwargs: Any) -> Any:  # noqa: ARG002
        """Wait until the request may go out. Raises SourceError where none may."""
        self.check_open()
        service = service_for_url(url)
        limit = self._standing.limits.get(service, _UNTOLD)
        if limit <= 0:
            raise self.closed(SourceError(problems.throttled()))
        asked = self._standing.asked.setdefault(service, [])
        self._sleep_until(_due(asked, limit, self._now()))
        self._note(asked)
        return url, data, kwargs

    def process_response(self, env: object, response: Any) -> Any:  # noqa: ARG002
        """Learn the rates and how much of the quota is used."""
        # The gap counts from the answer: however long a request was under way, OPS saw it before.
        asked = self._standing.asked.get(service_for_url(response.request.url))
        if asked:
            asked[-1] = self._now()
        headers = response.headers
        for service, colour, limit in _SERVICE.findall(headers.get("X-Throttling-Control", "")):
            self._standing.limits[service] = 0 if colour.lower() == "black" else int(limit)
        self._check_quota(headers)
        self._save()
        return response

    def check_open(self) -> None:
        """Raises SourceError while the source is left alone after a failure."""
        left = self._standing.closed_until - self._now()
        if 0 < left <= max(_PAUSES.values()) and self._standing.closed:
            raise SourceError(self._standing.closed)

    def closed(self, error: SourceError, wait: float = 0.0) -> SourceError:
        """The error, with the source left alone for as long as it asks for; `wait` in seconds.

        A wait counts up to an hour: OPS is seen to give milliseconds for seconds.
        """
        pause = _PAUSES.get(error.code, 0.0)
        if pause:
            self._standing.closed_until = self._now() + max(pause, min(wait, 60 * _MINUTE))
            self._standing.closed = error.problem
            # What was black is asked again once the pause is over, as gently as at first.
            self._standing.limits = {k: v for k, v in self._standing.limits.items() if v > 0}
            self._save()
        return error

    def _check_quota(self, headers: Mapping[str, str]) -> None:
        """Close before OPS has to refuse; the answer that says so still holds."""
        if _bytes(headers, "X-IndividualQuotaPerHour-Used") >= HOUR_BYTES:
            self.closed(SourceError(problems.quota_hour()))
        if _bytes(headers, "X-RegisteredQuotaPerWeek-Used") >= WEEK_BYTES:
            self.closed(SourceError(problems.quota_week()))

    def _sleep_until(self, due: float) -> None:
        while (left := due - self._now()) > 0:
            self._sleep(left)

    def _note(self, asked: list[float]) -> None:
        now = self._now()
        asked[:] = [at for at in asked if now - _MINUTE * _MARGIN < at <= now]
        asked.append(now)
        self._save()

    def _save(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        temporary.write_bytes(encode(_Standing, self._standing))
        temporary.replace(self._file)


def _due(asked: list[float], limit: int, now: float) -> float:
    """When the next request may go out: evenly spaced, and no more than `limit` in any minute."""
    past = [at for at in asked if at <= now]
    if not past:
        return now
    due = past[-1] + _MINUTE / limit * _MARGIN
    return max(due, past[-limit] + _MINUTE * _MARGIN) if len(past) >= limit else due


def _bytes(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0


def _load(file: Path | None) -> _Standing:
    """What an earlier run left; nothing where it left nothing, or nothing that can be read."""
    try:
        return decode(_Standing, file.read_bytes()) if file is not None else _Standing()
    except (OSError, DataError):
        return _Standing()
