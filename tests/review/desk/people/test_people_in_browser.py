import pytest
from playwright.sync_api import expect

from tests.review.desk.browser import PASSWORD, complaints_of, serious
from tests.review.desk.cases import case

ZOOMED = {"width": 683, "height": 384}
"""The office monitor at 200 %."""


def turn(page, act):
    with page.expect_navigation():
        act()


def enter(page, username, password=PASSWORD):
    page.goto("/login/")
    page.fill("#username", username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    turn(page, lambda: page.keyboard.press("Enter"))


@pytest.fixture
def window(served, browser):
    def make(viewport=None):
        context = browser.new_context(
            base_url=served.address,
            viewport=viewport or {"width": 1366, "height": 768},
            locale="zh-CN",
        )
        return context.new_page()

    return make


def test_a_new_colleague_is_let_in_by_keyboard_alone(served, window):
    served.person("admin", "administrator", display_name="赵敏")
    page = window()
    complaints = complaints_of(page)
    enter(page, "admin")
    page.goto("/people/")
    turn(page, lambda: page.keyboard.press("n"))
    page.keyboard.type("wangfang")
    page.keyboard.press("Tab")
    page.keyboard.type("王芳")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("审核员", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    password = page.locator(".secret").inner_text()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    colleague = window()
    enter(colleague, "wangfang", password)
    expect(colleague).to_have_url(f"{served.address}/account/password/")
    colleague.keyboard.type(password)
    for _ in range(2):
        colleague.keyboard.press("Tab")
        colleague.keyboard.type("Qiu-tian-2024-zheng")
    turn(colleague, lambda: colleague.keyboard.press("Enter"))
    colleague.goto("/account/")
    expect(colleague.locator("main")).to_contain_text("王芳")
    assert [] == complaints
    assert [("person.created",), ("password.changed",)] == served.rows(
        "SELECT action FROM desk_event WHERE subject = 'person/wangfang'"
        " AND action <> 'login' ORDER BY seq"
    )


@pytest.mark.parametrize("viewport", [None, ZOOMED], ids=["office", "at 200 %"])
def test_the_pages_are_sound_for_a_screen_reader_and_need_no_sideways_scrolling(
    served, window, viewport
):
    served.publish(case("XX001", region="辉县市"), case("XX002"))
    served.person("admin", "administrator", display_name="赵敏")
    served.person("hui", "reviewer", regions=["辉县市"])
    page = window(viewport)
    addresses = [
        "/account/", "/account/password/", "/people/", "/people/new/", "/people/hui/",
        "/people/admin/", "/offices/", "/record/", "/record/?applicant=nobody",
    ]  # fmt: skip
    page.goto("/login/")
    found = {"/login/": serious(page)}
    enter(page, "admin", "wrong")
    found["wrong"] = serious(page)
    enter(page, "admin")
    for address in addresses:
        page.goto(address)
        found[address] = serious(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    page.goto("/record/")
    turn(page, lambda: page.keyboard.press("v"))
    found["verified"] = serious(page)
    assert {} == {address: rules for address, rules in found.items() if rules}


def test_after_five_wrong_passwords_the_page_says_when_to_try_again(served, window):
    served.person("wang", "reviewer")
    page = window()
    for _ in range(5):
        enter(page, "wang", "wrong")
    expect(page.locator("h1")).to_have_text("输错密码次数过多，暂时不能登录")
    expect(page.locator("time")).to_be_visible()
    assert [] == serious(page)
