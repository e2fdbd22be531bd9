"""What OPS answered, kept for the next run: files are added, never changed.

The library's own cache would not do: it keeps whole responses, as pickles, by the text of the
request, so that a hundred other numbers are never found in it, and a 404 to a hundred is kept for
each of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from evidence.codec import decode_lines, encode_lines
from evidence.patent_numbers import PatentNumber
from evidence.register import Answer, OfficialRecord, RecordSource
from verifiers.cnipa.files import append_lines
from verifiers.cnipa.ops.asked import patent_or_problem
from verifiers.cnipa.port import PatentSource
from verifiers.cnipa.register import number_key

REFUSAL_AGE = dt.timedelta(days=7)
"""For how long a number without answer is left alone: CN data come to OPS every week."""
_FILE = 100
"""Answers in one file, so that a process that is killed loses no more than one request."""


class KeptAnswers:
    """A source that is asked only for what it has not answered yet, or too long ago.

    Answers lie in `folder`, also those that are a problem. `age` is how old an answer with records
    may be; one without is asked for again after `REFUSAL_AGE` at the latest. `now` gives a time
    with zone. Raises, beside the source's own errors, DataError (`E-RECORD`) for a damaged file.
    """

    def __init__(
        self,
        source: PatentSource,
        folder: Path,
        age: dt.timedelta,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._source = source
        self._folder = folder
        self._age = age
        self._now = now

    @property
    def source(self) -> RecordSource:
        """As whom its records speak."""
        return self._source.source

    def ask(self, numbers: Sequence[str]) -> Iterator[Answer]:
        """One answer for each different patent; those that are kept first."""
        kept = kept_answers(self._folder)
        wanted: list[str] = []
        told: set[str] = set()
        for text in numbers:
            patent = patent_or_problem(text)
            answer = kept.get(patent.digits) if isinstance(patent, PatentNumber) else None
            if answer is None or self._is_old(answer):
                wanted.append(text)
            elif answer.patent_number not in told:
                told.add(answer.patent_number)
                yield answer
        if wanted:
            yield from self._asked(wanted)

    def _asked(self, numbers: Sequence[str]) -> Iterator[Answer]:
        fresh: list[Answer] = []
        try:
            for answer in self._source.ask(numbers):
                if answer.asked_at is not None:
                    fresh.append(answer)
                if len(fresh) == _FILE:
                    keep_answers(self._folder, fresh)
                    fresh.clear()
                yield answer
        finally:
            keep_answers(self._folder, fresh)

    def _is_old(self, answer: Answer) -> bool:
        limit = self._age if answer.records else min(self._age, REFUSAL_AGE)
        return self._now() - _time(answer) > limit


def keep_answers(folder: Path, answers: Iterable[Answer]) -> Path | None:
    """Keep answers in a new file; None where there are none."""
    return append_lines(folder, encode_lines(Answer, answers))


def kept_answers(folder: Path) -> dict[str, Answer]:
    """The newest answer on each patent, by its number without check digit."""
    return _newest(_all(folder))


def kept_records(folder: Path, numbers: Iterable[str]) -> list[OfficialRecord]:
    """What OPS last showed of these patents; a later answer that is a problem takes nothing back."""
    newest = _newest(answer for answer in _all(folder) if answer.records)
    keys = {number_key(number) for number in numbers}
    return [record for key in sorted(newest) if key in keys for record in newest[key].records]


def _all(folder: Path) -> Iterator[Answer]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from decode_lines(Answer, path.read_bytes())


def _newest(answers: Iterable[Answer]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for answer in answers:
        key = number_key(answer.patent_number)
        if key is not None and (key not in found or _time(found[key]) <= _time(answer)):
            found[key] = answer
    return found


def _time(answer: Answer) -> dt.datetime:
    return answer.asked_at or dt.datetime.min.replace(tzinfo=dt.UTC)
