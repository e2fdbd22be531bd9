"""A clock that jumps where somebody sleeps."""

from __future__ import annotations


class JumpingClock:
    """Seconds since 1970; `slept` is every sleep in its order."""

    def __init__(self, start: float = 1_732_600_000.0) -> None:
        self._now = start
        self.slept: list[float] = []

    def now(self) -> float:
        """The time."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Be later by so much."""
        self.slept.append(seconds)
        self._now += seconds
