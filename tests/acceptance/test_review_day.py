"""A day at the desk: the sample batch from a browser's upload to the stamped rosters.

Real parts all the way: `heyan serve` with its pipeline, Chromium, nobody's mouse.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import openpyxl
import pytest

from tests.acceptance.conftest import ROOT, SAMPLE
from tests.review.desk.browser import OFFICE, serious

PASSWORD = "Sheng-zhi-2024-day"
BATCH = SAMPLE.name
ITEM = re.compile(r"/items/(\d+)/")
CHOICES = (["a", "1"], ["s", "1"], ["f", "1"])
"""Accept, reject, to on-site review, each with its first reason; Enter saves and goes on."""


@pytest.fixture
def served_day(out, tmp_path):
    """`heyan serve` on ports of its own; what was read for the other tests is not read again."""
    state = tmp_path / "var"
    shutil.copytree(out.parent / "var" / "readings", state / "readings")
    environment = {k: v for k, v in os.environ.items() if k != "HEYAN_DATABASE_URL"} | {
        "HEYAN_HOME": str(state),
        "HEYAN_INBOX": str(tmp_path / "inbox"),
        "HEYAN_OUT": str(tmp_path / "out"),
        "HEYAN_SAMPLE_SHARE": "0.3",
        "PYTHONPATH": str(ROOT),
        "LANG": "en_US.UTF-8",
    }
    with serving(environment, tmp_path / "serve.log") as (address, said):
        yield address, said, environment


@contextmanager
def serving(environment, log):
    ports = [free_port(), free_port()]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "pipeline.cli", "serve"),
                *("--port", str(ports[0]), "--desk-port", str(ports[1])),
            ],
            env=environment,
            cwd=ROOT,
            stdout=file,
            stderr=file,
        )
    try:
        wait_for(lambda: "Ctrl-C stops it" in log.read_text(), 180)
        yield f"http://127.0.0.1:{ports[1]}", log.read_text()
    finally:
        process.terminate()
        process.wait(60)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def window(browser, address):
    """A page in a browser window of its own; it refuses the mouse."""
    return browser.new_context(base_url=address, viewport=OFFICE, locale="zh-CN").new_page()


def sign_in(page, name, password):
    page.goto("/login/")
    page.locator("[name=username]").focus()
    page.keyboard.type(name)
    page.locator("[name=password]").focus()
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def new_password(page, old):
    """What a first sign-in asks for."""
    for field, text in (("present", old), ("new", PASSWORD), ("again", PASSWORD)):
        page.locator(f"#{field}").focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/password/" not in url)


def make_person(page, name, label, role):
    """An account by the administrator's page; its one-time password."""
    page.goto("/people/new/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=display_name]").fill(label)
    page.locator(f"[name=roles][value={role}]").check()
    page.locator("main form button.main").press("Enter")
    return page.locator("code.secret").inner_text().strip()


def clear(page, limit=60):
    """Take and decide until nothing is left, by keyboard alone; key presses an item."""
    page.goto("/queue/")
    with page.expect_navigation():
        page.keyboard.press("n")
    counted = []
    while (found := ITEM.search(page.url)) and len(counted) < limit:
        keys = [*CHOICES[len(counted) % 3], "Enter"]
        loads = page.evaluate("performance.timeOrigin")
        for key in keys[:-1]:
            page.keyboard.press(key)
        # No page was loaded before the last key.
        assert loads == page.evaluate("performance.timeOrigin")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        after = ITEM.search(page.url)
        assert after is None or after[1] != found[1], page.locator("main").inner_text()[:2000]
        counted.append(len(keys))
    return counted


def on_rosters(page, folder):
    """Who stands on the two rosters, as their workbooks say; the PDFs are there as well."""
    numbers = []
    for name in ("pass", "on-site"):
        at = f"/rosters/{BATCH}/{name}"
        book = folder / f"{name}.xlsx"
        book.write_bytes(page.request.get(f"{at}.xlsx").body())
        cells = (
            cell.value for sheet in openpyxl.load_workbook(book) for row in sheet for cell in row
        )
        numbers += [one for one in cells if re.fullmatch(r"XX2024\d{3}", str(one))]
        assert b"%PDF" == page.request.get(f"{at}.pdf").body()[:4]
    return numbers


def hire(browser, address, chief):
    """An operator, a reviewer and a second reviewer, each signed in with a password of their own."""
    pages = {}
    for who, label, role in (
        ("zhao", "赵操作", "operator"),
        ("qian", "钱审核", "reviewer"),
        ("sun", "孙复核", "second_reviewer"),
    ):
        once = make_person(chief, who, label, role)
        pages[role] = window(browser, address)
        sign_in(pages[role], who, once)
        new_password(pages[role], once)
    return pages


def upload(page):
    """The sample batch by the upload page, with keys."""
    # Playwright catches file choosers from the first listener on, and does not say when.
    page.on("filechooser", lambda _: None)
    page.goto("/upload/")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("f")
    chooser.value.set_files(SAMPLE)
    page.locator("#upload-check").wait_for()
    page.keyboard.press("Enter")
    page.locator("#upload-done").wait_for(timeout=60_000)


def test_the_sample_batch_from_upload_to_rosters_by_keyboard(served_day, browser, tmp_path):
    address, said, environment = served_day
    problems = {}

    def look(page, name):
        problems.update({name: found} if (found := serious(page)) else {})

    name, first = re.search(r"Administrator of the desk: (\S+), password: (\S+)", said).groups()
    chief = window(browser, address)
    sign_in(chief, name, first)
    look(chief, "password")
    new_password(chief, first)
    pages = hire(browser, address, chief)
    upload(pages["operator"])
    look(pages["operator"], "upload")

    reviewer = pages["reviewer"]

    def published():
        reviewer.goto("/queue/")
        return reviewer.locator("[data-rows] tr").count() > 0

    wait_for(published, 300)
    look(reviewer, "queue")
    reviewer.keyboard.press("n")
    reviewer.wait_for_url("**/items/**")
    look(reviewer, "item")
    decided = clear(reviewer)
    assert 16 <= len(decided)
    assert 3 == max(decided)

    again = clear(pages["second_reviewer"])
    assert again
    for page_of_chief in ("batches/", f"batches/{BATCH}/", "people/", "lookups/", "quality/",
                          "record/", "rosters/", "applicants/1/", "account/"):  # fmt: skip
        chief.goto(f"/{page_of_chief}")
        look(chief, page_of_chief)
    clear(chief)  # what the two saw differently

    chief.goto(f"/rosters/{BATCH}/")
    look(chief, "preview")
    assert "草稿" not in chief.locator("main").inner_text()
    assert [f"XX2024{n:03}" for n in range(1, 28)] == sorted(on_rosters(chief, tmp_path))
    checked = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "audit", "verify"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 0 == checked.returncode, checked.stdout + checked.stderr
    assert {} == problems
