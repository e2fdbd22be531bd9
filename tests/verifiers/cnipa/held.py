"""The register under the contract of the port: what was imported, and what applicants printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evidence.errors import DataError, NormalFormError, Problem, SourceError
from evidence.patent_numbers import parse_patent_number
from evidence.register import Answer, OfficialRecord, RecordSource
from verifiers.cnipa.files import load_records
from verifiers.cnipa.register import PatentRegister
from verifiers.rules.days import in_china


class HeldRecords:
    """Records that somebody obtained earlier, asked as one source: applicants' printouts.

    What is held is never everything that a site has, so that no answer is complete: a patent
    that is not among the records may exist (a list of which a part was printed shows as
    little). Implements `verifiers.cnipa.port.PatentSource`.
    """

    def __init__(self, source: RecordSource, records: Iterable[OfficialRecord]) -> None:
        self.source = source
        self._register = PatentRegister(one for one in records if one.source is source)

    def ask(self, numbers: Sequence[str]) -> Iterator[Answer]:
        """What is held of each different patent of `numbers`, in the order first asked."""
        for number, problem in _different_patents(numbers).items():
            records = () if problem else self._register.lookup(number)
            times = [one.known_at for one in records if one.known_at is not None]
            asked = max(times, key=in_china, default=None)
            yield Answer(number, self.source, records, asked, problem=problem)


class ImportedRecords:
    """The record files of a folder (var/registers) as one source, read when it is asked.

    Implements `verifiers.cnipa.port.PatentSource`.
    """

    def __init__(self, folder: Path, source: RecordSource = RecordSource.REVIEW_BODY) -> None:
        self.source = source
        self._folder = folder

    def ask(self, numbers: Sequence[str]) -> Iterator[Answer]:
        """What the files hold of each patent. Raises SourceError (`E-RECORD`) where one is damaged."""
        try:
            records = load_records(self._folder)
        except DataError as e:
            raise SourceError(e.problem) from e
        yield from HeldRecords(self.source, records).ask(numbers)


def _different_patents(numbers: Iterable[str]) -> dict[str, Problem | None]:
    """Each patent once, in normal form with check digit, however its number is written.

    What names no patent stands as it was asked, with the problem.
    """
    found: dict[str, Problem | None] = {}
    for text in numbers:
        try:
            number = parse_patent_number(text)
        except NormalFormError as e:
            found[text] = e.problem
        else:
            wrong = number.check_holds is False
            found[number.completed.normal] = _wrong_check(number.normal) if wrong else None
    return found


def _wrong_check(number: str) -> Problem:
    return Problem(
        "E-CNIPA-CHECK",
        f"{number} 的校验位不符，不能确定是哪一件专利；请先核对号码。",
        f"The check digit of {number} is wrong, so no patent is named; check the number first.",
    )
