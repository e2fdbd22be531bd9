"""Speaking to a person, in Chinese or English, on a terminal or in a log file."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from rich.console import Console
from rich.markup import escape

from evidence.errors import Problem

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 3
"""Exit statuses (batch-format)."""


def locale_language(environment: Mapping[str, str]) -> str:
    """`en` where the locale names another language than Chinese; `zh` where it names none."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            language = value.split(".")[0].split("_")[0].lower()
            return "zh" if language in ("zh", "c", "posix") else "en"
    return "zh"


@dataclass(slots=True)
class Voice:
    """Says each sentence in the user's language: results on stdout, the rest on stderr."""

    language: str
    out: Console = field(default_factory=lambda: _console(sys.stdout))
    aside: Console = field(default_factory=lambda: _console(sys.stderr))

    @classmethod
    def of(cls, language: str | None) -> Voice:
        """The voice for `--lang`, or for the locale."""
        return cls(language or locale_language(os.environ))

    def choose(self, zh: str, en: str) -> str:
        """The one of two sentences that the user reads."""
        return zh if self.language == "zh" else en

    def say(self, zh: str, en: str) -> None:
        """A sentence of the result."""
        self.out.print(escape(self.choose(zh, en)), soft_wrap=True)

    def tell(self, zh: str, en: str) -> None:
        """A sentence on the way there."""
        self.aside.print(escape(self.choose(zh, en)), soft_wrap=True)

    def problem(self, problem: Problem) -> None:
        """A problem with its stable code."""
        self.tell(f"{problem.code}：{problem.zh}", f"{problem.code}: {problem.en}")

    def interrupted(self) -> None:
        """The last words after Ctrl-C."""
        self.tell(
            "已中断。已识读的页均已保存，再次运行将从中断处继续。",
            "Interrupted. Every page that was read is kept; run it again to go on.",
        )


def _console(stream: IO[str]) -> Console:
    # Without a terminal: no colour, no wrapping at 80 columns.
    return Console(file=stream, highlight=False, width=None if stream.isatty() else 200)
