"""One error root with stable codes.

A code is a promise to outside tools and to the operator's handbook
(docs/errors.md): it never changes its meaning. Messages may be reworded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one thing, kept beside that thing.

    `code` is stable (`E-…`); `zh` and `en` are one sentence each, for the
    person who meets the problem, and say what to do about it.
    """

    code: str
    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.code or not self.zh or not self.en:
            raise ValueError("a problem needs a code and a sentence in both languages")


class HeyanError(Exception):
    """Root of every error that Heyan raises on purpose.

    A traceback shows both sentences: the English one as the message, the Chinese one as a
    note below it, so that a log is read by either.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.en}")
        self.add_note(f"{problem.code}：{problem.zh}")
        self.problem = problem

    def __reduce__(self) -> tuple[type[HeyanError], tuple[Problem]]:
        """Goes whole from a pool's process to whoever waits for it."""
        return type(self), (self.problem,)

    @property
    def code(self) -> str:
        """The stable code, for example `E-BATCH-ID`."""
        return self.problem.code


class NormalFormError(HeyanError, ValueError):
    """A text that is not of the form its name claims (date, number, name)."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(Problem(code, zh, en))

    def __reduce__(self) -> tuple[type[NormalFormError], tuple[str, str, str]]:  # type: ignore[override]
        """As above, by what it is made of."""
        return type(self), (self.problem.code, self.problem.zh, self.problem.en)


class BatchError(HeyanError):
    """The batch as a whole could not be taken; nothing of it is lost."""


class UploadError(HeyanError):
    """One upload could not be taken or read; the others go on."""


class DataError(HeyanError):
    """A data file of the project's own (notice, whitelist) breaks its schema."""


class MachineError(HeyanError):
    """Something this machine lacks: a model, a font, a program, disk space."""


class SourceError(HeyanError):
    """A register that was asked does not answer at all; what it was asked stays unanswered."""
