"""The sources that hold records, and a double, under the contract of the port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.errors import NormalFormError, Problem, SourceError
from evidence.patent_numbers import parse_patent_number
from evidence.register import Answer, RecordSource
from tests.verifiers.builders import APPLICANT, INVENTION, MODEL_ONE, record
from tests.verifiers.cnipa.contract import (
    KNOWN,
    MOMENT,
    BreakingSourceContract,
    PatentSourceContract,
    World,
    by_number,
)
from tests.verifiers.cnipa.held import HeldRecords, ImportedRecords
from verifiers.cnipa.files import append_records


def imported(world: World, folder: Path) -> ImportedRecords:
    for number, one in enumerate(world.records):
        append_records(folder, [replace(one, brought_at=MOMENT, brought_by=f"clerk{number}")])
    if world.fails_after is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "damaged.jsonl").write_text('{"patent_number": 1}\n', encoding="utf-8")
    return ImportedRecords(folder)


class Double:
    """A source that answers from a list, piece by piece, and may break down on the way."""

    source = RecordSource.EPO_OPS

    def __init__(self, world: World) -> None:
        self._world = world

    def ask(self, numbers: Sequence[str]) -> Iterator[Answer]:
        told = set()
        for text in numbers:
            if self._world.fails_after == len(told):
                raise SourceError(Problem("E-TEST", "来源没有应答。", "The source is silent."))
            answer = self._answer(text)
            if answer.patent_number not in told:
                told.add(answer.patent_number)
                yield answer

    def _answer(self, text: str) -> Answer:
        try:
            number = parse_patent_number(text)
        except NormalFormError as e:
            return Answer(text, self.source, problem=e.problem)
        if number.check_holds is False:
            wrong = Problem("E-TEST", "校验位不符。", "The check digit is wrong.")
            return Answer(text, self.source, problem=wrong)
        normal = number.completed.normal
        records = tuple(
            replace(one, source=self.source, as_of=MOMENT)
            for one in self._world.records
            if one.patent_number == normal
        )
        return Answer(normal, self.source, records, MOMENT, complete=True)


class TestImportedRecords(BreakingSourceContract):
    made = staticmethod(imported)


class TestDouble(BreakingSourceContract):
    made = staticmethod(lambda world, _folder: Double(world))


class TestPrintouts(PatentSourceContract):
    made = staticmethod(
        lambda world, _folder: HeldRecords(
            RecordSource.APPLICANT,
            [
                replace(one, source=RecordSource.APPLICANT, applicant=APPLICANT)
                for one in world.records
            ],
        )
    )


@pytest.mark.parametrize(
    ("kind", "asked"), [("some", INVENTION), ("none", MODEL_ONE), ("nothing", MODEL_ONE)]
)
def test_what_is_held_is_never_complete(kind, asked):
    """A list of which a part was printed shows no absence."""
    held = {"some": [record()], "none": [record()], "nothing": []}[kind]
    (answer,) = HeldRecords(RecordSource.REVIEW_BODY, held).ask([asked])
    assert (kind == "some", False) == (bool(answer.records), answer.complete)


def test_records_that_another_source_brought_are_not_told_as_ones_own():
    printed = record(source=RecordSource.APPLICANT, applicant=APPLICANT)
    (answer,) = HeldRecords(RecordSource.REVIEW_BODY, [printed, record()]).ask([INVENTION])
    assert (record(),) == answer.records


def test_the_answer_is_as_recent_as_its_newest_record():
    older = replace(KNOWN[INVENTION], as_of=MOMENT.replace(month=3))
    newer = replace(KNOWN[INVENTION], as_of=None, brought_at=MOMENT)
    answers = HeldRecords(RecordSource.REVIEW_BODY, [newer, older]).ask([INVENTION])
    assert MOMENT == by_number(answers)[INVENTION].asked_at
