"""Where two texts differ, character by character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_ALIKE = 0.34
"""Below this share of common characters, marking single ones would say nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text; `differs` where the other text has something else."""

    text: str
    differs: bool = False


def difference(text: str, other: str) -> tuple[Part, ...]:
    """The text in parts, those marked that `other` does not have.

    Texts with hardly a character in common differ as a whole. What only `other` has does
    not show here: ask the other way round.
    """
    if text == other:
        return same(text)
    matcher = SequenceMatcher(None, other, text, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Part(text, differs=True),) if text else ()
    return tuple(
        Part(text[start:end], kind != "equal")
        for kind, _, _, start, end in matcher.get_opcodes()
        if start < end
    )


def nearest(text: str, others: Iterable[str]) -> str | None:
    """The one of the others that is most like the text; None where none is like it."""
    ratios = [(SequenceMatcher(None, one, text, autojunk=False).ratio(), one) for one in others]
    ratio, one = max(ratios, key=lambda pair: pair[0], default=(0.0, ""))
    return one if ratio >= _ALIKE else None


def same(text: str) -> tuple[Part, ...]:
    """The text in one part that differs from nothing."""
    return (Part(text),) if text else ()
