import pytest
from django.core.cache import cache

from evidence.findings import Result
from review.desk.flow.deciding import Intent, decide
from review.desk.models import Item
from review.desk.models.decisions import Choice
from review.desk.queue import keeping
from review.desk.queue.counts import counts_of
from review.desk.queue.filters import QueueFilter
from tests.review.desk.cases import case, finding


@pytest.fixture
def three(published, person, now):
    """A3a and A4b at review, A4b in doubt at review, A3a overruled and at second review."""
    published(
        case("XX001", [finding("XX001", "A3a"), finding("XX001", "A4b", result=Result.UNSURE)]),
        case("XX002", [finding("XX002", "A4b", result=Result.UNSURE)]),
        case("XX003", [finding("XX003", "A3a")]),
    )
    reviewer = person("wang", "reviewer")
    last = Item.objects.get(number="XX003")
    decide(reviewer, last.pk, Intent(Choice.ACCEPT, "original", 1), now)
    return reviewer


@pytest.fixture
def two_are_many(monkeypatch):
    """Counts of more than two items are kept; nothing of them after the test."""
    monkeypatch.setattr(keeping, "LARGE", 2)
    yield
    cache.clear()


def counts(query, person, now):
    return counts_of(QueueFilter.of(query), person, now)


def test_everything_is_counted_by_stage_result_and_rule(three, now):
    found = counts("", three, now)
    assert 3 == found.total
    assert {"open": 3} == found.states
    assert {"review": 2, "second": 1} == found.stages
    assert {"mismatch": 2, "unsure": 1} == found.results
    assert {"A3a": 2, "A4b": 2} == found.rules


def test_a_choice_counts_what_it_would_show_in_place_of_the_present_one(three, now):
    found = counts("stage=review&rule=A4b", three, now)
    assert 2 == found.total
    assert 0 == found.stages["second"]
    assert {"A3a": 1, "A4b": 2} == found.rules
    assert {"mismatch": 1, "unsure": 1} == found.results
    assert {"open": 2} == found.states


def test_counts_agree_with_the_list_under_every_choice(three, now):
    for query in ("", "rule=A3a", "result=unsure", "stage=second&rule=A4b", "q=XX001", "mine=turn"):
        items = QueueFilter.of(query).items(three, now)
        assert items.count() == counts(query, three, now).total, query


def test_a_county_counts_its_own(published, person, now):
    published(case("XX001", region="辉县市"), case("XX002", region="市直"))
    assert 1 == counts("", person("hui", "reviewer", regions=["辉县市"]), now).total
    assert 2 == counts("", person("wang", "reviewer"), now).total


def test_few_items_are_counted_anew_each_time(many, person, now):
    many(3)
    wang = person("wang", "reviewer")
    assert 3 == counts("", wang, now).total
    Item.objects.filter(number="XX0001").update(state="closed")
    assert 2 == counts("", wang, now).total


def test_the_count_of_many_is_kept_for_a_moment_and_for_whoever_sees_the_same(
    many, person, now, two_are_many
):
    many(3)
    wang, li = person("wang", "reviewer"), person("li", "reviewer")
    county = person("hui", "reviewer", regions=["辉县市"])
    assert 3 == counts("", wang, now).total
    Item.objects.filter(number="XX0001").update(state="closed")
    assert 3 == counts("", li, now).total
    assert 0 == counts("", county, now).total
    assert 2 == counts("mine=turn", li, now).total
    cache.clear()
    assert 2 == counts("", wang, now).total
