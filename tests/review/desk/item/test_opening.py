import datetime as dt

import pytest

from review.desk.item.opening import opened_mark, seconds_since


@pytest.fixture
def wang(person):
    return person("wang", "reviewer")


def test_the_time_from_opening_to_saving_is_measured(wang, now):
    mark = opened_mark(wang, 7, now)
    assert 95 == seconds_since(mark, wang, 7, now + dt.timedelta(seconds=95.6))


def test_a_clock_that_was_set_back_gives_no_negative_time(wang, now):
    assert 0 == seconds_since(opened_mark(wang, 7, now), wang, 7, now - dt.timedelta(hours=1))


@pytest.mark.parametrize(
    "forge", [lambda mark: "", lambda mark: f"{mark}x", lambda mark: "[7,1,0]"]
)
def test_a_mark_that_the_desk_did_not_make_says_nothing(wang, now, forge):
    assert seconds_since(forge(opened_mark(wang, 7, now)), wang, 7, now) is None


def test_the_mark_of_another_item_or_person_says_nothing(wang, person, now):
    li = person("li", "reviewer")
    assert seconds_since(opened_mark(wang, 7, now), wang, 8, now) is None
    assert seconds_since(opened_mark(li, 7, now), wang, 7, now) is None
