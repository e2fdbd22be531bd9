from playwright.sync_api import expect

from tests.review.desk.browser import complaints_of
from tests.review.desk.cases import case


def test_an_auditor_finds_an_event_opens_its_detail_and_takes_the_file(served, browser):
    served.publish(case("XX001"))
    served.person("audit", "auditor", display_name="周监")
    page = served.sign_in(browser, "audit")
    complaints = complaints_of(page)
    page.goto("/record/")
    page.keyboard.press("f")
    page.keyboard.press("Tab")
    page.locator("#action").select_option("batch.published")
    page.get_by_role("button", name="筛选").click()
    row = page.locator("table.record tbody tr")
    expect(row).to_have_count(1)
    expect(row.get_by_text("本环")).to_be_hidden()
    row.locator("summary").press("Enter")
    expect(row.get_by_text("本环")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    assert '"action": "batch.published"' in download.value.path().read_text(encoding="utf-8")
    assert [] == complaints
    assert [("export.record", "audit")] == served.rows(
        "SELECT action, actor FROM desk_event ORDER BY seq DESC LIMIT 1"
    )
