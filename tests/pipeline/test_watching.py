import time

import dagster as dg
import pytest

from pipeline import watching
from pipeline.watching import resting, watch


def context_of(last):
    return dg.SensorEvaluationContext(
        instance_ref=None,
        last_tick_completion_time=last,
        last_run_key=None,
        cursor=None,
        repository_name=None,
    )


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test moves on."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(watching, "monotonic", lambda: Clock.now)
    return Clock


def looks_of(clock, took):
    made = []

    def look(context):
        made.append(clock.now)
        clock.now += took
        return dg.SkipReason("nothing new")

    return resting(look), made


def test_a_look_that_took_long_rests_until_looks_are_a_tenth_of_the_time(clock):
    looking, made = looks_of(clock, took=3)
    looking(context_of(None))
    for _ in range(10):
        clock.now += 4
        looking(context_of(time.time()))
    assert [1000.0, 1031.0] == made


def test_who_is_skipped_is_told_when_the_next_look_is(clock):
    looking, _ = looks_of(clock, took=3)
    looking(context_of(None))
    assert "looks take long here; the next is in 27 s" == looking(context_of(1.0)).skip_message


def test_a_look_that_hung_for_an_hour_rests_a_minute(clock):
    looking, made = looks_of(clock, took=3600)
    looking(context_of(None))
    clock.now += 61
    looking(context_of(1.0))
    assert 2 == len(made)


def test_a_short_look_is_made_each_time(clock):
    looking, made = looks_of(clock, took=0.2)
    for _ in range(3):
        looking(context_of(1.0))
        clock.now += 4
    assert 3 == len(made)


def test_a_look_asked_for_by_hand_is_always_made(clock):
    looking, made = looks_of(clock, took=60)
    looking(context_of(None))
    looking(context_of(None))
    assert 2 == len(made)


def test_a_look_that_fails_rests_as_well(clock):
    def look(context):
        clock.now += 5
        raise OSError("away")

    looking = resting(look)
    with pytest.raises(OSError, match="away"):
        looking(context_of(None))
    clock.now += 4
    assert "next is in" in looking(context_of(1.0)).skip_message


def test_the_sensor_says_in_the_ui_what_its_function_does():
    @watch(4)
    def something(context):
        """Looks at something."""

    assert ("Looks at something.", 4) == (something.description, something.minimum_interval_seconds)
