"""Rosters and quality in Chromium: on the office monitor, at 200 %, by keyboard, on paper."""

import io
from unicodedata import normalize

import pdfplumber
import pytest

from tests.review.desk.browser import complaints_of, serious
from tests.review.desk.cases import case, passed

ZOOMED = {"width": 683, "height": 384}
"""The office monitor at 200 %."""
PAGES = (
    "/rosters/",
    "/rosters/xinxiang-2024-001/",
    "/rosters/xinxiang-2024-001/?list=on-site",
    "/quality/",
)


@pytest.fixture
def draft(served):
    """A batch with one who passes, one who passes and is drawn, and one in doubt."""
    served.publish(passed("XX001", unit="一院"), case("XX002", unit="二院"))
    served.publish(passed("XX003", unit="一院"), key="xinxiang-2024-002", share=1)
    served.person("sun", "administrator")
    return served


@pytest.mark.parametrize("viewport", [None, ZOOMED], ids=["office", "200 %"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_accessible_and_breaks_no_rule_of_its_own(draft, browser, viewport, language):
    page = draft.sign_in(browser, "sun", viewport)
    complaints = complaints_of(page)
    if language == "en":
        page.goto("/rosters/")
        page.get_by_role("button", name="English").click()
    for address in PAGES:
        page.goto(address)
        assert [] == serious(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"]
    assert [] == complaints


def test_a_list_that_is_not_ready_leads_to_what_must_be_decided(draft, browser):
    page = draft.sign_in(browser, "sun")
    page.goto("/rosters/")
    page.get_by_role("link", name="xinxiang-2024-001").press("Enter")
    page.get_by_text("全部决定后才能下载").wait_for()
    assert page.get_by_role("button", name="PDF").is_disabled()
    assert 0 == page.get_by_role("link", name="PDF").count()
    page.goto("/rosters/xinxiang-2024-001/pass.pdf")
    page.get_by_text("E-DESK-UNDECIDED").wait_for()
    assert [] == serious(page)
    assert page.get_by_role("link", name="第1项").get_attribute("href").startswith("/items/")


def test_a_ready_list_is_downloaded_as_pdf(served, browser):
    served.publish(passed("XX001", name="张三", unit="一院"))
    served.person("zhao", "operator")
    page = served.sign_in(browser, "zhao")
    page.goto("/rosters/xinxiang-2024-001/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 网上资格审查通过人员名册表 PDF").click()
    file = download.value
    assert "网上资格审查通过人员名册表_xinxiang-2024-001.pdf" == file.suggested_filename
    with pdfplumber.open(file.path()) as pdf:
        assert "张三" in "".join(pdf.pages[0].extract_text().split())
    assert [("roster.exported",)] == served.rows(
        "SELECT action FROM desk_event WHERE action LIKE 'roster%'"
    )


def test_printed_from_the_browser_every_unit_has_a_page_of_its_own(served, browser):
    served.publish(*(passed(f"XX{n:03}", unit=f"第{n}医院") for n in range(3)))
    served.person("zhao", "operator")
    page = served.sign_in(browser, "zhao")
    page.goto("/rosters/xinxiang-2024-001/")
    paper = page.pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(paper)) as pdf:
        # Chromium writes some characters as the radicals that look like them.
        texts = [normalize("NFKC", "".join(one.extract_text().split())) for one in pdf.pages]
        assert {(842, 595)} == {(round(one.width), round(one.height)) for one in pdf.pages}
    assert 3 == len(texts)
    for number, text in enumerate(texts):
        assert f"单位:第{number}医院" in text
        assert "审核人(签字)" in text
        assert "核验台" not in text


def test_the_figures_are_filtered_by_keyboard(draft, browser):
    page = draft.sign_in(browser, "sun")
    page.goto("/quality/")
    page.get_by_label("批次", exact=True).select_option("xinxiang-2024-002")
    page.get_by_role("button", name="显示").press("Enter")
    page.get_by_text("1 名申报人中 1 名").wait_for()
    assert "尚有 1 件抽查未决定" in page.content()
