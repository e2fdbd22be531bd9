import re
import threading

import pytest
import requests
from playwright.sync_api import expect

from tests.review.desk.browser import complaints_of, serious
from tests.review.desk.cases import case, finding

ZOOMED = {"width": 683, "height": 384}
"""1366 × 768 at 200 %."""


def some_cases(count):
    return [
        case(
            f"XX{number:03}",
            [finding(f"XX{number:03}", "A4b" if number % 2 else "A3a")],
            name=f"张{'甲乙丙丁'[number % 4]}",
            region="辉县市" if number % 3 else "市直",
        )
        for number in range(count)
    ]


@pytest.fixture
def page(served, browser):
    served.publish(*some_cases(60))
    served.person("wang", "reviewer")
    return served.sign_in(browser, "wang")


def names(page):
    return page.locator("tbody [data-row]").all_inner_texts()


def whole_rows(page):
    return page.evaluate(
        "[...document.querySelectorAll('tbody tr')]"
        ".filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"
    )


def test_an_office_monitor_shows_fourteen_rows_in_both_languages(page):
    complaints = complaints_of(page)
    for query in ("", "?rule=A4b&region=辉县市"):
        page.goto(f"/queue/{query}")
        assert 14 <= whole_rows(page)
        assert [] == serious(page)
    assert [] == complaints


def test_at_twice_the_size_nothing_is_cut_off_and_filters_fold(served, browser):
    served.publish(*some_cases(20))
    served.person("wang", "reviewer")
    page = served.sign_in(browser, "wang", viewport=ZOOMED)
    page.goto("/queue/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert 3 <= whole_rows(page)
    assert not page.locator("#by-region").is_visible()
    page.keyboard.press("f")
    assert "by-batch" == page.evaluate("document.activeElement.id")
    page.locator("#by-region").select_option("市直")
    page.wait_for_url(re.compile("region="))
    assert 7 == page.locator("tbody tr").count()
    assert page.locator("#by-region").is_visible()
    assert [] == serious(page)


def test_rows_are_chosen_and_opened_by_keyboard(page):
    page.goto("/queue/")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator("tbody tr").nth(1).get_attribute("aria-current") == "true"
    assert 1 == page.locator("tr[aria-current]").count()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/items/2/\?in=$"))


def test_no_row_before_the_first_and_none_after_the_last(page):
    page.goto("/queue/?page=2")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("tbody tr").first.get_attribute("aria-current") == "true"
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    assert page.locator("tbody tr").last.get_attribute("aria-current") == "true"


@pytest.mark.parametrize("key", ["n", "Enter"])
def test_one_key_takes_the_next_item(page, served, key):
    page.goto("/queue/?rule=A4b")
    page.keyboard.press(key)
    page.wait_for_url(re.compile(r"/items/2/\?in=rule%3DA4b$"))
    assert [(2,)] == served.rows("SELECT id FROM desk_item WHERE holder_id IS NOT NULL")


def test_pages_are_turned_by_keyboard(page):
    page.goto("/queue/")
    page.keyboard.press("]")
    page.wait_for_url(re.compile("page=2"))
    assert 10 == page.locator("tbody tr").count()
    page.keyboard.press("[")
    page.wait_for_url(lambda address: "page=2" not in address)
    assert 50 == page.locator("tbody tr").count()


def test_a_search_is_typed_and_keys_sleep_meanwhile(page):
    page.goto("/queue/")
    page.keyboard.press("/")
    page.keyboard.type("n 张甲")
    assert "/queue/" in page.url
    page.locator("#search").fill("张甲")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    assert {"张甲"} == set(names(page))
    assert "张甲" == page.locator("#search").input_value()


def test_a_choice_filters_at_once_keeps_the_focus_and_tells_the_count(page):
    page.goto("/queue/?sort=name")
    page.keyboard.press("f")
    page.locator("#by-region").focus()
    page.locator("#by-region").select_option("辉县市")
    page.wait_for_url(re.compile(r"\?region=.*&sort=name$"))
    assert "by-region" == page.evaluate("document.activeElement.id")
    assert 40 == page.locator("tbody tr").count()
    assert "第 1–40 件，共 40 件" == page.locator("#queue-count").inner_text()
    page.locator("#by-region").blur()
    page.keyboard.press("x")
    page.wait_for_url(lambda address: "region" not in address)
    assert 50 == page.locator("tbody tr").count()


def test_going_back_shows_the_filter_before(page):
    page.goto("/queue/")
    page.locator("#by-rule").select_option("A4b")
    page.wait_for_url(re.compile("rule=A4b"))
    page.go_back()
    page.wait_for_url(lambda address: "rule" not in address)
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 50")
    stored = page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    assert not [name for name in names(page) if name in stored]


def test_a_filter_is_saved_and_used_by_keyboard(page):
    page.goto("/queue/?rule=A4b")
    page.keyboard.press("s")
    expect(page.locator("#filter-name")).to_be_focused()
    page.keyboard.type("原件")
    page.keyboard.press("Enter")
    page.get_by_text("已保存筛选“原件”。").wait_for()
    page.goto("/queue/")
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    expect(page.locator(".saved-menu")).to_be_hidden()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="原件").click()
    page.wait_for_url(re.compile("rule=A4b"))
    assert [] == serious(page)


def test_the_keys_are_shown(page):
    page.goto("/queue/")
    page.keyboard.press("?")
    shown = page.locator("#keys").inner_text()
    for key in ("取下一件", "检索", "筛选", "下一页", "选中下一行", "打开选中的行", "保存筛选"):
        assert key in shown
    assert [] == serious(page)


def test_filters_and_search_work_without_scripts(served, browser):
    served.publish(*some_cases(8))
    served.person("wang", "reviewer")
    page = served.sign_in(browser, "wang", java_script_enabled=False)
    page.goto("/queue/")
    page.locator("#by-rule").select_option("A4b")
    page.get_by_role("button", name="应用筛选").click()
    assert 4 == page.locator("tbody tr").count()
    page.locator("#search").fill("张乙")
    page.get_by_role("button", name="检索").click()
    page.wait_for_url(re.compile("q="))
    assert {"张乙"} == set(names(page))
    assert "rule=A4b" in page.url


def test_the_empty_queue_and_the_saved_filters_pass_the_accessibility_rules(served, browser):
    served.person("wang", "reviewer")
    page = served.sign_in(browser, "wang")
    for address in ("/queue/", "/queue/?rule=A4b", "/queue/filters/"):
        page.goto(address)
        assert [] == serious(page)


@pytest.mark.parametrize("served", [2], indirect=True)
def test_of_people_who_ask_at_once_each_gets_another_item(served, browser):
    count = 8
    served.publish(*some_cases(count))
    people = [f"r{number}" for number in range(count)]
    for name in people:
        served.person(name, "reviewer")
    sessions = [_session(served.sign_in(browser, name), served.address) for name in people]
    together, taken = threading.Barrier(count), []

    def take(session):
        token = session.cookies["csrftoken"]
        together.wait()
        answer = session.post(
            f"{served.address}/queue/next/",
            {"in": "", "csrfmiddlewaretoken": token},
            allow_redirects=False,
            timeout=30,
        )
        taken.append(answer.headers["Location"])

    threads = [threading.Thread(target=take, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(f"/items/{number}/?in=" for number in range(1, count + 1)) == sorted(taken)
    holders = served.rows("SELECT count(DISTINCT holder_id) FROM desk_item")
    assert [(count,)] == holders


def _session(page, address):
    """The page's session, for a client of its own."""
    session = requests.Session()
    for cookie in page.context.cookies():
        session.cookies.set(cookie["name"], cookie["value"])
    session.get(f"{address}/queue/", timeout=30)
    return session
