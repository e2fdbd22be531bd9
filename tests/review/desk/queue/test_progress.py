import datetime as dt

import pytest

from review.desk.flow.deciding import Intent, decide
from review.desk.flow.leases import take
from review.desk.models import Item
from review.desk.models.decisions import Choice
from review.desk.queue.filters import QueueFilter
from review.desk.queue.progress import place_in
from tests.review.desk.cases import case


@pytest.fixture
def items(published):
    return published(*(case(f"XX00{n}", region="市直" if n < 4 else "辉县市") for n in range(1, 6)))


@pytest.fixture
def wang(person):
    return person("wang", "reviewer")


def reject(person, item, at):
    decide(person, item.pk, Intent(Choice.REJECT, "issuer", 1), at)
    return Item.objects.get(pk=item.pk)


def test_the_first_item_of_the_day(items, wang, now):
    assert (1, 5) == place_in(QueueFilter(), wang, items[0], now)


def test_each_decision_moves_on_by_one_of_the_same_total(items, wang, now):
    reject(wang, items[0], now)
    reject(wang, items[1], now)
    assert (3, 5) == place_in(QueueFilter(), wang, items[2], now)


def test_a_decided_item_looked_at_again_is_one_of_those_done(items, wang, now):
    done = reject(wang, items[0], now)
    assert (1, 5) == place_in(QueueFilter(), wang, done, now)


def test_what_others_decide_leaves_the_total(items, wang, person, now):
    reject(person("li", "reviewer"), items[0], now)
    assert (1, 4) == place_in(QueueFilter(), wang, items[1], now)


def test_what_is_not_the_persons_to_decide_is_not_to_come(items, wang, person, now):
    li = person("li", "reviewer")
    decide(li, items[0].pk, Intent(Choice.ACCEPT, "original", 1), now)
    assert take(li, items[1], now)
    assert (1, 3) == place_in(QueueFilter(), wang, items[2], now)


def test_only_the_filter_counts(items, wang, now):
    reject(wang, items[0], now)
    reject(wang, items[3], now)
    assert (2, 3) == place_in(QueueFilter(region="市直"), wang, items[1], now)


def test_an_item_sent_on_to_second_review_is_done_for_who_sent_it(items, wang, now):
    decide(wang, items[0].pk, Intent(Choice.ACCEPT, "original", 1), now)
    assert (2, 5) == place_in(QueueFilter(stage="review"), wang, items[1], now)
    assert (2, 5) == place_in(QueueFilter(mine="turn"), wang, items[1], now)


def test_the_day_begins_at_midnight_here(items, wang):
    # 16:00 UTC is midnight in 新乡.
    midnight = dt.datetime(2024, 4, 8, 16, 0, tzinfo=dt.UTC)
    reject(wang, items[0], midnight - dt.timedelta(seconds=1))
    reject(wang, items[1], midnight)
    assert (2, 4) == place_in(QueueFilter(), wang, items[2], midnight + dt.timedelta(hours=9))


def test_it_takes_two_queries(items, wang, now, django_assert_num_queries):
    with django_assert_num_queries(2):
        place_in(QueueFilter(), wang, items[0], now)
