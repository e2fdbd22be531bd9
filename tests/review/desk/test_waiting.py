"""Items that wait for material: back in the queue once their day has passed."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.desk.models import Applicant, Event, Item
from tests.review.desk.cases import case, finding

DUE = dt.date(2024, 4, 20)


@pytest.fixture
def waiting(published, person, now):
    """An item that waits until 20 April."""
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models.decisions import Choice

    (item,) = published(case("XX001"))
    intent = Intent(Choice.SUPPLEMENT, "document", 1, supplement="表彰文件", until=DUE)
    decide(person("li", "reviewer"), item.pk, intent, now)
    return item


def at(day, hour=12):
    """That hour on that day of April, by the clock in Xinxiang."""
    return dt.datetime(2024, 4, day, hour, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.mark.parametrize(
    ("moment", "woken", "condition"),
    [
        (at(8), 0, "waiting"),
        (at(20, 0), 0, "waiting"),
        (at(20, 23), 0, "waiting"),
        (at(21, 0), 1, "open"),
        (at(30), 1, "open"),
    ],
)
def test_the_due_day_itself_still_counts(waiting, moment, woken, condition):
    from review.desk.flow.waiting import wake_due

    assert woken == wake_due(moment)
    assert condition == Item.objects.get(pk=waiting.pk).state


def test_an_item_that_woke_goes_on_where_it_waited_and_the_record_says_so(waiting, person):
    from review.desk.flow.deciding import Intent, decide
    from review.desk.flow.waiting import wake_due
    from review.desk.models.decisions import Choice

    wake_due(at(21))
    item = Item.objects.get(pk=waiting.pk)
    assert ("review", 1, 3, None) == (item.stage, item.round, item.version, item.due)
    event = Event.objects.get(action="item.due")
    assert ("heyan", f"item/{item.pk}", '{"due":"2024-04-20"}') == (
        event.actor, event.subject, event.detail,
    )  # fmt: skip
    assert 0 == wake_due(at(22)), "once is enough"
    decide(person("wang", "reviewer"), item.pk, Intent(Choice.REJECT, "paper", 3), at(22))
    assert "on_site" == Applicant.objects.get().standing


def test_material_that_came_opens_the_item_before_its_day(waiting, published):
    published(case("XX001", [finding("XX001", found="新乡市总工会")]))
    item = Item.objects.get(pk=waiting.pk)
    assert ("open", 2, True, None) == (item.state, item.round, item.changed, item.due)


def test_the_same_material_leaves_it_waiting(waiting, published):
    published(case("XX001"))
    item = Item.objects.get(pk=waiting.pk)
    assert ("waiting", 1, DUE) == (item.state, item.round, item.due)


def test_with_nothing_due_it_is_one_look_into_an_index(waiting):
    from review.desk.flow.waiting import wake_due

    with CaptureQueriesContext(connection) as queries:
        wake_due(at(8))
    (query,) = queries.captured_queries
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            assert "item_due" in str(cursor.fetchall())
