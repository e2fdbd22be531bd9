"""What OPS answered, kept for the next run: files are added, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evidence.codec import decode_lines, encode_lines
from evidence.register import Answer
from verifiers.cnipa.files import append_lines
from verifiers.cnipa.register import number_key

REFUSAL_AGE = dt.timedelta(days=7)
"""For how long a number that got no answer is not asked for again: CN data come every week."""


def keep_answers(folder: Path, answers: Iterable[Answer]) -> Path | None:
    """Keep answers, also those that are a problem, in a new file; None where there are none."""
    return append_lines(folder, encode_lines(Answer, answers))


def kept_answers(folder: Path) -> dict[str, Answer]:
    """The newest answer on each patent, by its number without check digit.

    Raises DataError (`E-RECORD`) where a file is damaged.
    """
    found: dict[str, Answer] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for answer in decode_lines(Answer, path.read_bytes()):
            key = number_key(answer.patent_number)
            if key is not None and (key not in found or _time(found[key]) <= _time(answer)):
                found[key] = answer
    return found


def missing(
    numbers: Sequence[str], kept: Mapping[str, Answer], now: dt.datetime, age: dt.timedelta
) -> list[str]:
    """The numbers that OPS must be asked for: no answer yet, or one that is too old.

    `age` is for answers with records; a number without answer is asked for again at the latest
    after `REFUSAL_AGE`.
    """
    wanted = []
    for number in numbers:
        answer = kept.get(number_key(number) or "")
        limit = age if answer and answer.records else min(age, REFUSAL_AGE)
        if answer is None or now - _time(answer) > limit:
            wanted.append(number)
    return wanted


def _time(answer: Answer) -> dt.datetime:
    return answer.asked_at or dt.datetime.min.replace(tzinfo=dt.UTC)
