"""What every source of official records must keep (verifiers.cnipa.port), run against each of them.

A source joins with one class of one line, in test_port.py or in a module of its own:

    class TestThatSource(BreakingSourceContract):
        made = staticmethod(that_source)

where `that_source(world, folder)` gives a source that knows the records of the world and keeps
whatever it keeps in the folder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.errors import SourceError
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord
from tests.verifiers.builders import INVENTION, MODEL_ONE, MODEL_TWO, record
from verifiers.cnipa.port import PatentSource

KNOWN = {
    INVENTION: record(),
    MODEL_ONE: record(
        patent_number=MODEL_ONE,
        patent_type="utility_model",
        title="一种河道修防用夯实装置",
        application_date="2022-04-06",
        grant_date="2022-10-04",
        grant_number="CN217923456U",
    ),
}
"""What a source is made to know."""
UNKNOWN = MODEL_TWO
NO_NUMBER = "专利"
WRONG_CHECK = "ZL202010430096.1"
FORMS = {
    INVENTION: (
        INVENTION,
        "202010430096.0",
        "2020104300960",
        "202010430096",
        "ZL 2020 1 0430096.0",
        "CN202010430096.0",
        "ＺＬ２０２０１０４３００９６．０",
    ),
    MODEL_ONE: (MODEL_ONE, "202220828888", "ZL 2022 2 0828888.8"),
    UNKNOWN: (UNKNOWN, "202123021163", "CN 202123021163.2"),
    NO_NUMBER: (NO_NUMBER,),
    WRONG_CHECK: (WRONG_CHECK,),
}
"""Printed forms of the number of each patent; the last two name none."""


@dataclass(frozen=True)
class World:
    """What a source is to know, and whether it answers at all.

    `fails_after` is how many patents a source that answers piece by piece may tell of before it
    breaks down; None where it works.
    """

    records: tuple[OfficialRecord, ...] = tuple(KNOWN.values())
    fails_after: int | None = None


Made = Callable[[World, Path], PatentSource]


class PatentSourceContract:
    """The contract; a subclass gives `made`."""

    made: Made

    @pytest.fixture
    def source(self, tmp_path: Path) -> PatentSource:
        """The source in a world in which it works."""
        return self.made(World(), tmp_path)

    def test_nothing_asked_is_nothing_answered(self, source):
        assert [] == list(source.ask([]))

    def test_each_patent_has_one_answer_whatever_form_its_number_is_written_in(self, source):
        asked = [form for forms in FORMS.values() for form in forms]
        assert sorted(FORMS) == sorted(one.patent_number for one in source.ask(asked))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_the_order_of_what_is_asked_never_matters(self, source, data):
        asked = [form for forms in FORMS.values() for form in forms]
        shuffled = data.draw(st.permutations(asked))
        few = data.draw(st.lists(st.sampled_from(asked)))
        answers = by_number(source.ask(asked))
        assert answers == by_number(source.ask(shuffled))
        some = by_number(source.ask(few))
        assert some == {number: answers[number] for number in some}

    def test_asking_twice_gives_equal_answers(self, source):
        assert by_number(source.ask(list(FORMS))) == by_number(source.ask(list(FORMS)))

    def test_what_is_known_is_answered_with_its_own_records_alone(self, source):
        answers = by_number(source.ask(list(FORMS)))
        for number, expected in KNOWN.items():
            answer = answers[number]
            assert answer.problem is None
            assert answer.records
            for one in answer.records:
                assert number == parse_patent_number(one.patent_number).completed.normal
                assert expected.title == one.title
                assert expected.grant_number == one.grant_number

    def test_every_answer_and_record_speaks_as_the_source(self, source):
        for answer in source.ask(list(FORMS)):
            assert source.source is answer.source
            assert all(source.source is one.source for one in answer.records)

    def test_an_answer_with_records_says_when_the_source_was_asked_as_its_records_do(self, source):
        for answer in source.ask(list(KNOWN)):
            assert answer.asked_at is None or answer.asked_at.tzinfo is not None
            if any(one.known_at for one in answer.records):
                assert answer.asked_at is not None

    def test_what_is_not_known_has_no_records_and_is_not_invented(self, source):
        (answer,) = source.ask([UNKNOWN])
        assert () == answer.records

    @pytest.mark.parametrize("text", [NO_NUMBER, WRONG_CHECK])
    def test_a_number_that_names_no_patent_fails_alone(self, source, text):
        answers = by_number(source.ask([text, INVENTION]))
        assert answers[text].problem is not None
        assert answers[text].problem.code.startswith("E-")
        assert ((), False) == (answers[text].records, answers[text].complete)
        assert answers[INVENTION].records

    def test_an_answer_with_a_problem_has_no_records_and_is_not_complete(self, source):
        for answer in source.ask(list(FORMS)):
            if answer.problem is not None:
                assert ((), False) == (answer.records, answer.complete)

    def test_a_record_of_another_number_is_never_given(self, tmp_path):
        other = replace(KNOWN[MODEL_ONE], title=KNOWN[INVENTION].title)
        answers = self.made(World((other,)), tmp_path).ask([INVENTION, MODEL_ONE])
        assert () == by_number(answers)[INVENTION].records


class BreakingSourceContract(PatentSourceContract):
    """The contract of a source that may break down as a whole, as all but memory may."""

    @pytest.mark.parametrize("after", [0, 1])
    def test_a_source_that_breaks_says_so_and_what_it_answered_until_then_holds(
        self, tmp_path, after
    ):
        whole = by_number(self.made(World(), tmp_path / "whole").ask(list(KNOWN)))
        source = self.made(World(fails_after=after), tmp_path / "broken")
        answered = []
        with pytest.raises(SourceError) as raised:
            answered.extend(source.ask(list(KNOWN)))
        assert raised.value.code.startswith("E-")
        assert raised.value.problem.zh
        assert len(answered) <= after
        assert answered == [whole[one.patent_number] for one in answered]


def by_number(answers):
    """Answers by patent; a patent that is answered twice breaks the contract."""
    found = {}
    for answer in answers:
        assert answer.patent_number not in found
        found[answer.patent_number] = answer
    return found


MOMENT = dt.datetime(2024, 4, 8, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
