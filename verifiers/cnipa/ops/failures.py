"""How asking OPS may fail before it is known whose failure it is: the number's or the source's."""

from __future__ import annotations


class UnreadableError(Exception):
    """An answer that is broken, too large or wrongly encoded: another attempt may be whole.

    So may an answer to fewer numbers.
    """


class PassingError(Exception):
    """No answer, or one that says "later"; `wait` is for how many seconds, 0 where unsaid."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
