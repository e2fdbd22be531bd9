import datetime as dt
from pathlib import Path

import pytest

from evidence.inbox import Progress, Stage
from review.desk.batches.inbox import Lying, Refusal
from review.desk.batches.whereabouts import Where, whereabouts

NOON = dt.datetime(2024, 4, 8, 12, tzinfo=dt.UTC)
REFUSAL = Refusal("E-BATCH-EMPTY", "空", "empty")


def at(minutes):
    return NOON + dt.timedelta(minutes=minutes)


def lying(ready=None, refusal=None, is_zip=False):
    name = "b.zip" if is_zip else "b"
    ready_at = None if ready is None else at(ready)
    return Lying(Path("/inbox") / name, is_zip, at(-60), ready_at, refusal)


def told(stage, minutes, **values):
    return Progress("b", stage, at(minutes), **values)


@pytest.mark.parametrize(
    ("lies", "progress", "published", "expected"),
    [
        ([], None, None, None),
        ([lying()], None, None, Where.COPYING),
        ([lying(ready=-1)], None, None, Where.WAITING),
        ([lying(ready=-1)], told(Stage.TAKEN, 0), None, Where.TAKEN),
        ([lying(ready=-5)], told(Stage.READING, -1), None, Where.READING),
        ([lying(ready=-5)], told(Stage.JUDGED, -1), None, Where.JUDGED),
        ([lying(ready=-5)], told(Stage.FAILED, -1), None, Where.FAILED),
        ([lying(ready=-5)], told(Stage.PUBLISHED, -1), at(-1), Where.PUBLISHED),
        # Marked again after the pipeline last told of it.
        ([lying(ready=-1)], told(Stage.FAILED, -5), None, Where.WAITING),
        ([lying(ready=-1)], told(Stage.PUBLISHED, -5), at(-5), Where.WAITING),
        ([lying(ready=-1)], None, at(-5), Where.WAITING),
        # A new version is being copied by hand over what was published.
        ([lying()], told(Stage.PUBLISHED, -5), at(-5), Where.PUBLISHED),
        ([lying(ready=-5, refusal=REFUSAL)], None, None, Where.REFUSED),
        ([lying(ready=-5, refusal=REFUSAL)], told(Stage.PUBLISHED, -9), at(-9), Where.REFUSED),
        # Folder and zip of one name: what was marked last counts.
        ([lying(-9, REFUSAL), lying(-1, is_zip=True)], None, None, Where.WAITING),
        ([], None, at(-5), Where.PUBLISHED),
        ([], told(Stage.READING, -5), at(-9), Where.READING),
    ],
)
def test_where_a_batch_is(lies, progress, published, expected):
    found = whereabouts(lies, progress, published, NOON)
    assert expected == (found.where if found else None)


@pytest.mark.parametrize(("minutes", "quiet"), [(2, False), (3, True)])
def test_a_batch_that_nobody_takes_is_told_after_two_minutes(minutes, quiet):
    assert quiet == whereabouts([lying(ready=-minutes)], None, None, NOON).quiet


@pytest.mark.parametrize(("minutes", "quiet"), [(15, False), (16, True)])
def test_a_batch_that_stands_still_is_told_and_can_be_tried_again(minutes, quiet):
    found = whereabouts([lying(ready=-60)], told(Stage.READING, -minutes), None, NOON)
    assert (quiet, quiet, quiet) == (found.quiet, found.again, found.stuck)


def test_only_what_lies_marked_in_the_inbox_can_be_tried_again():
    failed = told(Stage.FAILED, -1)
    assert whereabouts([lying(ready=-60)], failed, None, NOON).again
    assert not whereabouts([], failed, None, NOON).again
    assert whereabouts([lying(-5, REFUSAL)], None, None, NOON).again


@pytest.mark.parametrize(
    ("done", "known", "share"), [(0, 0, None), (0, 9, 0), (8, 9, 88), (9, 9, 100), (10, 9, 100)]
)
def test_the_share_read_is_rounded_down(done, known, share):
    progress = told(Stage.READING, 0, pages_done=done, pages_known=known)
    assert share == whereabouts([], progress, None, NOON).share
