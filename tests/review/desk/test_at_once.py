"""Several processes at once on one database: nothing twice, nothing lost, no deadlock."""

import collections
import os
import signal

import pytest

from tests.review.desk.apart import DATABASE, ended, started

locks_rows = pytest.mark.skipif(
    not os.environ.get(DATABASE), reason="on SQLite a transaction is the only writer"
)


def said(lines, word):
    return [tuple(line.split()[1:]) for line in lines if line.startswith(word)]


@pytest.fixture
def found(apart):
    """What is in the database in the end, whose record is whole: (item, decision, person)."""

    def look():
        lines = apart.run("look")
        assert [("whole",)] == said(lines, "record")
        return said(lines, "decision")

    return look


def test_two_processes_bring_a_new_database_up_at_once(apart, found):
    """`heyan serve` and `heyan run` start together on a machine that has no desk yet."""
    answers = [ended(one) for one in started(*(apart.start("ready") for _ in range(3)))]
    assert 1 == len({tuple(answer) for answer in answers})
    assert [] == found()


def test_an_installation_has_one_secret_whoever_asks_first(apart):
    answers = [ended(one) for one in started(*(apart.start("secrets") for _ in range(4)))]
    assert 1 == len({tuple(answer) for answer in answers})


def test_there_is_one_first_administrator(apart):
    answers = [ended(one) for one in started(*(apart.start("administrator") for _ in range(3)))]
    assert [["False"], ["False"], ["True"]] == sorted(answers)


def test_an_event_without_a_transaction_is_refused_on_any_database(apart):
    assert ["refused"] == apart.run("event_outside")


def test_nobody_takes_an_item_that_another_has_and_nothing_is_lost(apart, found):
    apart.run("fill", 40, 3)
    workers = started(*(apart.start("work", f"r{n}") for n in range(3)))
    answers = [ended(worker) for worker in workers]
    taken = collections.Counter(item for lines in answers for item, _ in said(lines, "took"))
    assert (40, {1}) == (len(taken), set(taken.values()))
    saved = {pair for lines in answers for pair in said(lines, "saved")}
    assert saved == {(item, decision) for item, decision, _ in found()}
    assert 40 == len(saved)
    assert all(len(said(lines, "saved")) > 2 for lines in answers), "all of them worked"


def test_a_second_reviewer_is_never_the_first_however_they_race(apart, found):
    """Both are reviewers and second reviewers, and accept mismatches as fast as they can."""
    apart.run("fill", 15, 2)
    for worker in started(*(apart.start("work", f"r{n}", "accept") for n in range(2))):
        ended(worker)
    by_item = collections.defaultdict(list)
    for item, _, who in found():
        by_item[item].append(who)
    assert 15 == len(by_item)
    assert all(len(people) == len(set(people)) <= 2 for people in by_item.values())


def test_publishing_again_and_again_while_people_decide(apart, found):
    """Whoever decides on evidence that was replaced meanwhile is told; the rest is saved."""
    apart.run("fill", 20, 2)
    publisher = apart.start("publish", 20, "新乡市卫滨区人民政府")
    workers = [apart.start("work", f"r{n}", "reject,accept") for n in range(2)]
    watcher = apart.start("verify", 3)
    started(publisher, *workers, watcher)
    ended(publisher)
    answers = [ended(worker) for worker in workers]
    assert [("whole",)] * 3 == said(ended(watcher), "record"), "nobody who works is accused"
    assert {"E-DESK-CHANGED", "E-DESK-CLOSED", "E-DESK-STAGE"} >= {
        code for lines in answers for _, code in said(lines, "refused")
    }
    saved = {pair for lines in answers for pair in said(lines, "saved")}
    assert saved == {(item, decision) for item, decision, _ in found()}


def test_two_processes_wake_an_item_once(apart, found):
    apart.run("fill_waiting", 10)
    answers = [ended(one) for one in started(*(apart.start("wake") for _ in range(2)))]
    assert 10 == sum(int(count) for (count,) in answers)
    assert 10 == len(found())


def test_what_was_acknowledged_outlives_a_kill(apart, found):
    apart.run("fill", 30, 2)
    killed, other = started(*(apart.start("work", f"r{n}") for n in range(2)))
    lines = []
    while len(said(lines, "saved")) < 5:
        lines.append(killed.stdout.readline())
    killed.send_signal(signal.SIGKILL)
    rest, _ = killed.communicate()
    answers = [[*lines, *rest.splitlines()], ended(other)]
    saved = {pair for some in answers for pair in said(some, "saved")}
    there = {(item, decision) for item, decision, _ in found()}
    assert saved <= there
    assert len(there) - len(saved) <= 1, "at most the one that was being acknowledged"


# --- one session waits for another, which must not wait for it ------------------------------


@locks_rows
def test_an_account_is_changed_while_a_decision_is_saved(apart, found):
    said_then = apart.run("change_an_account_before_a_decision_is_committed")
    assert ["decided", "roles reviewer"] == said_then
    assert 1 == len(found())


@locks_rows
def test_an_item_is_taken_while_it_is_corrected(apart, found):
    assert ["corrected", "holder r1"] == apart.run("correct_while_an_item_is_taken")
    assert [] == found()


@locks_rows
def test_an_account_is_closed_while_a_batch_is_published(apart, found):
    assert ["published", "held 0"] == apart.run("close_an_account_while_publishing")
    assert [] == found()


@locks_rows
@pytest.mark.parametrize(
    "what", ["close_an_office_while_publishing", "close_an_office_while_it_reopens"]
)
def test_no_item_is_left_with_an_office_that_closes_meanwhile(apart, found, what):
    assert ["open review False"] == apart.run(what)
    assert len(found()) <= 1
