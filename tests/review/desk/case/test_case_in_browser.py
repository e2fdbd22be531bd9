import json
from dataclasses import replace

import pytest
from PIL import Image

from evidence import codec
from evidence.cases import Case, PublishedBatch
from tests.review.desk.browser import OFFICE, complaints_of, serious
from tests.review.desk.cases import batch, case, keep_bytes

TWICE = {"width": OFFICE["width"] // 2, "height": OFFICE["height"] // 2}
"""What is left of the monitor at 200 %."""


@pytest.fixture
def desk(served, patent_case, lookup):
    """A served desk with an award in doubt and a patent to look up; Wang reviews."""
    cases = [case("XX001"), patent_case("XX002", name="李四")]
    keep_bytes(served.state, *cases)
    published = replace(batch(), lookups=(lookup("XX002"),))
    served._inside(
        do="publish",
        batch=json.loads(codec.encode(PublishedBatch, published)),
        cases=[json.loads(codec.encode(Case, one)) for one in cases],
    )
    served.person("wang", "reviewer")
    ids = dict(served.rows("SELECT number, id FROM desk_applicant"))
    served.award, served.patent = ids["XX001"], ids["XX002"]
    ((served.item,),) = served.rows("SELECT id FROM desk_item WHERE applicant_id = ?", served.award)
    return served


@pytest.mark.parametrize("viewport", [OFFICE, TWICE], ids=["office", "twice"])
def test_every_page_is_readable_by_everybody_and_keeps_to_its_policy(desk, browser, viewport):
    page = desk.sign_in(browser, "wang", viewport)
    complaints = complaints_of(page)
    for where in (
        f"/applicants/{desk.award}/",
        f"/applicants/{desk.patent}/",
        f"/items/{desk.item}/correct/",
        f"/applicants/{desk.patent}/official/?patent=ZL202010430096.0",
        "/lookups/",
    ):
        page.goto(where)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert [] == serious(page), where
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert 0 == page.evaluate(wider), where
    assert [] == complaints


def test_a_reading_is_corrected_by_keyboard_alone(desk, browser):
    page = desk.sign_in(browser, "wang")
    page.goto(f"/items/{desk.item}/correct/?back=/applicants/{desk.award}/")
    page.keyboard.press("c")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("新乡市人民政府")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("更正已记录").wait_for()
    assert page.url.endswith(f"/applicants/{desk.award}/")
    assert [("新乡市红旗区人民政府", "新乡市人民政府")] == desk.rows(
        "SELECT read_value, corrected_value FROM desk_correction"
    )
    assert [] == serious(page)


def test_a_number_is_shown_once_and_masked_after_a_reload(desk, browser):
    page = desk.sign_in(browser, "wang")
    page.goto(f"/applicants/{desk.award}/")
    page.get_by_text("查看完整号码").click()
    page.get_by_label("理由").fill("与证书核对")
    page.keyboard.press("Enter")
    page.get_by_text("410702197801011234", exact=True).wait_for()
    assert [] == serious(page)
    page.get_by_text("立即遮盖").click()
    page.get_by_text("4107**********1234").wait_for()
    assert "410702197801011234" not in page.content()


def test_what_the_site_showed_is_typed_in_and_handed_over(desk, browser, tmp_path):
    screenshot = tmp_path / "截图.png"
    Image.new("RGB", (1200, 700), "white").save(screenshot)
    page = desk.sign_in(browser, "wang")
    page.goto("/lookups/")
    page.get_by_role("link", name="录入结果").click()
    page.get_by_label("专利名称").fill("一种公路护栏清洗装置")
    page.get_by_label("发明人").fill("李四\n王五")
    page.get_by_label("网页截图").set_input_files(screenshot)
    page.get_by_text("保存并交核验").click()
    page.get_by_role("status").get_by_text("已交核验").wait_for()
    (folder,) = (desk.state.parent / "inbox" / "_official").iterdir()
    assert {"result.json", "screenshot.png"} == {one.name for one in folder.iterdir()}
    assert screenshot.read_bytes() == (folder / "screenshot.png").read_bytes()
    assert [] == serious(page)


def test_a_result_page_is_sent_by_keyboard(desk, browser, tmp_path):
    printout = tmp_path / "查询结果.pdf"
    printout.write_bytes(b"%PDF-1.7 printed")
    page = desk.sign_in(browser, "wang")
    page.goto("/lookups/")
    page.get_by_label("打印件、截图或导出表").set_input_files(printout)
    page.get_by_label("打印件、截图或导出表").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("已收到 1 个文件").wait_for()
    assert page.get_by_text("等待识读").is_visible()
    assert [] == serious(page)
    (folder,) = (desk.state.parent / "inbox" / "_cnipa").iterdir()
    assert {"查询结果.pdf", "import.json", "_READY"} == {one.name for one in folder.iterdir()}


def test_a_number_is_copied_as_each_site_takes_it(desk, browser):
    page = desk.sign_in(browser, "wang", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/lookups/")
    page.get_by_role("button", name="复制 pss CN202010430096").click()
    page.get_by_text("✓ 已复制").wait_for()
    assert "CN202010430096" == page.evaluate("navigator.clipboard.readText()")


def test_an_original_is_saved_and_never_opened(desk, browser):
    hostile = b"<!doctype html><script>document.title = 'run'</script>"
    (path,) = (desk.state / "store").rglob("a" * 64)
    path.write_bytes(hostile)
    page = desk.sign_in(browser, "wang")
    page.goto(f"/applicants/{desk.award}/")
    with page.expect_download() as download:
        page.get_by_text("下载原件").first.click()
    assert "奖状.jpg" == download.value.suggested_filename
    assert hostile == download.value.path().read_bytes()
    assert f"/applicants/{desk.award}/" in page.url


def test_the_pages_work_without_script(desk, browser):
    page = desk.sign_in(browser, "wang", java_script_enabled=False)
    page.goto("/lookups/")
    assert 0 == page.locator("[data-copy]:visible").count()
    assert "2020104300960" in page.inner_text("main")
    page.goto(f"/items/{desk.item}/correct/")
    page.select_option("#correction-reading", index=1)
    page.fill("#correction-value", "新乡市人民政府")
    page.get_by_text("记录更正").click()
    page.wait_for_url(f"**/applicants/{desk.award}/**")
    assert 1 == len(desk.rows("SELECT 1 FROM desk_correction"))
