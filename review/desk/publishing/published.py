"""What a publication did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """Numbers of applicants and of items.

    `opened` are new or wanted again, `kept` as they were, `returned` because the evidence
    behind a decision changed, `withdrawn` because nobody need decide them any more; `sampled`
    are the samples among all of them.
    """

    applicants: int = 0
    opened: int = 0
    kept: int = 0
    returned: int = 0
    withdrawn: int = 0
    sampled: int = 0
