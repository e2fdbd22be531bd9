"""Answers are kept: the next run asks for what is missing or too old, and nothing is taken back."""

import datetime as dt
from dataclasses import replace

import pytest

from benchmarks.loopback_ops import faults, patents
from benchmarks.loopback_ops.server import no_fault
from evidence.errors import DataError, SourceError
from verifiers.cnipa.ops.kept import REFUSAL_AGE, KeptAnswers, kept_records

KNOWN = patents.made_up(250)
NUMBERS = [one.number for one in KNOWN]
AGE = dt.timedelta(days=31)
DAY = 24 * 3600
MISSING = patents.made_up(1, 900)[0]


@pytest.fixture
def kept(client, clock, tmp_path):
    """A client of the server whose answers are kept."""

    def make(ops):
        return KeptAnswers(
            client(ops), tmp_path, AGE, lambda: dt.datetime.fromtimestamp(clock.now(), dt.UTC)
        )

    return make


def records(answers):
    return [a.patent_number for a in answers if a.records]


def test_the_second_run_asks_nothing_and_answers_the_same(serve, kept):
    ops = serve(KNOWN)
    first = list(kept(ops).ask([*NUMBERS, MISSING.number]))
    asked = ops.total
    assert first == list(kept(ops).ask([*NUMBERS, MISSING.number]))
    assert asked == ops.total
    assert NUMBERS == records(first)


@pytest.mark.parametrize(
    ("days", "numbers", "again"),
    [
        (31, [KNOWN[0].number], 0),
        (31.1, [KNOWN[0].number], 1),
        (REFUSAL_AGE.days, [MISSING.number], 0),
        (REFUSAL_AGE.days + 0.1, [MISSING.number], 1),
    ],
)
def test_what_is_too_old_is_asked_for_again(serve, kept, clock, days, numbers, again):
    ops = serve(KNOWN)
    list(kept(ops).ask(numbers))
    before = ops.requests["retrieval"]
    clock.sleep(days * DAY)
    list(kept(ops).ask(numbers))
    assert again == ops.requests["retrieval"] - before


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6])
def test_a_run_that_is_ended_is_gone_on_with(serve, kept, clock, at):
    """Wherever it ended: what was answered is not asked for again, and nothing is lost."""
    ops = serve(KNOWN, fault=faults.nth({at}, faults.quota("IndividualQuotaPerHour")))
    answers = []
    with pytest.raises(SourceError):
        answers.extend(kept(ops).ask(NUMBERS))
    done = len(answers)
    assert 100 * ((at - 1) // 2) == done
    ops.fault = no_fault
    clock.sleep(3600)
    before = len(ops.bodies)
    assert sorted(NUMBERS) == sorted(records(kept(ops).ask(NUMBERS)))
    asked = "\n".join(ops.bodies[before:])
    assert not any(one.digits in asked for one in KNOWN[:done])


def test_one_that_stops_listening_keeps_what_it_heard(serve, kept):
    ops = serve(KNOWN)
    asking = kept(ops).ask(NUMBERS)
    next(asking)
    asking.close()
    before = ops.total
    assert NUMBERS[:1] == records(kept(ops).ask(NUMBERS[:1]))
    assert before == ops.total


def test_a_later_problem_takes_no_record_back(serve, kept, clock, tmp_path):
    """A lapse that was seen stays seen."""
    ended = KNOWN[11]
    ops = serve(KNOWN)
    list(kept(ops).ask([ended.number]))
    clock.sleep(40 * DAY)
    ops.patents.clear()
    (answer,) = kept(ops).ask([ended.number])
    assert "E-OPS-NOT-FOUND" == answer.problem.code
    (record,) = kept_records(tmp_path, [ended.number])
    assert "未缴年费专利权终止" == record.legal_status


def test_the_newest_record_is_the_one_that_counts(serve, kept, clock, tmp_path):
    ops = serve(KNOWN)
    list(kept(ops).ask(NUMBERS[:1]))
    clock.sleep(40 * DAY)
    ops.patents[KNOWN[0].digits] = replace(KNOWN[0], title="另一名称")
    list(kept(ops).ask(NUMBERS[:1]))
    assert ["另一名称"] == [one.title for one in kept_records(tmp_path, NUMBERS)]
    assert 2 == len(list(tmp_path.glob("*.jsonl")))


def test_a_number_with_a_wrong_check_digit_gets_no_kept_answer_of_the_right_one(serve, kept):
    ops = serve(KNOWN)
    list(kept(ops).ask(NUMBERS[:1]))
    wrong = NUMBERS[0][:-1] + ("0" if NUMBERS[0][-1] != "0" else "1")
    (answer,) = kept(ops).ask([wrong])
    assert ("E-OPS-CHECK-DIGIT", wrong) == (answer.problem.code, answer.patent_number)


def test_a_damaged_file_is_told(serve, kept, tmp_path):
    (tmp_path / "damaged.jsonl").write_bytes(b"{\n")
    with pytest.raises(DataError, match="E-RECORD"):
        list(kept(serve(KNOWN)).ask(NUMBERS))
