import datetime as dt

import pytest

from evidence import codec
from evidence.errors import Problem
from evidence.inbox import Progress, Stage
from extractors.reading.pool import Progress as Pages
from pipeline.batches import BatchEntry, ShardPlan
from pipeline.progress_files import QUEUE, ROSTERS, ProgressFiles

ENTRY = BatchEntry(
    "b",
    "/b",
    "/out/b",
    {
        "b-s001": ShardPlan(("A1", "A2"), ("uploads/A1/a.png", "uploads/A2/b.png")),
        "b-s002": ShardPlan(("A3",), ("uploads/A3/c.png",)),
    },
)
PROBLEM = Problem("E-TEST", "磁盘已满，请腾出空间。", "The disk is full; free some space.")
START = dt.datetime(2024, 4, 9, 10, 0, tzinfo=dt.UTC)


class Clock:
    """Time that passes when it is told to."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds

    def now(self):
        self.seconds += 0.001
        return START + dt.timedelta(seconds=self.seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told(home, clock):
    """Progress by a clock of its own; warnings are in `told.warnings`."""
    warnings = []
    files = ProgressFiles(home, warnings.append, "run-1", clock.now, clock)
    files.warnings = warnings
    files.taken(ENTRY)
    return files


def _progress(home, batch="b"):
    return codec.decode(Progress, (home.state / "progress" / f"{batch}.json").read_bytes())


def _judge(told):
    for shard in ENTRY.shards:
        told.read(ENTRY, shard, Pages(pages_done=10, pages_known=10))
        told.judged(ENTRY, shard)


def test_a_batch_that_was_taken_names_its_files_and_people(home, told):
    """Before anything is read."""
    assert Progress("b", Stage.TAKEN, _progress(home).at, files=3, applicants=3, shards=2) == (
        _progress(home)
    )


def test_the_pages_of_several_shards_add_up(home, told):
    """Whichever of them is at work."""
    told.read(ENTRY, "b-s001", Pages(pages_done=7, pages_known=9))
    told.read(ENTRY, "b-s002", Pages(pages_done=1, pages_known=4))
    told.read(ENTRY, "b-s001", Pages(pages_done=9, pages_known=9))
    told.judged(ENTRY, "b-s001")
    now = _progress(home)
    assert (Stage.READING, 10, 13, 1, 2) == (
        now.stage, now.pages_done, now.pages_known, now.shards_done, now.shards,
    )  # fmt: skip
    assert "run-1" == now.run


def test_while_pages_are_read_a_file_is_written_at_most_once_a_second(home, told, clock):
    """Every page is told to the other listener all the same."""
    heard = []
    listener = told.reading(ENTRY, "b-s001", heard.append)
    for done, second in enumerate((0.0, 0.4, 0.8, 1.2, 1.6), start=1):
        clock.seconds = second
        listener(Pages(pages_done=done, pages_known=5))
        assert {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}[done] == _progress(home).pages_done
    assert [1, 2, 3, 4, 5] == [pages.pages_done for pages in heard]


def test_a_batch_is_judged_with_its_last_shard_and_published_with_rosters_and_queue(home, told):
    """One of the two is not enough, in either order."""
    _judge(told)
    assert Stage.JUDGED == _progress(home).stage
    told.concluded(ENTRY, QUEUE)
    assert Stage.JUDGED == _progress(home).stage
    told.concluded(ENTRY, ROSTERS)
    assert Stage.PUBLISHED == _progress(home).stage
    told.judged(ENTRY, "b-s002")
    assert Stage.JUDGED == _progress(home).stage


def test_a_failed_shard_is_told_until_it_is_read_again(home, told):
    """Other shards go on meanwhile, and their pages count."""
    told.failed(ENTRY, "b-s001", PROBLEM)
    told.read(ENTRY, "b-s002", Pages(pages_done=3, pages_known=4))
    now = _progress(home)
    assert (Stage.FAILED, PROBLEM.zh, PROBLEM.en, 3) == (
        now.stage, now.message_zh, now.message_en, now.pages_done,
    )  # fmt: skip
    told.read(ENTRY, "b-s001", Pages(pages_done=1, pages_known=2))
    assert (Stage.READING, "") == (_progress(home).stage, _progress(home).message_zh)


def test_a_failed_conclusion_is_over_when_it_succeeds(home, told):
    """What one attempt wrote before it failed does not hide the failure."""
    _judge(told)
    told.concluded(ENTRY, ROSTERS)
    told.failed(ENTRY, "b", PROBLEM)
    assert Stage.FAILED == _progress(home).stage
    told.concluded(ENTRY, QUEUE)
    assert Stage.FAILED == _progress(home).stage
    told.concluded(ENTRY, ROSTERS)
    assert Stage.PUBLISHED == _progress(home).stage


def test_a_failure_told_late_changes_nothing_once_the_work_went_on(home, told):
    """A sensor looks every few seconds; meanwhile the shard may be read again."""
    told.read(ENTRY, "b-s001", Pages(pages_done=1, pages_known=2))
    earlier = ProgressFiles(home, told.warnings.append, "run-0")
    earlier.failed(ENTRY, "b-s001", PROBLEM, START - dt.timedelta(seconds=1))
    assert Stage.READING == _progress(home).stage


def test_a_step_that_failed_after_judging_and_runs_well_again_is_mended(home, told):
    """The register changed nothing, so nothing was judged anew."""
    _judge(told)
    told.concluded(ENTRY, ROSTERS)
    told.concluded(ENTRY, QUEUE)
    told.failed(ENTRY, "b-s001", PROBLEM)
    assert Stage.FAILED == _progress(home).stage
    told.recovered(ENTRY, "b-s001")
    assert Stage.PUBLISHED == _progress(home).stage


def test_taken_again_it_begins_anew(home, told):
    """Nothing of the attempt before is shown as done."""
    _judge(told)
    told.failed(ENTRY, "b", PROBLEM)
    told.taken(ENTRY)
    assert (Stage.TAKEN, 0, 0) == (
        _progress(home).stage, _progress(home).pages_done, _progress(home).shards_done,
    )  # fmt: skip


def test_progress_that_cannot_be_written_is_a_warning_once(home, told):
    """The work goes on."""
    (home.state / "progress").rename(home.state / "aside")
    (home.state / "progress").write_text("no folder")
    _judge(told)
    assert ["E-PROGRESS-WRITE"] == [problem.code for problem in told.warnings]


def test_a_note_that_cannot_be_understood_counts_as_none(home, told):
    """Of another version, or cut off by a full disk."""
    told.judged(ENTRY, "b-s001")
    (home.state / "progress/told/b-s001.json").write_text("{")
    told.judged(ENTRY, "b-s002")
    assert (Stage.READING, 1) == (_progress(home).stage, _progress(home).shards_done)


def test_what_is_told_later_counts_as_later_though_the_clock_was_set_back(home, told, clock):
    """Else a batch that is done would be shown as judged for as long as the clock was wrong."""
    _judge(told)
    clock.seconds -= 3600
    for part in (ROSTERS, QUEUE):
        told.concluded(ENTRY, part)
    assert Stage.PUBLISHED == _progress(home).stage
    clock.seconds -= 3600
    told.judged(ENTRY, "b-s001")
    assert Stage.JUDGED == _progress(home).stage
    told.failed(ENTRY, "b-s001", PROBLEM, clock.now())
    assert Stage.FAILED == _progress(home).stage
