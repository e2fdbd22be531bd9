import datetime as dt
import io
import os

import pytest
from rich.console import Console

from evidence import codec
from evidence.errors import Problem
from evidence.inbox import Progress, Stage
from pipeline.cli.inbox_news import InboxNews
from pipeline.cli.voice import Voice
from pipeline.inbox import write_refusal

AT = dt.datetime(2024, 4, 9, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def tell(home):
    """Writes progress as the pipeline does."""
    written = [0]

    def write(stage, batch="b", **more):
        path = home.state / "progress" / f"{batch}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(codec.encode(Progress, Progress(batch, stage, AT, 9, 3, **more)))
        written[0] += 1
        os.utime(path, ns=(written[0], written[0]))

    return write


@pytest.fixture
def news(home):
    """Begins to look; `news()` is what is new, as lines."""

    def begin():
        out = io.StringIO()
        console = Console(file=out, width=200)
        watched = InboxNews(home, Voice("zh", console, console))

        def look():
            out.seek(0)
            out.truncate()
            watched.look()
            return out.getvalue().splitlines()

        return look

    return begin


def test_each_step_is_said_once(news, tell):
    """However often its progress is written."""
    look = news()
    tell(Stage.TAKEN)
    assert ["批次 b 已受理：3 名申报人，9 个文件"] == look()
    assert [] == look()
    for done in (1, 2):
        tell(Stage.READING, pages_done=done)
        assert [] == look()
    tell(Stage.JUDGED)
    assert [] == look()
    tell(Stage.PUBLISHED)
    assert ["批次 b 已完成：3 名申报人，见 http://127.0.0.1:8000/batches/b/"] == look()


def test_a_failure_is_said_with_its_reason_and_again_when_that_is_another(news, tell):
    """While other shards go on."""
    look = news()
    tell(Stage.FAILED, message_zh="磁盘已满。", message_en="The disk is full.")
    assert ["批次 b 失败：磁盘已满。"] == look()
    tell(Stage.FAILED, message_zh="磁盘已满。", message_en="The disk is full.", pages_done=7)
    assert [] == look()
    tell(Stage.FAILED, message_zh="内存不足。", message_en="No memory.")
    assert ["批次 b 失败：内存不足。"] == look()


def test_what_stood_there_before_is_no_news(news, tell, home):
    """A service started again does not tell of last week."""
    tell(Stage.PUBLISHED)
    write_refusal(home.inbox / "old", Problem("E-BATCH-ID", "旧。", "Old."))
    look = news()
    assert [] == look()
    tell(Stage.TAKEN)
    assert ["批次 b 已受理：3 名申报人，9 个文件"] == look()


def test_refusals_of_batches_and_of_typed_in_results_are_said(news, home):
    """With code and reason; again when another attempt is refused."""
    (home.inbox / "_official").mkdir()
    look = news()
    problem = Problem("E-BATCH-ID", "编号不对。", "Not an id.")
    write_refusal(home.inbox / "c", problem)
    write_refusal(home.inbox / "_official" / "r-1", problem)
    assert ["c 被拒收：E-BATCH-ID：编号不对。", "r-1 被拒收：E-BATCH-ID：编号不对。"] == look()
    assert [] == look()


def test_a_note_that_cannot_be_understood_is_passed_over(news, home):
    """Somebody else's file."""
    look = news()
    (home.inbox / "x._REFUSED").write_bytes(b"\xff\xfe")
    assert [] == look()


def test_a_name_that_is_no_text_is_said_as_it_was_meant(news, home):
    """A terminal takes no undecodable name; the look would end there."""
    look = news()
    (home.inbox / "_cnipa").mkdir(parents=True)
    source = home.inbox / "_cnipa" / os.fsdecode("查询".encode("gbk"))
    write_refusal(source, Problem("E-CNIPA-NAME", "请改名。", "Name it anew."))
    assert ["查询 被拒收：E-CNIPA-NAME：请改名。"] == look()
