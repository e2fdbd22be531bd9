import datetime as dt

import pytest

from evidence import codec
from evidence.inbox import Progress, Stage
from tests.review.desk.browser import complaints_of, serious
from tests.review.desk.cases import case, passed

KEY = "xinxiang-2024-001"


@pytest.fixture
def tell(served, tmp_path):
    """Tells of a batch's progress as the pipeline does, by a whole file."""

    def write(key, stage, **values):
        folder = served.state / "progress"
        folder.mkdir(exist_ok=True)
        progress = Progress(key, stage, dt.datetime.now(dt.UTC), **values)
        (folder / ".new").write_bytes(codec.encode(Progress, progress))
        (folder / ".new").rename(folder / f"{key}.json")

    return write


@pytest.fixture
def lay(tmp_path):
    def make(key, note=""):
        (tmp_path / "inbox" / key).mkdir(parents=True)
        (tmp_path / "inbox" / key / "_READY").touch()
        if note:
            (tmp_path / "inbox" / f"{key}._REFUSED").write_text(note)

    return make


def test_the_batches_page_follows_the_work_without_losing_the_readers_place(
    served, browser, tell, lay
):
    served.person("wang", "reviewer")
    lay(KEY)
    lay("other-1")
    page = served.sign_in(browser, "wang")
    complaints = complaints_of(page)
    page.goto("/batches/")
    page.locator("#to-other-1").focus()
    tell(KEY, Stage.READING, pages_done=3, pages_known=10)
    page.locator(".where-reading").wait_for(timeout=10_000)
    assert "other-1" == page.evaluate("document.activeElement.textContent")
    assert f"{KEY} 正在识读 30%" in page.locator("#news").inner_text()
    served.publish(case("XX001"), key=KEY)
    tell(KEY, Stage.PUBLISHED)
    page.locator(".where-published").wait_for(timeout=10_000)
    assert [] == complaints


def test_a_batchs_page_becomes_the_published_one_by_itself(served, browser, tell, lay):
    served.person("wang", "reviewer")
    lay(KEY)
    tell(KEY, Stage.JUDGED)
    page = served.sign_in(browser, "wang")
    page.goto(f"/batches/{KEY}/")
    assert page.get_by_text("已核验，正在汇总").is_visible()
    served.publish(case("XX001"), passed("XX002"), key=KEY)
    tell(KEY, Stage.PUBLISHED)
    page.get_by_role("heading", name="识读质量").wait_for(timeout=15_000)
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    page.wait_for_timeout(4000)
    assert [] == asked, "nothing changes any more, so nothing is asked"


@pytest.mark.parametrize("width", [1366, 683], ids=["office monitor", "at 200 %"])
def test_the_pages_are_usable_by_everybody_at_every_state(served, browser, tell, lay, width):
    served.person("admin", "administrator", "operator")
    served.publish(case("XX001"), passed("XX002"), key=KEY)
    lay("reading-1")
    tell("reading-1", Stage.READING, pages_done=3, pages_known=10, shards=3)
    lay("failed-1")
    tell("failed-1", Stage.FAILED, message_zh="内存不足，请再试。", message_en="no memory")
    lay("refused-1", "E-BATCH-EMPTY\n没有内容。\nempty\n")
    page = served.sign_in(browser, "admin", viewport={"width": width, "height": 768})
    complaints = complaints_of(page)
    for path in (
        "/batches/",
        f"/batches/{KEY}/",
        f"/batches/{KEY}/files/",
        "/batches/reading-1/",
        "/batches/failed-1/",
        "/batches/refused-1/",
        "/upload/",
    ):
        page.goto(path)
        assert [] == serious(page)
        assert width == page.evaluate("document.documentElement.scrollWidth")
    assert [] == complaints
